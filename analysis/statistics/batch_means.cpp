// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/batch_means.hpp"

#include <cmath>
#include <numeric>

#include "analysis/special_values.hpp"
#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/sample.hpp"

namespace wardwire::analysis {

namespace {

double sum_of_squares(std::span<const double> values, double around) {
    double sum = 0.0;
    for (const double value : values) sum += (value - around) * (value - around);
    return sum;
}

}  // namespace

std::vector<double> batch_means(std::span<const double> values, std::size_t size) {
    std::vector<double> means(values.size() / size);
    for (std::size_t i = 0; i < means.size(); ++i) {
        const auto batch = values.subspan(i * size, size);
        means[i] = std::accumulate(batch.begin(), batch.end(), 0.0) / static_cast<double>(size);
    }
    return means;
}

AsymptoticVariance variance_by_batches(std::span<const double> values, std::size_t size) {
    const Sample batches = summarise(batch_means(values, size));
    return {static_cast<double>(size) * batches.variance, static_cast<double>(batches.used) - 1.0};
}

AsymptoticVariance variance_by_overlapping_batches(std::span<const double> values,
                                                   std::size_t size) {
    if (values.size() <= size) return {undefined, undefined};
    const double n = static_cast<double>(values.size());
    const double m = static_cast<double>(size);
    std::vector<double> means(values.size() - size + 1);
    double sum =
        std::accumulate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(size), 0.0);
    means[0] = sum / m;
    for (std::size_t i = 1; i < means.size(); ++i) {
        sum += values[i + size - 1] - values[i - 1];
        means[i] = sum / m;
    }
    const double squares = sum_of_squares(means, summarise(values).mean);
    return {n * m / ((n - m + 1.0) * (n - m)) * squares, 1.5 * (n / m - 1.0)};
}

Interval steady_state_interval(std::span<const double> values, const AsymptoticVariance& variance,
                               double confidence) {
    const Sample sample = summarise(values);
    Interval interval{.mean = sample.mean, .half_width = {}, .used = sample.used};
    if (std::isnan(variance.value)) return interval;
    interval.half_width = student_factor(confidence, variance.degrees_of_freedom) *
                          std::sqrt(variance.value / static_cast<double>(sample.used));
    return interval;
}

}  // namespace wardwire::analysis
