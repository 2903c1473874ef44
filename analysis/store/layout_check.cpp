// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/layout_check.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "analysis/store/results_format.hpp"

namespace wardwire::analysis {
namespace {

using sim::Axis;
using sim::Measure;

template <class Names>
bool contains(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

std::string fault_of_measures(const std::vector<Axis>& axes, const std::vector<Measure>& measures) {
    std::size_t next = 0;
    for (const Measure& measure : measures) {
        std::size_t values = 1;
        for (const std::uint32_t axis : measure.axes) {
            if (axis >= axes.size()) return measure.name + " has an axis that there is not";
            values *= axes[axis].size();
        }
        if (values != measure.size) {
            return measure.name + " has " + std::to_string(measure.size) +
                   " values, its axes have " + std::to_string(values);
        }
        if (measure.offset != next) return measure.name + " does not begin where the last one ends";
        next += measure.size;
    }
    return {};
}

std::size_t block_size(const std::vector<Measure>& measures) {
    return measures.empty() ? 0 : measures.back().offset + measures.back().size;
}

}  // namespace

std::string find_fault(const sim::ResultLayout& layout) {
    for (const Axis& axis : layout.axes) {
        if (contains(replication_columns, axis.name) || contains(result_groups, axis.name)) {
            return "an axis cannot be called " + axis.name;
        }
    }
    for (const auto* measures : {&layout.metrics, &layout.histograms, &layout.series}) {
        if (std::string fault = fault_of_measures(layout.axes, *measures); !fault.empty())
            return fault;
    }
    return {};
}

std::string find_misfit(const sim::ResultLayout& layout, const sim::Observation& observation) {
    const auto compare = [&](const char* what, std::size_t found, std::size_t expected) {
        return found == expected ? std::string{}
                                 : "replication " + std::to_string(observation.replication) +
                                       " has " + std::to_string(found) + " values of " + what +
                                       ", its layout " + std::to_string(expected);
    };
    return compare("metrics", observation.metrics.size(), block_size(layout.metrics)) +
           compare("histograms", observation.counts.size(), block_size(layout.histograms)) +
           compare("series", observation.series.size(), block_size(layout.series));
}

}  // namespace wardwire::analysis
