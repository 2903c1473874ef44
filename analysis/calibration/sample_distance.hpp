// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace wardwire::analysis {

// How far two samples or two histograms are apart; NaN when one of them is empty.

/// The largest difference of the two shares below a value (Smirnov 1939). Samples are ascending.
double largest_share_difference(std::span<const double> one, std::span<const double> other);

/// The largest difference between the share of values below a place from 0 to 1 and the place: how
/// far they are from even (Kolmogorov 1933). Needs no order.
double distance_from_even(std::vector<double> values);

/// The mean distance over which values must be moved to turn one sample into the other
/// (1-Wasserstein), in their unit. Samples are ascending.
double mean_move(std::span<const double> one, std::span<const double> other);

/// The same for histograms over bins at 0, 1, 2, ...; a missing bin is empty.
double mean_move_of_bins(std::span<const double> one, std::span<const double> other);

/// Half the sum of the differences of relative frequencies: 0 to 1; a missing bin is empty.
double total_variation(std::span<const double> one, std::span<const double> other);

}  // namespace wardwire::analysis
