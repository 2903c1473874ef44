// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/start_effect.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/interval.hpp"
#include "analysis/statistics/sample.hpp"
#include "analysis/statistics/warm_up.hpp"

namespace wardwire::analysis {

namespace {

/// By place in the cycle: the mean over replications in the second half of the series.
std::vector<double> cycle_means(std::span<const std::vector<double>> series, std::size_t cycle) {
    std::vector<double> sums(cycle, 0.0);
    std::vector<double> counts(cycle, 0.0);
    for (const std::vector<double>& one : series)
        for (std::size_t i = one.size() / 2; i < one.size(); ++i) {
            sums[i % cycle] += one[i];
            counts[i % cycle] += 1.0;
        }
    for (std::size_t i = 0; i < cycle; ++i) sums[i] /= counts[i];
    return sums;
}

double mean(std::span<const double> values) { return summarise(values).mean; }

}  // namespace

std::optional<StartEffect> start_effect(std::span<const std::vector<double>> series,
                                        std::size_t cycle, double confidence, double least) {
    if (series.size() < 3 || series.front().size() < 4 * cycle) return std::nullopt;
    const std::size_t length = series.front().size();
    const std::vector<double> usual = cycle_means(series, cycle);
    std::vector<double> average(length, 0.0);
    for (const std::vector<double>& one : series)
        for (std::size_t i = 0; i < length; ++i)
            average[i] += (one[i] - usual[i % cycle]) / static_cast<double>(series.size());
    const WarmUp found = mser(average);
    if (found.values == 0) return std::nullopt;

    std::vector<double> differences;
    for (const std::vector<double>& one : series) {
        std::vector<double> rest(length);
        for (std::size_t i = 0; i < length; ++i) rest[i] = one[i] - usual[i % cycle];
        const std::span<const double> all(rest);
        differences.push_back(mean(all.first(found.values)) - mean(all.subspan(found.values)));
    }
    const Interval difference = mean_interval(differences, confidence);
    const double level = std::abs(mean(usual));
    if (!difference.excludes_zero() || std::abs(difference.mean) < least * level)
        return std::nullopt;
    return StartEffect{found.values, difference.mean / level, found.is_run_too_short};
}

}  // namespace wardwire::analysis
