// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/inference/simulator.hpp"

namespace wardwire::analysis {

/// Places of the unit cube with weights, which sum to 1.
struct Posterior {
    std::vector<Point> points;
    std::vector<double> weights;
    std::vector<std::uint32_t> luck;  ///< of the runs that the places come from

    double mean(std::size_t factor) const;
    /// As of so many independent draws as the weights are worth; infinite for a single one.
    double variance(std::size_t factor) const;
    /// The least place with at least this share of the weight at or below it.
    double quantile(std::size_t factor, double level) const;
    /// 1 - var(posterior) / var(prior), the prior uniform: 0 when nothing was learnt.
    double contraction(std::size_t factor) const;
    /// How many independent draws the weights are worth (Kish 1965).
    double effective_size() const;
    /// Indices of points drawn by weight, in equal steps; ascending.
    std::vector<std::size_t> draws(std::size_t count) const;
};

/// Log odds of a place and back; places stay inside by a hair.
double log_odds(double place);
double place_of_log_odds(double odds);

/// A simulation that was accepted.
struct AcceptedRun {
    Point point;
    double weight = 0.0;
    std::vector<double> summaries;
    double distance = 0.0;
    std::uint32_t luck = 0;
};

/// Moves each accepted point, on the scale of log odds, to where a local linear regression says it
/// would be had its run given what was observed (Beaumont, Zhang & Balding 2002): weights fall off
/// to the largest distance as Epanechnikov's. The regression has a ridge, chosen so that runs are
/// predicted best from the others, and a point keeps the distance from its prediction by the
/// others: many summaries and few points would else fake knowledge. Coordinates of a few values
/// stay where they are.
Posterior adjust_by_regression(std::span<const AcceptedRun> accepted, const Observed& observed,
                               const Factors& factors);

}  // namespace wardwire::analysis
