// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "analysis/calibration/estimate.hpp"
#include "analysis/calibration/reply_rules.hpp"

namespace wardwire::analysis {

/// A sending, and where on the wall's calendar it was sent.
struct HourlySending {
    Sending sending;            ///< `at` in microseconds
    std::uint8_t hour_of_week;  ///< 0 to 167
    std::uint16_t week = 0;
    float into_hour = 0.0F;  ///< the part of that hour that had passed
};

/// Replies that a sending brings about, at delays of an exponential law.
struct ReplyKernel {
    double replies;       ///< expected, per sending
    double mean_delay_s;  ///< seconds
};

/// How much of the writing of people to each other is answers.
struct Excitation {
    std::array<ReplyKernel, 2> kernels;  ///< the fast one first
    double triggered_share = 0.0;        ///< of sendings that are replies
    double gain = 0.0;  ///< log likelihood over that of the baseline alone, per sending
    std::size_t sendings = 0;
};

/// A Hawkes (1971) process between the two of each pair: the intensity of A writing to B is the
/// rate of (A, B) times a profile over the week that all share, and what B's earlier sendings to A
/// bring about. By expectation and maximisation (Veen & Schoenberg 2008), steps drawn out as
/// Varadhan & Roland (2008) do, until the log likelihood gains less than 0.01; a round is linear in
/// the sendings, because exponential sums carry over from one to the next. Pairs with fewer than
/// `least` sendings are left out; edge effects at the end of the log are neglected.
///
/// Sendings are in order of time. `exposure_hours[h]` is how many hours of kind h were observed.
Excitation fit_excitation(std::span<const HourlySending> sendings,
                          std::span<const double> exposure_hours, std::size_t least = 20);

/// What such a process says of a log, and how far it describes it.
struct ExcitationEstimates {
    Estimate triggered;               ///< share of sendings that are replies
    Estimate quick;                   ///< share of the fast kernel in them
    std::array<Estimate, 2> delay_s;  ///< mean delay of each kernel
    /// Largest distance of the gaps between sendings of one to another, rescaled by the expected
    /// count, from the exponential law of mean 1 that they have if the process is the true one
    /// (Brown et al. 2002); limits by Massart (1990). And the same without replies.
    Estimate distance;
    Estimate distance_without;
};

/// fit_excitation() with limits from resampled weeks; each resample goes on from the fit to the
/// whole. `hour_exposure` has the share that was observed of each hour, 168 a week, and the weeks
/// of the sendings lie in it. At least one pair with `least` sendings.
ExcitationEstimates estimate_excitation(std::span<const HourlySending> sendings,
                                        std::span<const double> hour_exposure, double confidence,
                                        std::size_t least = 20);

}  // namespace wardwire::analysis
