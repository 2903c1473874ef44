// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace wardwire::analysis {

// Many looks at chance: how to keep the error of a whole family of statements in hand.

/// The confidence that each of `comparisons` intervals needs for all of them to hold together with
/// at least `confidence`: 1 - (1 - confidence) / comparisons (Bonferroni; Dunn 1961). It holds
/// however the intervals depend on each other. NaN when there is nothing to compare.
double bonferroni_confidence(double confidence, std::size_t comparisons);

/// The limit that `count` standard normal z values all stay below in magnitude with probability at
/// least 1 - false_alarm: the two-sided quantile at (1 - false_alarm)^(1/count). Exact for
/// independent values, and safe for dependent normal ones (Šidák 1967, theorem 1).
double z_limit(std::size_t count, double false_alarm);

/// The same for t values, each mean divided by its own estimated standard error: what |z| may
/// reach when a few replications estimate the error too.
double t_limit(std::size_t count, double false_alarm, double degrees_of_freedom);

/// Adjusted p-values of Holm's (1979) step-down procedure, in the order of the input: reject where
/// the adjusted value is at most the level, and the chance of any false rejection is at most that
/// level. More powerful than Bonferroni's correction and as free of assumptions. No p-value may be
/// NaN.
std::vector<double> holm_adjusted(std::span<const double> p_values);

/// P(Q <= q) for the studentized range of `means` means with a pooled variance on
/// `degrees_of_freedom` (Tukey 1953), by quadrature to 1e-9.
/// At least two means and at least one degree of freedom.
double studentized_range_cdf(double q, std::size_t means, double degrees_of_freedom);

/// The q with studentized_range_cdf(q, ...) = level, for all pairwise differences at once: the
/// half-width of each is q · s / √n.
double studentized_range_quantile(double level, std::size_t means, double degrees_of_freedom);

}  // namespace wardwire::analysis
