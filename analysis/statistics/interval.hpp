// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace wardwire::analysis {

/// A mean and how far it can be trusted.
struct Interval {
    double mean;                       ///< NaN when no value is defined
    std::optional<double> half_width;  ///< none below three values: two cannot show their spread
    std::size_t used = 0;  ///< how many values (of a paired difference: pairs) it rests on

    /// |half_width / mean|; none without a half-width or when the mean is zero.
    std::optional<double> relative_half_width() const;

    /// Whether the half-width is known and leaves zero outside: a difference that is not chance.
    bool excludes_zero() const;
};

/// The mean of independent replications with Student's two-sided interval,
/// mean ± t(confidence, n - 1) s / √n (Student 1908; Law 2015, section 9.4).
///
/// NaN marks an outcome that is undefined in a replication; such values are left out and the
/// interval then speaks of the replications in which the outcome exists.
/// A confidence outside (0, 1) gives a NaN half-width.
Interval mean_interval(std::span<const double> values, double confidence = 0.95);

/// The mean of first[i] - second[i] over the pairs in which both are defined, with its interval.
/// This is the comparison to use under common random numbers: the pairs share a replication.
/// Spans of unequal length are compared over the shorter.
Interval paired_difference(std::span<const double> first, std::span<const double> second,
                           double confidence = 0.95);

/// The difference of the means of two independent samples whose variances may differ, with the
/// degrees of freedom of Welch (1947) and Satterthwaite (1946). `used` counts both samples; there
/// is no half-width when either has fewer than three defined values.
Interval welch_difference(std::span<const double> first, std::span<const double> second,
                          double confidence = 0.95);

/// t(confidence, n - 1) / √n: the half-width in units of the standard deviation; NaN below n = 2.
double half_width_factor(std::size_t n, double confidence = 0.95);

}  // namespace wardwire::analysis
