// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/named_measures.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "analysis/special_values.hpp"
#include "analysis/studies/across_cells.hpp"
#include "analysis/studies/cell_regression.hpp"
#include "analysis/studies/measure_text.hpp"
#include "sim/contract.hpp"

namespace wardwire::analysis {

namespace {

MeasureProblem wrong_arguments(const char* name) {
    const auto named =
        std::ranges::find(named_measures(), std::string_view(name), &NamedMeasure::name);
    WARDWIRE_EXPECT(named != named_measures().end(), "a named measure is in the table");
    return {std::string(name) + " takes (" + named->arguments + ")"};
}

/// The counts of a histogram, of several cells together, and the lower edges of its bins.
struct Bins {
    std::vector<std::size_t> starts;  ///< of each cell, in the counts of an observation
    std::vector<double> edges;
    std::string unit;

    std::vector<double> counts(const sim::Observation& seen) const {
        std::vector<double> sums(edges.size());
        for (const std::size_t start : starts)
            for (std::size_t bin = 0; bin < sums.size(); ++bin)
                sums[bin] += static_cast<double>(seen.counts[start + bin]);
        return sums;
    }
    /// The last bin is open: it counts as if all its events were at its edge.
    double width(std::size_t bin) const {
        return bin + 1 < edges.size() ? edges[bin + 1] - edges[bin] : 0.0;
    }
};

std::variant<Bins, MeasureProblem> find_bins(const std::string& text,
                                             const sim::ResultLayout& layout) {
    const auto term = parse_term(text);
    const auto histogram =
        std::ranges::find(layout.histograms, term ? term->name : text, &sim::Measure::name);
    if (!term || term->bracket == '(' || histogram == layout.histograms.end()) {
        std::vector<std::string> known;
        for (const sim::Measure& one : layout.histograms) known.push_back(one.name);
        return MeasureProblem{"there is no histogram \"" + text + "\"", term ? term->name : text,
                              std::move(known)};
    }
    auto cells = find_cells(term->inside, *histogram, histogram->axes.size() - 1, layout);
    if (auto* problem = std::get_if<MeasureProblem>(&cells)) return std::move(*problem);
    const sim::Axis& axis = layout.axes[histogram->axes.back()];
    Bins bins{{}, axis.numbers, axis.unit};
    for (const std::size_t cell : std::get<std::vector<std::size_t>>(cells))
        bins.starts.push_back(histogram->offset + cell * axis.size());
    return bins;
}

double total(const std::vector<double>& counts) {
    double sum = 0.0;
    for (const double n : counts) sum += n;
    return sum;
}

FoundMeasure quantile(std::span<const std::string> arguments, const sim::ResultLayout& layout) {
    const auto level = arguments.size() == 2 ? parse_number(arguments[1], "1") : std::nullopt;
    if (!level || *level < 0.0 || *level > 1.0) return wrong_arguments("quantile");
    auto found = find_bins(arguments[0], layout);
    if (auto* problem = std::get_if<MeasureProblem>(&found)) return std::move(*problem);
    Bins bins = std::get<Bins>(std::move(found));
    const std::string unit = bins.unit;
    return StudyMeasure{unit,
                        [bins = std::move(bins), level = *level](const sim::Observation& seen) {
                            const std::vector<double> counts = bins.counts(seen);
                            double left = level * total(counts);
                            for (std::size_t bin = 0; bin < counts.size(); ++bin) {
                                if (counts[bin] > 0.0 && left <= counts[bin])
                                    return bins.edges[bin] + bins.width(bin) * left / counts[bin];
                                left -= counts[bin];
                            }
                            return undefined;
                        }};
}

FoundMeasure share_within(std::span<const std::string> arguments, const sim::ResultLayout& layout) {
    if (arguments.size() != 2) return wrong_arguments("share_within");
    auto found = find_bins(arguments[0], layout);
    if (auto* problem = std::get_if<MeasureProblem>(&found)) return std::move(*problem);
    Bins bins = std::get<Bins>(std::move(found));
    const auto limit = parse_number(arguments[1], bins.unit);
    if (!limit) return wrong_arguments("share_within");
    return StudyMeasure{
        "1", [bins = std::move(bins), limit = *limit](const sim::Observation& seen) {
            const std::vector<double> counts = bins.counts(seen);
            double within = 0.0;
            for (std::size_t bin = 0; bin < counts.size(); ++bin) {
                const double width = bins.width(bin);
                const double part = width > 0.0
                                        ? std::clamp((limit - bins.edges[bin]) / width, 0.0, 1.0)
                                        : (limit >= bins.edges[bin] ? 1.0 : 0.0);
                within += part * counts[bin];
            }
            const double all = total(counts);
            return all > 0.0 ? within / all : undefined;
        }};
}

/// Measures of one unit, combined from the first to the last.
template <class Combine>
FoundMeasure combined(const char* name, std::span<const std::string> arguments,
                      const sim::ResultLayout& layout, Combine combine) {
    if (arguments.empty()) return wrong_arguments(name);
    std::vector<StudyMeasure> parts;
    for (const std::string& argument : arguments) {
        FoundMeasure found = find_measure(argument, layout);
        if (auto* problem = std::get_if<MeasureProblem>(&found)) return std::move(*problem);
        parts.push_back(std::get<StudyMeasure>(std::move(found)));
        if (parts.back().unit != parts.front().unit)
            return MeasureProblem{std::string(name) + " needs measures of one unit, got " +
                                  parts.front().unit + " and " + parts.back().unit};
    }
    const std::string unit = parts.front().unit;
    return StudyMeasure{unit, [parts = std::move(parts), combine](const sim::Observation& seen) {
                            double result = parts.front().value(seen);
                            for (std::size_t i = 1; i < parts.size(); ++i)
                                result = combine(result, parts[i].value(seen));
                            return result;
                        }};
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

FoundMeasure growth_of_median(std::span<const std::string> arguments,
                              const sim::ResultLayout& layout) {
    if (arguments.size() != 2) return wrong_arguments("growth_of_median");
    const auto count = parse_number(arguments[1], "1");
    const auto term = parse_term(arguments[0]);
    if (count.value_or(0.0) < 1.0 || !term) return wrong_arguments("growth_of_median");
    const auto series = std::ranges::find(layout.series, term->name, &sim::Measure::name);
    if (series == layout.series.end()) {
        std::vector<std::string> known;
        for (const sim::Measure& one : layout.series) known.push_back(one.name);
        return MeasureProblem{"there is no series \"" + term->name + "\"", term->name,
                              std::move(known)};
    }
    auto found = find_cells(term->inside, *series, series->axes.size(), layout);
    if (auto* problem = std::get_if<MeasureProblem>(&found)) return std::move(*problem);
    auto cells = std::get<std::vector<std::size_t>>(std::move(found));
    const auto part = static_cast<std::size_t>(*count);
    if (cells.size() < part)
        return MeasureProblem{"growth_of_median needs " + arguments[1] + " values, and " +
                              arguments[0] + " has " + std::to_string(cells.size())};
    for (std::size_t& cell : cells) cell += series->offset;
    return StudyMeasure{"1", [cells = std::move(cells), part](const sim::Observation& seen) {
                            std::vector<double> first;
                            std::vector<double> last;
                            for (std::size_t i = 0; i < part; ++i) {
                                first.push_back(seen.series[cells[i]]);
                                last.push_back(seen.series[cells[cells.size() - part + i]]);
                            }
                            return median(std::move(last)) / median(std::move(first)) - 1.0;
                        }};
}

FoundMeasure sum(std::span<const std::string> arguments, const sim::ResultLayout& layout) {
    return combined("sum", arguments, layout, std::plus<>());
}

FoundMeasure difference(std::span<const std::string> arguments, const sim::ResultLayout& layout) {
    if (arguments.size() != 2) return wrong_arguments("difference");
    return combined("difference", arguments, layout, std::minus<>());
}

FoundMeasure largest(std::span<const std::string> arguments, const sim::ResultLayout& layout) {
    return combined("largest", arguments, layout,
                    [](double a, double b) { return std::max(a, b); });
}

FoundMeasure smallest(std::span<const std::string> arguments, const sim::ResultLayout& layout) {
    return combined("smallest", arguments, layout,
                    [](double a, double b) { return std::min(a, b); });
}

constexpr std::array table{
    NamedMeasure{"difference", "MEASURE, MEASURE", "the first less the second", difference},
    NamedMeasure{"effective_number", "OUTCOME",
                 "how many equally frequent kinds would be as varied as the cells",
                 effective_number},
    NamedMeasure{"growth_of_median", "SERIES, number of values",
                 "relative change of the median from the first values of a series to the last",
                 growth_of_median},
    NamedMeasure{"largest", "MEASURE, MEASURE, …", "the largest of measures of one unit", largest},
    NamedMeasure{"largest_cell", "OUTCOME", "the largest of an outcome's cells", largest_cell},
    NamedMeasure{"median_cell", "OUTCOME", "the median of an outcome's cells", median_cell},
    NamedMeasure{"odds_ratio", "FACTOR=VALUE, FACTOR=REFERENCE",
                 "of a patient to write, all else equal, by a logistic regression", odds_ratio},
    NamedMeasure{"quantile", "HISTOGRAM, probability",
                 "a quantile of a histogram, linear within its bin", quantile},
    NamedMeasure{"rank_correlation", "OUTCOME, OUTCOME",
                 "Spearman's correlation of the cells of two outcomes or ratios of two",
                 rank_correlation},
    NamedMeasure{"share_within", "HISTOGRAM, limit",
                 "share of a histogram's events up to a limit, linear within its bin",
                 share_within},
    NamedMeasure{"smallest", "MEASURE, MEASURE, …", "the smallest of measures of one unit",
                 smallest},
    NamedMeasure{"smallest_cell", "OUTCOME", "the smallest of its cells", smallest_cell},
    NamedMeasure{"sum", "MEASURE, MEASURE, …", "the sum of measures of one unit", sum},
};

}  // namespace

std::span<const NamedMeasure> named_measures() { return table; }

}  // namespace wardwire::analysis
