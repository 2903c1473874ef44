// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "analysis/calibration/reply_rules.hpp"

namespace wardwire::analysis {

/// A sending, and the hour of the week in which it was sent, 0 to 167.
struct HourlySending {
    Sending sending;  ///< `at` in microseconds
    std::uint8_t hour_of_week;
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
    int rounds = 0;
    std::size_t sendings = 0;
};

/// A Hawkes (1971) process between the two of each pair: the intensity of A writing to B is the
/// rate of (A, B) times a profile over the week that all share, and what B's earlier sendings to A
/// bring about. By expectation and maximisation (Veen & Schoenberg 2008) until the log likelihood
/// gains less than 1e-6 a sending or 200 rounds; a round is linear in the sendings, because
/// exponential sums carry over from one to the next. Pairs with fewer than `least` sendings are
/// left out; edge effects at the end of the log are neglected.
///
/// Sendings are in order of time. `exposure_hours[h]` is how many hours of kind h were observed.
Excitation fit_excitation(std::span<const HourlySending> sendings,
                          std::span<const double> exposure_hours, std::size_t least = 20);

}  // namespace wardwire::analysis
