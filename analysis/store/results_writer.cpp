// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/special_values.hpp"
#include "analysis/store/hdf5_dataset.hpp"
#include "analysis/store/layout_check.hpp"
#include "analysis/store/local_clock.hpp"
#include "analysis/store/measure_packing.hpp"
#include "analysis/store/message_table.hpp"
#include "analysis/store/pending_file.hpp"
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

/// Attributes say something or are not there.
void write_text(hid_t object, const std::string& name, const std::string& text) {
    if (!text.empty()) hdf5::write_attribute(object, name, text);
}

std::string spaced(std::string name) {
    std::ranges::replace(name, '_', ' ');
    return name;
}

std::string since(const Provenance& provenance) {
    return " since " + provenance.start_date + " 00:00:00";
}

/// The unit of an axis in the file: of a time axis a CF unit from which readers make dates.
std::string unit_of(const Axis& axis, bool is_time, const Provenance& provenance) {
    const auto unit = std::ranges::find(time_units, axis.unit, &TimeUnit::short_name);
    if (!is_time || unit == time_units.end()) return axis.unit;
    return std::string(unit->long_name) + since(provenance);
}

void write_header(const hdf5::File& file, const Provenance& provenance) {
    const hdf5::Group root = hdf5::open_group(file.id(), "/");
    const std::string program = "wardwire " + provenance.program_version;
    hdf5::write_attribute(root.id(), version_attribute, results_version);
    hdf5::write_attribute(root.id(), "Conventions", "CF-1.10");
    write_text(root.id(), "title", provenance.title);
    write_text(root.id(), "source", program + " (" + provenance.program_commit + ")");
    write_text(root.id(), "history",
               program + ": simulated with seed " + std::to_string(provenance.seed));

    hdf5::Group group = hdf5::create_group(file.id(), "provenance");
    for (const auto& field : provenance_texts) {
        hdf5::write_attribute(group.id(), field.name, provenance.*field.member);
    }
    for (const auto& field : provenance_lengths) {
        hdf5::write_attribute(group.id(), field.name, provenance.*field.member);
    }
    hdf5::write_attribute(group.id(), "seed", provenance.seed);
    group.close();
}

/// Writes what one replication or another has of something, without the replications' scale.
template <class Stored, class Get>
hdf5::Dataset write_per_replication(const hdf5::File& file, const char* name,
                                    const char* description, Observations observations, Get&& get) {
    const hsize_t count = observations.size();
    std::vector<Stored> values;
    for (const Observation* observation : observations) {
        values.push_back(std::invoke(get, *observation));
    }
    auto dataset = hdf5::create_dataset<Stored>(file.id(), name, std::span(&count, 1));
    hdf5::write_attribute(dataset.id(), "long_name", description);
    hdf5::write<Stored>(dataset, values);
    return dataset;
}

/// Writes /replication, /seed, /digest, /events and /status; gives back the first, a scale.
hdf5::Dataset write_replications(const hdf5::File& file, Observations observations) {
    auto scale = write_per_replication<std::int64_t>(
        file, "replication", "index of the replication", observations, &Observation::replication);
    hdf5::make_scale(scale, "replication");
    const auto attach_and_close = [&](hdf5::Dataset dataset) {
        hdf5::attach_scale(dataset, scale, 0);
        dataset.close();
    };
    attach_and_close(write_per_replication<std::uint64_t>(file, "seed", "seed of the replication",
                                                          observations, &Observation::seed));
    attach_and_close(write_per_replication<std::uint64_t>(
        file, "digest", "fingerprint of all events", observations, &Observation::digest));
    attach_and_close(write_per_replication<std::uint64_t>(file, "events", "executed events",
                                                          observations, &Observation::events));
    auto status = write_per_replication<std::int8_t>(
        file, "status", "how the replication ended", observations,
        [](const Observation&) { return std::int8_t{0}; });
    hdf5::write_flags(status, statuses);
    attach_and_close(std::move(status));
    return scale;
}

/// The labels or numbers of an axis, with its description.
hdf5::Dataset write_values(hid_t parent, const Axis& axis, const std::string& unit) {
    const auto create = [&] {
        if (!axis.labels.empty()) return hdf5::create_texts(parent, axis.name, axis.labels);
        const hsize_t count = axis.numbers.size();
        auto numbers = hdf5::create_dataset<double>(parent, axis.name, std::span(&count, 1));
        hdf5::write<double>(numbers, axis.numbers);
        return numbers;
    };
    hdf5::Dataset values = create();
    write_text(values.id(), "long_name", axis.description);
    write_text(values.id(), "units", unit);
    return values;
}

hdf5::Dataset write_axis(const hdf5::File& file, const Axis& axis, const std::string& unit) {
    hdf5::Dataset scale = write_values(file.id(), axis, unit);
    hdf5::make_scale(scale, axis.name);
    return scale;
}

/// What each run of a sweep was of.
void write_design(const hdf5::File& file, std::span<const Axis> design,
                  const hdf5::Dataset& scale) {
    if (design.empty()) return;
    hdf5::Group group = hdf5::create_group(file.id(), design_group);
    for (const Axis& column : design) {
        hdf5::Dataset values = write_values(group.id(), column, column.unit);
        hdf5::attach_scale(values, scale, 0);
        values.close();
    }
    group.close();
}

/// Every axis is a scale in the root; the first axis of a series is time.
std::vector<hdf5::Dataset> write_axes(const hdf5::File& file, const Provenance& provenance,
                                      const ResultLayout& layout) {
    std::vector<hdf5::Dataset> scales;
    for (std::uint32_t i = 0; i < layout.axes.size(); ++i) {
        const bool is_time = std::ranges::any_of(layout.series, [&](const Measure& series) {
            return !series.axes.empty() && series.axes.front() == i;
        });
        const Axis& axis = layout.axes[i];
        scales.push_back(write_axis(file, axis, unit_of(axis, is_time, provenance)));
    }
    return scales;
}

/// The scales of the file: that of the replications, and one an axis.
struct Scales {
    hdf5::Dataset replication;
    std::vector<hdf5::Dataset> axes;
};

/// One dataset [replication, axes ...] a measure; `fill` stands for "none" there.
template <class Value>
void write_measures(const hdf5::File& file, const char* group_name,
                    const std::vector<Measure>& measures, const ResultLayout& layout,
                    Observations observations, std::optional<Value> fill, const Scales& scales,
                    MeasurePacking& packing) {
    hdf5::Group group = hdf5::create_group(file.id(), group_name);
    for (const Measure& measure : measures) {
        auto dataset = hdf5::create_dataset<Value>(group.id(), measure.name,
                                                   shape_of(measure, layout, observations), fill);
        write_text(dataset.id(), "units", measure.unit);
        hdf5::write_attribute(dataset.id(), "long_name", spaced(measure.name));
        write_text(dataset.id(), "definition", measure.definition);
        hdf5::attach_scale(dataset, scales.replication, 0);
        for (unsigned i = 0; i < measure.axes.size(); ++i) {
            hdf5::attach_scale(dataset, scales.axes[measure.axes[i]], i + 1);
        }
        while (packing.is_next_of(measure)) {
            const hsize_t row = packing.next_row();
            hdf5::write_chunk(dataset, row, packing.take_next());
        }
        dataset.close();
    }
    group.close();
}

void write_contents(const hdf5::File& file, const Provenance& provenance,
                    const ResultLayout& layout, const sim::RecordTables& tables,
                    Observations observations, std::span<const Axis> design, unsigned threads) {
    MeasurePacking packing(layout, observations, threads);
    write_header(file, provenance);
    Scales scales{write_replications(file, observations), write_axes(file, provenance, layout)};
    write_design(file, design, scales.replication);
    write_measures<double>(file, "metrics", layout.metrics, layout, observations, undefined, scales,
                           packing);
    write_measures<std::uint64_t>(file, "histograms", layout.histograms, layout, observations,
                                  std::nullopt, scales, packing);
    write_measures<double>(file, "series", layout.series, layout, observations, undefined, scales,
                           packing);
    const auto has_messages = [](const Observation* one) { return !one->messages.empty(); };
    if (std::ranges::any_of(observations, has_messages)) {
        write_messages(file.id(), tables, observations, "seconds" + since(provenance));
    }
    scales.replication.close();
    for (hdf5::Dataset& scale : scales.axes) scale.close();
}

/// The observations in order of replication, if they can be written.
std::vector<const Observation*> examine(const std::filesystem::path& path,
                                        const Provenance& provenance, const ResultLayout& layout,
                                        std::span<const Observation> observations) {
    const auto refuse_if = [&](const std::string& reason) {
        if (!reason.empty()) throw StoreError(path, reason);
    };
    refuse_if(find_fault(layout));
    if (!parse_date(provenance.start_date)) {
        refuse_if("needs a start date like 2026-01-05, got '" + provenance.start_date + "'");
    }
    if (observations.empty()) refuse_if("there is no replication to write");
    std::vector<const Observation*> ordered;
    for (const Observation& observation : observations) {
        refuse_if(find_misfit(layout, observation));
        ordered.push_back(&observation);
    }
    std::ranges::sort(ordered, {}, &Observation::replication);
    const auto twice = std::ranges::adjacent_find(ordered, {}, &Observation::replication);
    if (twice != ordered.end()) {
        refuse_if("replication " + std::to_string((*twice)->replication) + " occurs twice");
    }
    return ordered;
}

}  // namespace

void write_results(const std::filesystem::path& path, const Provenance& provenance,
                   const sim::ResultLayout& layout, const sim::RecordTables& tables,
                   std::span<const sim::Observation> observations, Overwrite overwrite,
                   std::span<const sim::Axis> design, unsigned threads) {
    const std::vector<const Observation*> ordered = examine(path, provenance, layout, observations);
    for (const Axis& column : design)
        if (column.size() != ordered.size())
            throw StoreError(path, "the design's " + column.name + " is not of every run");
    const hdf5::QuietErrors quiet;
    PendingFile pending(path, overwrite);
    try {
        const hdf5::File file = hdf5::create_image();
        write_contents(file, provenance, layout, tables, ordered, design, std::max(1U, threads));
        const std::string_view image = hdf5::image_of(file);
        pending.file().write(0, image);
        pending.file().write(image.size(), seal_for(image));
    } catch (const hdf5::Error& error) {
        throw StoreError(path, error.what());
    }
    pending.commit();
}

}  // namespace wardwire::analysis
