// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/calibration/interval_censoring.hpp"

namespace wardwire::analysis {

/// A lognormal law, and the share of all times that follow it.
struct LognormalPart {
    double weight;
    double mu;     ///< mean of the logarithm of the time
    double sigma;  ///< standard deviation of that logarithm
};

/// Times to an event that never comes to a share of those who wait for it.
struct CureMixture {
    std::vector<LognormalPart> parts;  ///< by mu; their weights and `never` sum to 1
    double never = 0.0;
    double log_likelihood = 0.0;

    /// The share that is over by `time`.
    double over_by(double time) const;
    /// The time by which a share of those are over that ever are; 0 without parts.
    double quantile(double share) const;
};

/// The maximum of the likelihood by expectation and maximisation (Dempster, Laird & Rubin 1977;
/// the share that never comes after Boag 1949), from parts that split the times evenly, until
/// three rounds gain less than 1e-4 of log likelihood, or 2000 rounds.
///
/// Windows may be exact times, intervals, or censored on the right; lower ends are from 0 on and
/// exact times above 0. A part is never narrower than `least_sigma`, without which a single
/// repeated time would draw one in. At least one part and as many finite windows as parts;
/// otherwise no parts, and `never` is 1.
CureMixture fit_cure_mixture(std::span<const TimeWindow> windows, std::size_t parts,
                             double least_sigma = 0.05);

/// The same windows on a grid that is even in the logarithm, `bins_a_decade` to a factor of ten:
/// many exact times become a few intervals with their weights.
std::vector<TimeWindow> on_log_grid(std::span<const TimeWindow> windows, int bins_a_decade);

}  // namespace wardwire::analysis
