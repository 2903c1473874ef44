// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/warm_up.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "analysis/statistics/batch_means.hpp"
#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

double mser_statistic(std::span<const double> batch_means, std::size_t left_out) {
    const auto kept = batch_means.subspan(left_out);
    const double mean = summarise(kept).mean;
    double squares = 0.0;
    for (const double value : kept) squares += (value - mean) * (value - mean);
    const double count = static_cast<double>(kept.size());
    return squares / (count * count);
}

WarmUp mser(std::span<const double> values, std::size_t batch) {
    const std::vector<double> means = batch_means(values, batch);
    if (means.size() < 2)
        return {0, std::numeric_limits<double>::quiet_NaN(), summarise(values).mean, true};
    std::size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t left_out = 0; left_out <= means.size() / 2; ++left_out) {
        const double statistic = mser_statistic(means, left_out);
        if (statistic >= least) continue;
        least = statistic;
        best = left_out;
    }
    return {best * batch, least, summarise(std::span(means).subspan(best)).mean,
            best == means.size() / 2};
}

std::vector<double> moving_average(std::span<const double> values, std::size_t half_window) {
    std::vector<double> averages(values.size() > half_window ? values.size() - half_window : 0);
    for (std::size_t i = 0; i < averages.size(); ++i) {
        const std::size_t reach = std::min(i, half_window);
        const auto window = values.subspan(i - reach, 2 * reach + 1);
        averages[i] =
            std::accumulate(window.begin(), window.end(), 0.0) / static_cast<double>(window.size());
    }
    return averages;
}

}  // namespace wardwire::analysis
