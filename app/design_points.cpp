// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

#include "analysis/designs/factorial.hpp"
#include "analysis/designs/points.hpp"
#include "analysis/sensitivity/elementary_effects.hpp"
#include "analysis/sensitivity/sobol_indices.hpp"
#include "app/experiment.hpp"
#include "app/json_text.hpp"
#include "app/scenario_files.hpp"
#include "app/wording.hpp"

namespace wardwire::app {

namespace {

/// The number that a JSON text begins with, "3" or "\"45 min\"".
double number_in(const std::string& text) {
    const char* begin = text.data() + (text.starts_with('"') ? 1 : 0);
    double number = 0.0;
    const auto problem = std::from_chars(begin, text.data() + text.size(), number).ec;
    return problem == std::errc{} ? number : std::numeric_limits<double>::quiet_NaN();
}

/// The value of a factor at a share of the way through its range, or through its levels.
std::string value_at(const Factor& factor, double share) {
    if (!factor.levels.empty()) {
        const double level = share * static_cast<double>(factor.levels.size());
        return factor.levels[std::min(static_cast<std::size_t>(level), factor.levels.size() - 1)];
    }
    double value = factor.is_logarithmic
                       ? std::exp(std::lerp(std::log(factor.from), std::log(factor.to), share))
                       : std::lerp(factor.from, factor.to, share);
    if (factor.is_whole) value = std::round(value);
    // Ten digits: the ends of a range come out as they were written.
    std::array<char, 40> rounded{};
    std::snprintf(rounded.data(), rounded.size(), "%.10g", value);
    const std::string number = rounded.data();
    return factor.unit.empty() ? number : json_text(number + " " + factor.unit);
}

std::vector<std::vector<std::string>> values_of(const Experiment& experiment,
                                                const std::vector<analysis::Point>& points) {
    std::vector<std::vector<std::string>> values;
    for (const analysis::Point& point : points) {
        values.emplace_back();
        for (std::size_t f = 0; f < experiment.factors.size(); ++f)
            values.back().push_back(value_at(experiment.factors[f], point[f]));
    }
    return values;
}

std::vector<std::vector<std::string>> values_of(const Experiment& experiment,
                                                const std::vector<analysis::LevelPoint>& points) {
    std::vector<std::vector<std::string>> values;
    for (const analysis::LevelPoint& point : points) {
        values.emplace_back();
        for (std::size_t f = 0; f < experiment.factors.size(); ++f)
            values.back().push_back(experiment.factors[f].levels[point[f]]);
    }
    return values;
}

/// All points of the design, before constraints, and what is to be said of it.
std::vector<std::vector<std::string>> all_values(const Experiment& experiment, std::uint64_t seed,
                                                 std::string& note) {
    const Design& design = experiment.design;
    const std::size_t factors = experiment.factors.size();
    switch (design.kind) {
        case DesignKind::list:
            return design.list;
        case DesignKind::full_factorial: {
            std::vector<std::size_t> levels;
            for (const Factor& factor : experiment.factors) levels.push_back(factor.levels.size());
            return values_of(experiment, analysis::full_factorial(levels));
        }
        case DesignKind::fractional_factorial: {
            const auto fraction = analysis::fractional_factorial(factors, design.generators);
            note = fraction->resolution == 0
                       ? "nothing is mixed"
                       : printed("resolution %.0f", static_cast<double>(fraction->resolution));
            return values_of(experiment, fraction->points);
        }
        case DesignKind::latin_hypercube:
            return values_of(experiment, analysis::latin_hypercube(design.points, factors, seed));
        case DesignKind::nearly_orthogonal: {
            const auto points = analysis::nearly_orthogonal_hypercube(design.points, factors, seed);
            note = printed("largest correlation of two factors %.3f",
                           analysis::largest_correlation(points));
            return values_of(experiment, points);
        }
        case DesignKind::sobol:
            return values_of(experiment, analysis::sobol_points(design.points, factors));
        case DesignKind::morris:
            return values_of(experiment,
                             analysis::morris_trajectories(design.points, factors, seed));
        case DesignKind::saltelli:
            return values_of(experiment, analysis::saltelli_points(design.points, factors));
    }
    return {};
}

}  // namespace

DesignPoints points_of(const Experiment& experiment, std::uint64_t seed) {
    DesignPoints result;
    for (std::vector<std::string>& values : all_values(experiment, seed, result.note)) {
        DesignPoint point{std::move(values), {}};
        std::ranges::transform(point.values, std::back_inserter(point.numbers), number_in);
        const bool is_allowed = std::ranges::all_of(
            experiment.constraints,
            [&](const Constraint& constraint) { return constraint.holds(point.numbers); });
        if (is_allowed)
            result.points.push_back(std::move(point));
        else
            ++result.left_out;
    }
    return result;
}

std::vector<models::Override> overrides_for(const Experiment& experiment,
                                            const DesignPoint& point) {
    std::vector<models::Override> overrides;
    for (const std::string& overlay : experiment.overlays) overrides.push_back(change_of(overlay));
    overrides.insert(overrides.end(), experiment.settings.begin(), experiment.settings.end());
    for (std::size_t f = 0; f < experiment.factors.size(); ++f)
        overrides.push_back({experiment.factors[f].pointer, point.values[f]});
    overrides.push_back({"/replications", std::to_string(experiment.replications)});
    if (experiment.seed) overrides.push_back({"/seed", std::to_string(*experiment.seed)});
    return overrides;
}

std::string shown_value(const Factor& factor, const std::string& value) {
    const auto level = std::ranges::find(factor.levels, value);
    if (!factor.names.empty() && level != factor.levels.end())
        return factor.names[static_cast<std::size_t>(level - factor.levels.begin())];
    std::string shown = value;
    std::erase(shown, '"');
    return shown;
}

std::string words_for(const Experiment& experiment, const DesignPoint& point) {
    std::string words;
    for (std::size_t f = 0; f < point.values.size(); ++f)
        words += (f > 0 ? ", " : "") + experiment.factors[f].name + " = " +
                 shown_value(experiment.factors[f], point.values[f]);
    return words;
}

}  // namespace wardwire::app
