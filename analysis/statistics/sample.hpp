// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace wardwire::analysis {

/// What is known of a sample: how many of its values are defined, their mean and their variance.
///
/// An outcome may be undefined in a replication (no message of that kind was sent), and is NaN
/// there. Undefined values are left out, never taken for zero, and `used` tells how many remain.
struct Sample {
    std::size_t used = 0;
    double mean;      ///< NaN when no value is defined
    double variance;  ///< unbiased, divisor used - 1; NaN below two values

    double standard_error() const;  ///< of the mean
};

/// Summarises the defined values, in their order, in two passes (the first for the mean).
Sample summarise(std::span<const double> values);

/// Sum of weight times value over sum of weights, over the defined values; NaN when no weight is
/// left. `weights` is as long as `values` and not negative.
double weighted_mean(std::span<const double> values, std::span<const double> weights);

}  // namespace wardwire::analysis
