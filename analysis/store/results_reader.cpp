// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/store/hdf5_dataset.hpp"
#include "analysis/store/message_table.hpp"
#include "analysis/store/results_file.hpp"
#include "analysis/store/results_format.hpp"
#include "analysis/store/seal.hpp"
#include "analysis/store/store_error.hpp"

namespace wardwire::analysis {
namespace {

using sim::Axis;
using sim::Measure;
using sim::Observation;
using sim::ResultLayout;

std::string text_or_nothing(hid_t object, const std::string& name) {
    return hdf5::has_attribute(object, name) ? hdf5::read_text_attribute(object, name) : "";
}

void expect_version(const hdf5::File& file) {
    const hdf5::Group root = hdf5::open_group(file.id(), "/");
    if (!hdf5::has_attribute(root.id(), version_attribute)) {
        throw hdf5::Error("is HDF5, but not a results file of wardwire");
    }
    const auto version = hdf5::read_attribute<std::uint64_t>(root.id(), version_attribute);
    if (version != results_version) {
        throw hdf5::Error("has version " + std::to_string(version) +
                          " of the layout; this program reads version " +
                          std::to_string(results_version));
    }
}

Provenance read_provenance(const hdf5::File& file) {
    const hdf5::Group group = hdf5::open_group(file.id(), "provenance");
    Provenance provenance;
    for (const auto& field : provenance_texts) {
        provenance.*field.member = hdf5::read_text_attribute(group.id(), field.name);
    }
    for (const auto& field : provenance_lengths) {
        provenance.*field.member = hdf5::read_attribute<double>(group.id(), field.name);
    }
    provenance.seed = hdf5::read_attribute<std::uint64_t>(group.id(), "seed");
    return provenance;
}

/// The unit that an axis had before the writer made a CF unit of it.
std::string unit_of_axis(const std::string& unit) {
    const auto end = unit.find(" since ");
    const auto known = std::ranges::find(time_units, unit.substr(0, end), &TimeUnit::long_name);
    const bool is_date = end != std::string::npos && known != time_units.end();
    return is_date ? std::string(known->short_name) : unit;
}

Axis read_axis(hid_t parent, const std::string& name) {
    const hdf5::Dataset scale = hdf5::open_dataset(parent, name);
    Axis axis;
    axis.name = name;
    axis.description = text_or_nothing(scale.id(), "long_name");
    axis.unit = unit_of_axis(text_or_nothing(scale.id(), "units"));
    if (hdf5::holds_texts(scale)) {
        axis.labels = hdf5::read_texts(scale);
    } else {
        axis.numbers = hdf5::read<double>(scale);
    }
    return axis;
}

std::vector<Axis> read_design(const hdf5::File& file) {
    std::vector<Axis> design;
    if (!hdf5::has_link(file.id(), design_group)) return design;
    const hdf5::Group group = hdf5::open_group(file.id(), design_group);
    for (const std::string& name : hdf5::dataset_names(group.id()))
        design.push_back(read_axis(group.id(), name));
    return design;
}

std::vector<Axis> read_axes(const hdf5::File& file) {
    std::vector<Axis> axes;
    for (const std::string& name : hdf5::dataset_names(file.id())) {
        const bool is_axis =
            std::ranges::find(replication_columns, name) == replication_columns.end();
        if (is_axis) axes.push_back(read_axis(file.id(), name));
    }
    return axes;
}

std::vector<Observation> read_replications(const hdf5::File& file) {
    const auto read = [&]<class Value>(const char* name, Value) {
        return hdf5::read<Value>(hdf5::open_dataset(file.id(), name));
    };
    const auto indices = read("replication", std::int64_t{});
    const auto seeds = read("seed", std::uint64_t{});
    const auto digests = read("digest", std::uint64_t{});
    const auto events = read("events", std::uint64_t{});
    for (const std::size_t size : {seeds.size(), digests.size(), events.size()}) {
        if (size != indices.size()) throw hdf5::Error("its columns differ in length");
    }
    std::vector<Observation> observations(indices.size());
    for (std::size_t i = 0; i < indices.size(); ++i) {
        observations[i].replication = static_cast<std::uint32_t>(indices[i]);
        observations[i].seed = seeds[i];
        observations[i].digest = digests[i];
        observations[i].events = events[i];
    }
    return observations;
}

/// What a dataset is a measure of, its axes found by the names of its scales.
Measure read_measure(const hdf5::Dataset& dataset, const std::string& name,
                     const std::vector<Axis>& axes, std::size_t replications) {
    Measure measure;
    measure.name = name;
    measure.unit = text_or_nothing(dataset.id(), "units");
    measure.definition = text_or_nothing(dataset.id(), "definition");
    std::vector<hsize_t> shape{replications};
    const auto scales = hdf5::scale_names(dataset);
    for (std::size_t i = 1; i < scales.size(); ++i) {
        const auto axis = std::ranges::find(axes, scales[i], &Axis::name);
        if (axis == axes.end()) throw hdf5::Error(name + " has a dimension without an axis");
        measure.axes.push_back(static_cast<std::uint32_t>(axis - axes.begin()));
        measure.size *= axis->size();
        shape.push_back(axis->size());
    }
    if (hdf5::shape_of(dataset) != shape) throw hdf5::Error(name + " does not fit its axes");
    return measure;
}

/// Reads the measures of a group and deals their values out to the observations.
template <class Value>
std::vector<Measure> read_measures(const hdf5::File& file, const char* group_name,
                                   const std::vector<Axis>& axes,
                                   std::vector<Observation>& observations,
                                   std::vector<Value> Observation::*block) {
    const hdf5::Group group = hdf5::open_group(file.id(), group_name);
    std::vector<Measure> measures;
    std::size_t offset = 0;
    for (const std::string& name : hdf5::dataset_names(group.id())) {
        const hdf5::Dataset dataset = hdf5::open_dataset(group.id(), name);
        Measure measure = read_measure(dataset, name, axes, observations.size());
        measure.offset = offset;
        offset += measure.size;
        const auto values = hdf5::read<Value>(dataset);
        auto begin = values.begin();
        for (Observation& observation : observations) {
            const auto end = begin + static_cast<std::ptrdiff_t>(measure.size);
            auto& target = observation.*block;
            target.insert(target.end(), begin, end);
            begin = end;
        }
        measures.push_back(std::move(measure));
    }
    return measures;
}

Results read_contents(const hdf5::File& file, MessageRows rows) {
    expect_version(file);
    Results results;
    results.provenance = read_provenance(file);
    results.observations = read_replications(file);
    ResultLayout& layout = results.layout;
    layout.axes = read_axes(file);
    results.design = read_design(file);
    layout.metrics = read_measures<double>(file, "metrics", layout.axes, results.observations,
                                           &Observation::metrics);
    layout.histograms = read_measures<std::uint64_t>(file, "histograms", layout.axes,
                                                     results.observations, &Observation::counts);
    layout.series = read_measures<double>(file, "series", layout.axes, results.observations,
                                          &Observation::series);
    if (rows == MessageRows::read) {
        read_messages(file.id(), results.tables, results.observations);
    }
    return results;
}

}  // namespace

Results read_results(const std::filesystem::path& path, MessageRows rows) {
    if (check_seal(File(path, O_RDONLY)) == Seal::wrong) {
        throw StoreError(path, "is damaged, or was changed: it does not match its checksum");
    }
    const hdf5::QuietErrors quiet;
    try {
        return read_contents(hdf5::open_file(path.string()), rows);
    } catch (const hdf5::Error& error) {
        throw StoreError(path, error.what());
    } catch (const std::bad_alloc&) {
        throw StoreError(path, "is damaged, or larger than the memory of this machine");
    } catch (const std::length_error&) {
        throw StoreError(path, "is damaged: it claims to be larger than any memory");
    }
}

}  // namespace wardwire::analysis
