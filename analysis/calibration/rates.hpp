// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/calibration/estimate.hpp"

namespace wardwire::analysis {

/// Exact limits of a Poisson rate from one count (Garwood 1936). Exposure above 0.
Limits garwood_limits(double count, double exposure, double confidence = 0.9);

/// A cell of a table of rates, and the group of cells that it resembles.
struct RateCell {
    double count;
    double exposure;
    std::size_t group = 0;  ///< from 0 on
};

/// A rate for each cell, drawn towards the rate of its group as far as its own data leave room:
/// rates of a group follow a gamma law with the group's mean and a shape that all groups share,
/// of largest likelihood, and the estimate is the posterior mean (Robbins 1956; Efron 2010, section
/// 1.1). `own_share` is the weight of the cell's own rate. The limits are posterior quantiles, made
/// wider on the scale of the logarithm by what the group's mean is not known; a cell without
/// exposure gets its group's rate, with own_share 0.
std::vector<Estimate> shrunk_rates(std::span<const RateCell> cells, double confidence = 0.9);

}  // namespace wardwire::analysis
