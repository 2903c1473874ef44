// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/order_statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/statistics/quantile.hpp"
#include "sim/random/special.hpp"

namespace wardwire::analysis {

namespace {

std::vector<double> sorted_defined(std::span<const double> values) {
    std::vector<double> sorted;
    std::ranges::copy_if(values, std::back_inserter(sorted),
                         [](double value) { return !std::isnan(value); });
    std::ranges::sort(sorted);
    return sorted;
}

}  // namespace

double sample_quantile(std::span<const double> values, double level) {
    const std::vector<double> sorted = sorted_defined(values);
    if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
    const double place = level * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

std::vector<double> normal_scores(std::span<const double> values) {
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    std::vector<double> scores;
    for (const double value : values) {
        const auto [from, to] = std::ranges::equal_range(sorted, value);
        const auto rank =
            0.5 * static_cast<double>((from - sorted.begin()) + (to - sorted.begin()));
        scores.push_back(sim::standard_normal_quantile(rank / static_cast<double>(sorted.size())));
    }
    return scores;
}

std::optional<Limits> quantile_limits(std::span<const double> values, double level,
                                      double confidence) {
    const std::vector<double> sorted = sorted_defined(values);
    const boost::math::binomial below(static_cast<double>(sorted.size()), level);
    const double error = 0.5 * (1.0 - confidence);
    // cdf(i) is the chance that at most i values, hence not the one with index i, lie below.
    const auto chance = [&](std::size_t i) {
        return boost::math::cdf(below, static_cast<double>(i));
    };
    std::optional<std::size_t> lower;
    std::optional<std::size_t> upper;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (chance(i) <= error) lower = i;
        if (!upper && chance(i) >= 1.0 - error) upper = i;
    }
    if (!lower || !upper) return std::nullopt;
    return Limits{sorted[*lower], sorted[*upper], chance(*upper) - chance(*lower)};
}

Limits wilson_limits(std::size_t hits, std::size_t trials, double confidence) {
    const double n = static_cast<double>(trials);
    const double share = static_cast<double>(hits) / n;
    const double z = normal_quantile(0.5 * (1.0 + confidence));
    const double centre = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    const double half =
        z * std::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n)) / (1.0 + z * z / n);
    return {std::max(0.0, centre - half), std::min(1.0, centre + half), confidence};
}

Limits exact_limits(std::size_t hits, std::size_t trials, double confidence) {
    const double error = 0.5 * (1.0 - confidence);
    const double k = static_cast<double>(hits);
    const double n = static_cast<double>(trials);
    const double lower =
        hits == 0 ? 0.0
                  : boost::math::quantile(boost::math::beta_distribution<>(k, n - k + 1.0), error);
    const double upper = hits == trials
                             ? 1.0
                             : boost::math::quantile(boost::math::complement(
                                   boost::math::beta_distribution<>(k + 1.0, n - k), error));
    return {lower, upper, confidence};
}

}  // namespace wardwire::analysis
