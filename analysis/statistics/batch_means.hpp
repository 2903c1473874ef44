// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/statistics/interval.hpp"

namespace wardwire::analysis {

// The mean of one long run in steady state, whose values depend on each other.

/// Means of consecutive batches of `size` values each; an incomplete last batch is left out.
/// No batch of size zero.
std::vector<double> batch_means(std::span<const double> values, std::size_t size);

/// The limit of n · Var(mean of n values), and how well it is known. NaN where there are too few
/// batches.
struct AsymptoticVariance {
    double value;
    double degrees_of_freedom;
};

/// From b batches side by side: m / (b - 1) · Σ (batch mean - mean)², on b - 1 degrees of freedom
/// (Schmeiser 1982). At least two batches.
AsymptoticVariance variance_by_batches(std::span<const double> values, std::size_t size);

/// From all n - m + 1 batches that overlap, n m / ((n - m + 1)(n - m)) · Σ (batch mean - mean)²:
/// two thirds of the variance of the estimate above, on 1.5 (n/m - 1) degrees of freedom (Meketon &
/// Schmeiser 1984). More values than a batch has.
AsymptoticVariance variance_by_overlapping_batches(std::span<const double> values,
                                                   std::size_t size);

/// The mean of all values with Student's interval from one of the estimates above; `used` counts
/// the values. The batches must be long enough to be nearly independent: at most thirty of them
/// (Schmeiser 1982) is the usual advice.
Interval steady_state_interval(std::span<const double> values, const AsymptoticVariance& variance,
                               double confidence = 0.95);

}  // namespace wardwire::analysis
