// SPDX-License-Identifier: Apache-2.0
#include "app/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "analysis/statistics/multiplicity.hpp"
#include "analysis/studies/measure.hpp"
#include "app/outcome_choice.hpp"
#include "app/summary.hpp"

namespace wardwire::app {

namespace {

using analysis::Better;

/// An outcome's values in each system, in order of the systems.
struct Columns {
    ChosenOutcome outcome;
    std::vector<std::vector<double>> values;
};

/// Throws UsageError when a system does not have the outcome.
Columns columns_of(const std::string& name, std::span<const ComparedSystem> systems) {
    Columns columns{choose_outcome(name, systems.front().layout), {}};
    for (const ComparedSystem& system : systems)
        columns.values.push_back(choose_outcome(name, system.layout).values(system.observations));
    return columns;
}

bool is_something(const Columns& columns) {
    const auto counts = [](double value) { return !std::isnan(value) && value != 0.0; };
    return std::ranges::any_of(
        columns.values, [&](const auto& values) { return std::ranges::any_of(values, counts); });
}

bool has_outcome(const ComparedSystem& system, const std::string& name) {
    const analysis::FoundMeasure found = analysis::find_measure(name, system.layout);
    return std::holds_alternative<analysis::StudyMeasure>(found);
}

std::vector<Columns> columns_to_compare(std::span<const ComparedSystem> systems,
                                        const ComparisonWishes& wishes) {
    std::vector<Columns> columns;
    for (const std::string& name : wishes.outcomes) columns.push_back(columns_of(name, systems));
    if (!columns.empty()) return columns;
    for (const std::string& name : headline_outcomes(systems.front().layout)) {
        const auto has_it = [&](const ComparedSystem& one) { return has_outcome(one, name); };
        if (!std::ranges::all_of(systems, has_it)) continue;
        Columns found = columns_of(name, systems);
        if (is_something(found)) columns.push_back(std::move(found));
    }
    return columns;
}

/// The smallest difference of an outcome that matters: its own wish, else the one for all.
double threshold_for(const ChosenOutcome& outcome, const std::vector<PrecisionWish>& wishes,
                     double mean) {
    const PrecisionWish* chosen = nullptr;
    for (const PrecisionWish& wish : wishes)
        if (wish.outcome == outcome.name || (wish.outcome.empty() && chosen == nullptr))
            chosen = &wish;
    if (chosen == nullptr) return 0.0;
    const analysis::PrecisionGoal goal = goal_of(*chosen, outcome.measure);
    return goal.of == analysis::PrecisionGoal::Of::itself ? goal.error
                                                          : goal.error * std::abs(mean);
}

void judge_all(Comparison& comparison, const std::vector<Columns>& columns,
               const ComparisonWishes& wishes) {
    std::vector<double> p_values;
    for (const ComparedOutcome& one : comparison.outcomes)
        p_values.push_back(std::isnan(one.numbers.p_value) ? 1.0 : one.numbers.p_value);
    const std::vector<double> adjusted = analysis::holm_adjusted(p_values);
    for (std::size_t i = 0; i < adjusted.size(); ++i) {
        ComparedOutcome& one = comparison.outcomes[i];
        const ChosenOutcome& outcome = columns[i % columns.size()].outcome;
        one.adjusted_p = adjusted[i];
        one.finding =
            analysis::judge(one.numbers, one.adjusted_p,
                            threshold_for(outcome, wishes.thresholds, one.numbers.first.mean),
                            comparison_confidence);
    }
}

void add_bests(Comparison& comparison, std::span<const ComparedSystem> systems,
               const std::vector<std::string>& names, Better better) {
    for (const std::string& name : names) {
        const Columns columns = columns_of(name, systems);
        auto found = analysis::compare_with_best(columns.values, better, comparison_confidence);
        if (!found) throw UsageError("the best of " + name + " takes at least 3 replications");
        comparison.bests.push_back({name, columns.outcome.measure.unit, better, std::move(*found)});
    }
}

}  // namespace

Comparison compare_systems(std::span<const ComparedSystem> systems,
                           const ComparisonWishes& wishes) {
    const std::vector<Columns> columns = columns_to_compare(systems, wishes);
    for (const PrecisionWish& wish : wishes.thresholds)
        if (!wish.outcome.empty()) goal_of(wish, columns_of(wish.outcome, systems).outcome.measure);
    const double confidence = analysis::bonferroni_confidence(
        comparison_confidence, std::max<std::size_t>(1, columns.size() * (systems.size() - 1)));
    Comparison comparison;
    for (std::size_t system = 1; system < systems.size(); ++system)
        for (const Columns& one : columns)
            comparison.outcomes.push_back(
                {system, one.outcome.name, one.outcome.measure.unit,
                 analysis::compare_pairs(one.values.front(), one.values[system], confidence), 1.0,
                 analysis::Judgement::not_established});
    judge_all(comparison, columns, wishes);
    add_bests(comparison, systems, wishes.smallest, Better::smaller);
    add_bests(comparison, systems, wishes.largest, Better::larger);
    return comparison;
}

}  // namespace wardwire::app
