// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/calibration/estimate.hpp"

namespace wardwire::analysis {

/// What a turn was like that somebody was to answer. Level 0 of each is what others are compared
/// with.
enum class HazardFactor : std::uint8_t { author, load, users, priority };
inline constexpr std::size_t hazard_factors = 4;

/// A wait for an answer, on the clock of duty.
struct AnswerWait {
    float waited_s;
    std::uint32_t person;  ///< who was to answer, from 0 on
    std::uint32_t week;
    std::array<std::uint8_t, hazard_factors> level;
    bool is_answered;
};

/// How the rate of answering differs.
struct AnswerHazard {
    /// By factor and level: rate over that of level 0, the other factors being the same. Level 0 is
    /// 1 with limits of 1; a level without answers is undefined (NaN).
    std::array<std::vector<Estimate>, hazard_factors> ratio;
    /// Variance of a gamma factor of mean 1 on a person's rate.
    Estimate frailty{};
};

/// Fits rates that are constant between 1, 5, 15 minutes, 1, 4 hours and a day, times a factor for
/// each level (the piecewise exponential model, Holford 1980: a log-linear model of counts, fitted
/// by proportions in turn); limits from weeks resampled. A person's answers are then Poisson with
/// what these rates add up to over the waits, times the frailty, so that their counts follow a
/// negative binomial law (Clayton 1978); its limits from persons resampled. Rates and persons'
/// factors are fitted in turns. `levels` by factor.
AnswerHazard fit_answer_hazard(std::span<const AnswerWait> waits,
                               const std::array<std::size_t, hazard_factors>& levels,
                               std::size_t weeks, std::size_t persons, double confidence = 0.9);

}  // namespace wardwire::analysis
