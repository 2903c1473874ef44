// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/calibration/estimate.hpp"

namespace wardwire::analysis {

/// Limits of a share after `hits` of `n`, from the posterior beta law with `hits` and `misses`
/// added to Jeffreys' half each, and 0 or 1 where all or none were hits (Brown, Cai & DasGupta
/// 2001). Neither number need be whole.
Limits share_limits(double hits, double n, double confidence = 0.9);

/// The rows of a table of counts as shares, each row drawn towards the shares of all rows together
/// as far as its own counts leave room: shares of rows follow a Dirichlet law around those of all,
/// with a concentration of largest likelihood (Minka 2000), and the estimate is the posterior mean.
/// Limits are as wide as for the row's own counts: a concentration that happens to come out large
/// would else promise too much.
/// [row][column] as the counts; all rows have as many columns. A row without counts gets the shares
/// of all, with own_share 0.
std::vector<std::vector<Estimate>> shrunk_shares(std::span<const std::vector<double>> counts,
                                                 double confidence = 0.9);

/// A conversation that had so many turns, or had had them when the observation ended.
struct TurnCount {
    std::size_t turns;  ///< at least 1
    bool is_over = true;
    double weight = 1.0;
};

/// The chance that a conversation goes on after its first, second, ... turn, as a life table: those
/// that the end of observation cut off count until their last turn. The last entry is for that turn
/// and all later ones; it comes where fewer than `least` conversations are left, or after `most`,
/// and is marked as a fallback, because it takes the chance to be constant from there.
std::vector<Estimate> continuation_chances(std::span<const TurnCount> conversations,
                                           std::size_t most = 12, double least = 50.0,
                                           double confidence = 0.9);

}  // namespace wardwire::analysis
