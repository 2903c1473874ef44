// SPDX-License-Identifier: Apache-2.0
#include "analysis/selection/budget_allocation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

namespace {

std::size_t best_of(std::span<const double> means, Better better) {
    const auto best = better == Better::larger ? std::ranges::max_element(means)
                                               : std::ranges::min_element(means);
    return static_cast<std::size_t>(best - means.begin());
}

}  // namespace

std::vector<double> ocba_shares(std::span<const double> means, std::span<const double> deviations,
                                Better better) {
    const std::size_t best = best_of(means, better);
    // A distance below this share of the widest counts as a tie, of which no share would be enough.
    constexpr double tie = 1e-6;
    double widest = 0.0;
    for (const double mean : means) widest = std::max(widest, std::abs(mean - means[best]));
    std::vector<double> shares(means.size(), 1.0);
    if (widest > 0.0) {
        double squares = 0.0;
        for (std::size_t i = 0; i < means.size(); ++i) {
            if (i == best) continue;
            const double distance = std::max(std::abs(means[i] - means[best]), tie * widest);
            shares[i] = std::pow(deviations[i] / distance, 2.0);
            squares += std::pow(shares[i] / deviations[i], 2.0);
        }
        shares[best] = deviations[best] * std::sqrt(squares);
    }
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) share /= sum;
    return shares;
}

Selection select_ocba(std::size_t systems, const SelectionGoal& goal, std::size_t budget,
                      const Simulate& simulate) {
    Gathered gathered(systems, goal.better, simulate);
    std::vector<std::size_t> counts(systems, goal.first_stage);
    gathered.extend(counts);
    std::size_t spent = systems * goal.first_stage;
    while (systems > 1 && spent < budget) {
        std::vector<double> means(systems);
        std::vector<double> deviations(systems);
        for (std::size_t i = 0; i < systems; ++i) {
            const Sample sample = summarise(gathered.of(i));
            means[i] = sample.mean;
            deviations[i] = std::max(std::sqrt(sample.variance), 1e-12);
        }
        const auto shares = ocba_shares(means, deviations, Better::larger);
        const std::size_t step = std::min(systems, budget - spent);
        for (std::size_t s = 0; s < step; ++s) {
            const auto missing = [&](std::size_t i) {
                return shares[i] * static_cast<double>(spent + step) -
                       static_cast<double>(counts[i]);
            };
            std::size_t most = 0;
            for (std::size_t i = 1; i < systems; ++i)
                if (missing(i) > missing(most)) most = i;
            ++counts[most];
        }
        spent += step;
        gathered.extend(counts);
    }
    std::vector<std::size_t> all(systems);
    std::iota(all.begin(), all.end(), std::size_t{0});
    return gathered.choose(all);
}

double probability_of_correct_selection(std::span<const double> means,
                                        std::span<const double> standard_errors, Better better) {
    const std::size_t best = best_of(means, better);
    double error = 0.0;
    for (std::size_t i = 0; i < means.size(); ++i) {
        if (i == best) continue;
        const double spread = std::hypot(standard_errors[i], standard_errors[best]);
        const double lead = std::abs(means[i] - means[best]);
        error += 0.5 * std::erfc(lead / (spread * std::numbers::sqrt2));
    }
    return std::max(0.0, 1.0 - error);
}

}  // namespace wardwire::analysis
