// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/across_cells.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "analysis/special_values.hpp"
#include "analysis/studies/measure_text.hpp"

namespace wardwire::analysis {

namespace {

using Values = std::vector<double>;

/// Where the values of some cells lie in an observation.
struct Cells {
    std::vector<std::size_t> places;
    std::string unit;

    Values of(const sim::Observation& seen) const {
        Values values;
        for (const std::size_t place : places) values.push_back(seen.metrics[place]);
        return values;
    }
};

template <class T>
using Found = std::variant<T, MeasureProblem>;

Found<Cells> find_outcome_cells(const std::string& text, const sim::ResultLayout& layout) {
    const auto term = parse_term(text);
    const auto outcome =
        std::ranges::find(layout.metrics, term ? term->name : text, &sim::Measure::name);
    if (!term || term->bracket == '(' || outcome == layout.metrics.end()) {
        std::vector<std::string> known;
        for (const sim::Measure& one : layout.metrics) known.push_back(one.name);
        return MeasureProblem{"there is no outcome \"" + text + "\"", term ? term->name : text,
                              std::move(known)};
    }
    std::string coordinates = term->inside;
    if (term->bracket == 0)
        for (std::size_t i = 0; i < outcome->axes.size(); ++i) coordinates += i == 0 ? "*" : ", *";
    auto found = find_cells(coordinates, *outcome, outcome->axes.size(), layout);
    if (auto* problem = std::get_if<MeasureProblem>(&found)) return std::move(*problem);
    Cells cells{std::get<std::vector<std::size_t>>(std::move(found)), outcome->unit};
    for (std::size_t& place : cells.places) place += outcome->offset;
    return cells;
}

/// A measure of the cells that the only argument names.
template <class Of>
FoundMeasure of_cells(const char* name, std::span<const std::string> arguments,
                      const sim::ResultLayout& layout, Of of, std::string unit = {}) {
    if (arguments.size() != 1) return MeasureProblem{std::string(name) + " takes (OUTCOME)"};
    auto found = find_outcome_cells(arguments[0], layout);
    if (auto* problem = std::get_if<MeasureProblem>(&found)) return std::move(*problem);
    Cells cells = std::get<Cells>(std::move(found));
    if (unit.empty()) unit = cells.unit;
    return StudyMeasure{unit, [cells = std::move(cells), of](const sim::Observation& seen) {
                            Values values = cells.of(seen);
                            return values.empty() ? undefined : of(values);
                        }};
}

/// Cell by cell, an outcome or one over another.
struct Ratio {
    Cells above;
    std::vector<Cells> below;  ///< one or none

    Values of(const sim::Observation& seen) const {
        Values values = above.of(seen);
        for (const Cells& cells : below) {
            const Values divisors = cells.of(seen);
            for (std::size_t i = 0; i < values.size(); ++i) values[i] /= divisors[i];
        }
        return values;
    }
};

Found<Ratio> find_ratio(const std::string& text, const sim::ResultLayout& layout) {
    Ratio ratio;
    const std::vector<std::string> parts = split_outside_brackets(text, '/');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto found = find_outcome_cells(parts[i], layout);
        if (auto* problem = std::get_if<MeasureProblem>(&found)) return std::move(*problem);
        Cells cells = std::get<Cells>(std::move(found));
        if (i == 0)
            ratio.above = std::move(cells);
        else if (cells.places.size() == ratio.above.places.size())
            ratio.below.push_back(std::move(cells));
        else
            return MeasureProblem{"\"" + text + "\" divides lists of different lengths"};
    }
    return ratio;
}

/// Ranks from 1; equal values have the mean of theirs.
Values ranks(const Values& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    Values result(values.size());
    for (std::size_t from = 0; from < order.size();) {
        std::size_t to = from;
        while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
        const double rank = (static_cast<double>(from) + static_cast<double>(to) + 1.0) / 2.0;
        for (; from < to; ++from) result[order[from]] = rank;
    }
    return result;
}

/// Pearson's correlation; NaN where one of them does not vary.
double correlation(const Values& x, const Values& y) {
    const auto n = static_cast<double>(x.size());
    const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / n;
    const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / n;
    double xy = 0.0, xx = 0.0, yy = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean_x) * (y[i] - mean_y);
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
    }
    return xx > 0.0 && yy > 0.0 ? xy / std::sqrt(xx * yy) : undefined;
}

}  // namespace

FoundMeasure smallest_cell(std::span<const std::string> arguments,
                           const sim::ResultLayout& layout) {
    return of_cells("smallest_cell", arguments, layout,
                    [](const Values& values) { return std::ranges::min(values); });
}

FoundMeasure largest_cell(std::span<const std::string> arguments, const sim::ResultLayout& layout) {
    return of_cells("largest_cell", arguments, layout,
                    [](const Values& values) { return std::ranges::max(values); });
}

FoundMeasure median_cell(std::span<const std::string> arguments, const sim::ResultLayout& layout) {
    return of_cells("median_cell", arguments, layout, [](Values& values) {
        std::ranges::sort(values);
        const std::size_t middle = values.size() / 2;
        return values.size() % 2 == 1 ? values[middle]
                                      : (values[middle - 1] + values[middle]) / 2.0;
    });
}

FoundMeasure effective_number(std::span<const std::string> arguments,
                              const sim::ResultLayout& layout) {
    return of_cells(
        "effective_number", arguments, layout,
        [](const Values& values) {
            const double sum = std::accumulate(values.begin(), values.end(), 0.0);
            double entropy = 0.0;
            for (const double value : values)
                if (value > 0.0) entropy -= value / sum * std::log(value / sum);
            return sum > 0.0 ? std::exp(entropy) : undefined;
        },
        "1");
}

FoundMeasure rank_correlation(std::span<const std::string> arguments,
                              const sim::ResultLayout& layout) {
    if (arguments.size() != 2) return MeasureProblem{"rank_correlation takes (OUTCOME, OUTCOME)"};
    std::vector<Ratio> lists;
    for (const std::string& argument : arguments) {
        auto found = find_ratio(argument, layout);
        if (auto* problem = std::get_if<MeasureProblem>(&found)) return std::move(*problem);
        lists.push_back(std::get<Ratio>(std::move(found)));
    }
    if (lists[0].above.places.size() != lists[1].above.places.size())
        return MeasureProblem{"rank_correlation needs lists of one length"};
    return StudyMeasure{"1", [lists = std::move(lists)](const sim::Observation& seen) {
                            return correlation(ranks(lists[0].of(seen)), ranks(lists[1].of(seen)));
                        }};
}

}  // namespace wardwire::analysis
