// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/interval.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

namespace {

constexpr std::size_t fewest_values = 3;

}  // namespace

std::optional<double> Interval::relative_half_width() const {
    if (!half_width || mean == 0.0) return std::nullopt;
    return std::abs(*half_width / mean);
}

bool Interval::excludes_zero() const { return half_width && std::abs(mean) > *half_width; }

Interval mean_interval(std::span<const double> values, double confidence) {
    const Sample sample = summarise(values);
    Interval interval{.mean = sample.mean, .half_width = std::nullopt, .used = sample.used};
    if (sample.used >= fewest_values) {
        const double degrees_of_freedom = static_cast<double>(sample.used - 1);
        interval.half_width =
            student_factor(confidence, degrees_of_freedom) * sample.standard_error();
    }
    return interval;
}

Interval paired_difference(std::span<const double> first, std::span<const double> second,
                           double confidence) {
    std::vector<double> differences(std::min(first.size(), second.size()));
    std::transform(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(differences.size()),
                   second.begin(), differences.begin(), std::minus<>{});
    return mean_interval(differences, confidence);
}

Interval welch_difference(std::span<const double> first, std::span<const double> second,
                          double confidence) {
    const Sample a = summarise(first);
    const Sample b = summarise(second);
    Interval interval{.mean = a.mean - b.mean, .half_width = std::nullopt, .used = a.used + b.used};
    if (std::min(a.used, b.used) < fewest_values) return interval;

    const double a_share = a.variance / static_cast<double>(a.used);
    const double b_share = b.variance / static_cast<double>(b.used);
    const double sum = a_share + b_share;
    if (sum == 0.0) {
        interval.half_width = 0.0;  // two constants: the ratio below would be 0 / 0
        return interval;
    }
    const double degrees_of_freedom = sum * sum /
                                      (a_share * a_share / static_cast<double>(a.used - 1) +
                                       b_share * b_share / static_cast<double>(b.used - 1));
    interval.half_width = student_factor(confidence, degrees_of_freedom) * std::sqrt(sum);
    return interval;
}

double half_width_factor(std::size_t n, double confidence) {
    if (n < 2) return std::numeric_limits<double>::quiet_NaN();
    return student_factor(confidence, static_cast<double>(n - 1)) /
           std::sqrt(static_cast<double>(n));
}

}  // namespace wardwire::analysis
