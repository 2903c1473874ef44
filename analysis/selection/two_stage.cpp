// SPDX-License-Identifier: Apache-2.0
#include "analysis/selection/two_stage.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "analysis/selection/constants.hpp"
#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

namespace {

/// Systems that no other one beats clearly in the first stage.
std::vector<std::size_t> survivors(const Gathered& gathered, const SelectionGoal& goal,
                                   double error) {
    const double n = static_cast<double>(goal.first_stage);
    const double level =
        std::pow(1.0 - error, 1.0 / (static_cast<double>(gathered.systems()) - 1.0));
    const double t = student_quantile(level, n - 1.0);
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < gathered.systems(); ++i)
        samples.push_back(summarise(gathered.of(i)));
    const auto beats = [&](std::size_t j, std::size_t i) {
        const double w = t * std::sqrt((samples[i].variance + samples[j].variance) / n);
        return samples[i].mean < samples[j].mean - std::max(0.0, w - goal.indifference);
    };
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        bool is_beaten = false;
        for (std::size_t j = 0; j < samples.size(); ++j)
            is_beaten = is_beaten || (j != i && beats(j, i));
        if (!is_beaten) kept.push_back(i);
    }
    return kept;
}

/// Rinott's second stage on some candidates, as sure as it is after `systems` began.
Selection second_stage(Gathered& gathered, const SelectionGoal& goal, double confidence,
                       const std::vector<std::size_t>& candidates) {
    std::vector<std::size_t> wanted(gathered.systems(), goal.first_stage);
    bool is_decided = true;
    if (candidates.size() > 1) {
        const double h = rinott_h(confidence, gathered.systems(), goal.first_stage);
        for (const std::size_t i : candidates) {
            const double root =
                h * std::sqrt(summarise(gathered.of(i)).variance) / goal.indifference;
            const double needed = std::ceil(root * root);
            is_decided = is_decided && needed <= static_cast<double>(goal.most);
            wanted[i] = std::max(goal.first_stage, static_cast<std::size_t>(std::min(
                                                       needed, static_cast<double>(goal.most))));
        }
        gathered.extend(wanted);
    }
    Selection selection = gathered.choose(candidates);
    selection.is_decided = is_decided;
    return selection;
}

Gathered first_stage(std::size_t systems, const SelectionGoal& goal, const Simulate& simulate) {
    Gathered gathered(systems, goal.better, simulate);
    gathered.extend(std::vector(systems, goal.first_stage));
    return gathered;
}

}  // namespace

Selection select_rinott(std::size_t systems, const SelectionGoal& goal, const Simulate& simulate) {
    Gathered gathered = first_stage(systems, goal, simulate);
    std::vector<std::size_t> all(systems);
    std::iota(all.begin(), all.end(), std::size_t{0});
    return second_stage(gathered, goal, goal.confidence, all);
}

Selection select_nsgs(std::size_t systems, const SelectionGoal& goal, const Simulate& simulate) {
    Gathered gathered = first_stage(systems, goal, simulate);
    const double half = 0.5 * (1.0 - goal.confidence);
    if (systems < 2) return gathered.choose(std::vector<std::size_t>{0});
    return second_stage(gathered, goal, 1.0 - half, survivors(gathered, goal, half));
}

}  // namespace wardwire::analysis
