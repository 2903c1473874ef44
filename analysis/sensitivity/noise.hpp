// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace wardwire::analysis {

/// How much of the variance between the mean outcomes at some points is chance and no effect of the
/// point: the residual mean square of points against replications, divided by the replications and
/// by the variance between the means (analysis of variance in two ways, Scheffé 1959, section 4.2).
/// What a replication does to all points alike, the luck that they share, counts for nothing.
///
/// `values[p][r]` is the outcome at point p in replication r; all points have the same
/// replications. A replication that is undefined at a point is left out. NaN with fewer than two
/// points or replications, or when all means are equal.
double noise_share(std::span<const std::vector<double>> values);

}  // namespace wardwire::analysis
