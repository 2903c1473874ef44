// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <vector>

/// Tests of fit for the tests of sim/random. Each says whether to reject at a stated probability
/// of a false alarm.
namespace wardwire::test {

/// The largest distance between an empirical and a true distribution function, times sqrt(n), is
/// exceeded with at most this probability for every n and every law, steps included (Massart 1990).
inline double largest_distance(double false_alarm) {
    return std::sqrt(0.5 * std::log(2.0 / false_alarm));
}

/// One-sample Kolmogorov-Smirnov test against a distribution function with or without steps.
template <class Cdf>
bool rejects_law(std::vector<double> sample, const Cdf& cdf, double false_alarm) {
    std::sort(sample.begin(), sample.end());
    const auto n = static_cast<double>(sample.size());
    double distance = 0.0;
    for (std::size_t i = 0; i < sample.size();) {
        std::size_t next = i + 1;
        while (next < sample.size() && sample[next] == sample[i]) ++next;
        const double below = cdf(std::nextafter(sample[i], -1e308));
        distance = std::max({distance, std::abs(static_cast<double>(next) / n - cdf(sample[i])),
                             std::abs(static_cast<double>(i) / n - below)});
        i = next;
    }
    return distance * std::sqrt(n) > largest_distance(false_alarm);
}

/// Two-sample Kolmogorov-Smirnov test of samples of equal size, at least 458 (Wei & Dudley 2012:
/// Massart's bound holds for two such samples, too).
inline bool rejects_same_law(std::vector<double> first, std::vector<double> second,
                             double false_alarm) {
    std::sort(first.begin(), first.end());
    std::sort(second.begin(), second.end());
    const auto n = static_cast<double>(first.size());
    double distance = 0.0;
    for (std::size_t i = 0, j = 0; i < first.size() && j < second.size();) {
        const double x = std::min(first[i], second[j]);
        while (i < first.size() && first[i] <= x) ++i;
        while (j < second.size() && second[j] <= x) ++j;
        distance =
            std::max(distance, std::abs(static_cast<double>(i) - static_cast<double>(j)) / n);
    }
    return distance * std::sqrt(0.5 * n) > largest_distance(false_alarm);
}

/// Pearson's statistic of independent Poisson counts against their means, each at least 20;
/// two-sided, so that counts which are too even are rejected as well.
inline bool rejects_means(const std::vector<double>& counts, const std::vector<double>& means,
                          double false_alarm) {
    double statistic = 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i)
        statistic += (counts[i] - means[i]) * (counts[i] - means[i]) / means[i];
    const boost::math::chi_squared law(static_cast<double>(counts.size()));
    return cdf(law, statistic) < 0.5 * false_alarm ||
           cdf(complement(law, statistic)) < 0.5 * false_alarm;
}

}  // namespace wardwire::test
