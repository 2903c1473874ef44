// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/measure.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "analysis/studies/measure_text.hpp"
#include "analysis/studies/named_measures.hpp"

namespace wardwire::analysis {

namespace {

/// Units of one family and how many of its smallest each is.
constexpr std::array<std::pair<std::string_view, double>, 4> times{
    {{"s", 1.0}, {"min", 60.0}, {"h", 3600.0}, {"d", 86400.0}}};
constexpr std::array<std::pair<std::string_view, double>, 2> shares{{{"%", 1.0}, {"1", 100.0}}};

template <std::size_t size>
std::optional<double> size_in(const std::array<std::pair<std::string_view, double>, size>& family,
                              std::string_view unit) {
    const auto found = std::ranges::find(family, unit, [](const auto& one) { return one.first; });
    if (found == family.end()) return std::nullopt;
    return found->second;
}

using Positions = std::variant<std::vector<std::size_t>, MeasureProblem>;

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

Positions positions_of_label(std::string_view coordinate, const sim::Axis& axis) {
    const auto label = std::ranges::find(axis.labels, coordinate);
    if (label != axis.labels.end())
        return std::vector{static_cast<std::size_t>(label - axis.labels.begin())};
    return MeasureProblem{"there is no " + axis.name + " " + quoted(coordinate),
                          std::string(coordinate), axis.labels};
}

/// "24 h", "1 d", "0.5" or "17..18".
Positions positions_of_number(std::string_view coordinate, const sim::Axis& axis) {
    const auto dots = coordinate.find("..");
    const bool is_range = dots != std::string_view::npos;
    const auto low = parse_number(coordinate.substr(0, dots), axis.unit);
    const auto high = is_range ? parse_number(coordinate.substr(dots + 2), axis.unit) : low;
    if (!low || !high)
        return MeasureProblem{
            quoted(coordinate) + " is no " + axis.name +
            (axis.unit == "1" ? "; write a number" : "; write a number and a " + axis.unit)};
    // The limit of 5 minutes is 0.08333… hours: nobody types that to the last digit.
    constexpr double tolerance = 1e-4;
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < axis.numbers.size(); ++i)
        if (axis.numbers[i] >= *low - tolerance && axis.numbers[i] <= *high + tolerance)
            positions.push_back(i);
    if (positions.empty())
        return MeasureProblem{"there is no " + axis.name + " " + std::string(coordinate)};
    return positions;
}

Positions positions_on(const sim::Axis& axis, std::string_view coordinate) {
    if (coordinate == "*") {
        std::vector<std::size_t> all(axis.size());
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
        return all;
    }
    return axis.labels.empty() ? positions_of_number(coordinate, axis)
                               : positions_of_label(coordinate, axis);
}

std::string dimensions_of(const sim::Measure& outcome, std::size_t dimensions,
                          const sim::ResultLayout& layout) {
    std::string names;
    for (std::size_t i = 0; i < dimensions; ++i)
        names += (i > 0 ? ", " : "") + layout.axes[outcome.axes[i]].name;
    return names;
}

FoundMeasure find_outcome(const Term& term, const sim::ResultLayout& layout) {
    const auto outcome = std::ranges::find(layout.metrics, term.name, &sim::Measure::name);
    if (outcome == layout.metrics.end()) {
        std::vector<std::string> known;
        for (const sim::Measure& one : layout.metrics) known.push_back(one.name);
        return MeasureProblem{"there is no outcome " + quoted(term.name), term.name,
                              std::move(known)};
    }
    auto cells = find_cells(term.inside, *outcome, outcome->axes.size(), layout);
    if (auto* problem = std::get_if<MeasureProblem>(&cells)) return std::move(*problem);
    auto places = std::get<std::vector<std::size_t>>(std::move(cells));
    for (std::size_t& place : places) place += outcome->offset;
    return StudyMeasure{outcome->unit, [places = std::move(places)](const sim::Observation& seen) {
                            double sum = 0.0;
                            for (const std::size_t place : places) sum += seen.metrics[place];
                            return sum;
                        }};
}

FoundMeasure find_named(const Term& term, const sim::ResultLayout& layout) {
    const auto named = std::ranges::find(named_measures(), term.name, &NamedMeasure::name);
    if (named != named_measures().end())
        return named->find(split_outside_brackets(term.inside, ','), layout);
    std::vector<std::string> known;
    for (const NamedMeasure& one : named_measures()) known.emplace_back(one.name);
    return MeasureProblem{"there is no measure " + quoted(term.name + "(…)"), term.name,
                          std::move(known)};
}

FoundMeasure find_term(const std::string& text, const sim::ResultLayout& layout) {
    const std::optional<Term> term = parse_term(text);
    if (!term)
        return MeasureProblem{quoted(text) +
                              " is no measure; write outcome, outcome[coordinates] or "
                              "name(arguments)"};
    return term->bracket == '(' ? find_named(*term, layout) : find_outcome(*term, layout);
}

}  // namespace

std::optional<double> unit_factor(std::string_view from, std::string_view to) {
    const auto between = [&](const auto& family) -> std::optional<double> {
        const auto a = size_in(family, from);
        const auto b = size_in(family, to);
        if (!a || !b) return std::nullopt;
        return *a / *b;
    };
    if (from == to) return 1.0;
    if (const auto factor = between(times)) return factor;
    if (const auto factor = between(shares)) return factor;
    if (from == "1" && !size_in(times, to)) return 1.0;
    return std::nullopt;
}

std::variant<std::vector<std::size_t>, MeasureProblem> find_cells(std::string_view coordinates,
                                                                  const sim::Measure& outcome,
                                                                  std::size_t dimensions,
                                                                  const sim::ResultLayout& layout) {
    const std::vector<std::string> parts = split_outside_brackets(coordinates, ',');
    if (parts.size() != dimensions)
        return MeasureProblem{outcome.name + " has " +
                              (dimensions == 0 ? "no dimensions; write it without coordinates"
                                               : "the dimensions " +
                                                     dimensions_of(outcome, dimensions, layout) +
                                                     "; write a coordinate for each")};
    std::vector<std::size_t> cells{0};
    for (std::size_t i = 0; i < dimensions; ++i) {
        const sim::Axis& axis = layout.axes[outcome.axes[i]];
        Positions found = positions_on(axis, parts[i]);
        if (auto* problem = std::get_if<MeasureProblem>(&found)) return std::move(*problem);
        std::vector<std::size_t> further;
        for (const std::size_t cell : cells)
            for (const std::size_t position : std::get<std::vector<std::size_t>>(found))
                further.push_back(cell * axis.size() + position);
        cells = std::move(further);
    }
    return cells;
}

FoundMeasure find_measure(std::string_view text, const sim::ResultLayout& layout) {
    const std::vector<std::string> terms = split_outside_brackets(text, '/');
    if (terms.empty() || terms.size() > 2)
        return MeasureProblem{quoted(text) + " is no measure; write A or A / B"};
    FoundMeasure first = find_term(terms[0], layout);
    if (terms.size() == 1 || std::holds_alternative<MeasureProblem>(first)) return first;
    FoundMeasure second = find_term(terms[1], layout);
    if (std::holds_alternative<MeasureProblem>(second)) return second;
    auto part = std::get<StudyMeasure>(std::move(first));
    auto whole = std::get<StudyMeasure>(std::move(second));
    std::string unit = part.unit == whole.unit ? "1" : part.unit + "/" + whole.unit;
    return StudyMeasure{
        std::move(unit), [part = std::move(part.value),
                          whole = std::move(whole.value)](const sim::Observation& seen) {
            const double of = whole(seen);
            return of != 0.0 ? part(seen) / of : std::numeric_limits<double>::quiet_NaN();
        }};
}

}  // namespace wardwire::analysis
