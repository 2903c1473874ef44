// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace wardwire::analysis {

// Where the beginning of a run ends: how much of it still remembers how it was started.

/// What MSER found.
struct WarmUp {
    std::size_t values = 0;         ///< to leave out at the beginning, a multiple of the batch
    double statistic;               ///< the least MSER statistic
    double mean;                    ///< of the batches that are kept
    bool is_run_too_short = false;  ///< the least is at half of the run: the truth may lie beyond
};

/// The MSER statistic when the first `left_out` of some batch means are left out:
/// Σ (Z - mean)² / (how many are kept)². At least one batch is kept.
double mser_statistic(std::span<const double> batch_means, std::size_t left_out);

/// MSER-5 (White, Cobb & Spratt 2000; Franklin & White 2008): leaves out the batches of five that
/// make the statistic least, at most half of them. The earliest such place is taken. Fewer values
/// than two batches are too short a run, of which nothing is left out.
WarmUp mser(std::span<const double> values, std::size_t batch = 5);

/// Welch's (1983) moving average with a window of 2 · half_window + 1 values, shrinking at the
/// beginning; as many values as can be centred: size - half_window. For a plot that a person
/// judges.
std::vector<double> moving_average(std::span<const double> values, std::size_t half_window);

}  // namespace wardwire::analysis
