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
    std::size_t population = 400;
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
/// prior on what history matching has left. Each generation accepts what comes nearer than the
/// median of the last; places are proposed from an earlier one with a covariance of its own
/// neighbourhood (Filippi et al. 2013), on the logistic scale, so that no proposal leaves the cube;
/// variances have a floor, so that a population cannot collapse. A generation that the budget or
/// the least acceptance cuts short counts when half of its population is there. At the end the
/// population is moved by regression on the summaries (Beaumont, Zhang & Balding 2002).
///
/// Every trial has luck of its own: under common random numbers the luck of one run would pass for
/// knowledge of the parameters. The result is a function of the arguments. Nothing when
/// interrupted, and when no run at all has all of its summaries.
std::optional<AbcResult> sequential_abc(const Simulator& simulate, const Observed& observed,
                                        const MatchedSpace& space, const AbcOptions& options = {});

}  // namespace wardwire::analysis
