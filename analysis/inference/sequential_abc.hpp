// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/inference/history_matching.hpp"
#include "analysis/inference/posterior.hpp"
#include "analysis/inference/simulator.hpp"

namespace wardwire::analysis {

struct AbcOptions {
    std::size_t population = 400;  ///< least number that a generation accepts
    std::size_t most_trials = 2000;
    std::size_t most_generations = 10;
    double least_acceptance = 0.01;
    double close_enough = 1.25;  ///< standard deviations: hardly more than the truth's own
    std::uint64_t seed = 20260105;
};

/// Why the generations ended.
enum class AbcEnd { close_enough, generations, acceptance, budget };

struct AbcGeneration {
    double tolerance = 0.0;  ///< largest distance that was accepted, in standard deviations
    std::size_t trials = 0;
    double acceptance = 0.0;
    double effective_size = 0.0;
};

struct AbcResult {
    Posterior posterior;                     ///< adjusted
    std::vector<AbcGeneration> generations;  ///< finished ones
    AbcEnd end = AbcEnd::generations;
    std::size_t trials = 0;

    /// Median over the last generation of simulated less observed, in standard deviations, by
    /// summary: what is far from 0 the model does not give.
    std::vector<double> misfit;
};

/// Approximate Bayesian computation by sequential Monte Carlo (Toni et al. 2009), from the uniform
/// prior on what history matching has left. Each generation tries until a population comes nearer
/// than the median of the last. Places are proposed on the logistic scale, so that none leaves the
/// cube: half around those that were accepted, with a covariance of their own neighbourhood
/// (Filippi et al. 2013), and half around those to which regression on the summaries moves them
/// (Beaumont, Zhang & Balding 2002), which are nearer to the truth where the regression is right.
/// Variances have a floor, so that a population cannot collapse. Every trial that is near enough
/// counts, of whatever generation but the first, weighted as a draw from all proposals mixed (Owen
/// & Zhou 2000; Cornuet et al. 2012). A generation that the budget or the least acceptance cuts
/// short lowers the tolerance when half of its population is there. Once runs are close enough the
/// tolerance stays, until they are worth as many independent draws as a population has. At the end
/// they are moved by regression.
///
/// Every trial has luck of its own: under common random numbers the luck of one run would pass for
/// knowledge of the parameters. The result is a function of the arguments. Nothing when
/// interrupted, and when no run at all has all of its summaries.
std::optional<AbcResult> sequential_abc(const Simulator& simulate, const Observed& observed,
                                        const MatchedSpace& space, const AbcOptions& options = {});

}  // namespace wardwire::analysis
