// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/calibration/estimate.hpp"

namespace wardwire::analysis {

/// Somebody did something that shows he or she is there.
struct OwnAction {
    std::uint32_t person;  ///< from 0 on
    double at_s;           ///< seconds since any instant
    double hour;           ///< hours since the first Monday's midnight, on the wall
};

/// People are active for a while and then do something else. In an interval of activity actions
/// follow each other at one rate, and after each the interval is over with the same chance; the
/// next one begins at a rate of the person times a profile over the week that all share: Malmgren,
/// Stouffer, Motter & Amaral's (2008) cascade of Poisson processes, with as many actions in an
/// interval as a geometric law has.
struct ActiveIntervals {
    double going_on = 0.0;        ///< chance that an action is followed by another of its interval
    double gap_s = 0.0;           ///< mean time between actions of an interval
    std::vector<double> rate;     ///< of beginning an interval: [person], an hour at profile 1
    std::vector<double> profile;  ///< [hour of the week], mean 1
};

/// What is told of it.
struct ActivityEstimates {
    Estimate actions;           ///< in an interval
    Estimate gap_s;             ///< between actions of an interval
    Estimate away_s;            ///< from an interval to the next
    Estimate active;            ///< share of the time from one's first to one's last action
    Estimate distance;          ///< largest, of the gaps' chances under the model from even ones
    Estimate distance_without;  ///< the same if every action begins an interval
};

/// The likeliest law of the gaps between each person's actions, by expectation and maximisation:
/// each gap is inside an interval or between two, as far as either would bring it about. Actions
/// are by person, in order of time; gaps
/// of which not all was observed are left out; `hour_exposure` is the share that was observed of
/// each hour, 168 a week. Limits are the wider of resampled weeks and of resampled people. Nothing
/// without gaps.
std::optional<ActivityEstimates> estimate_activity(std::span<const OwnAction> actions,
                                                   std::span<const double> hour_exposure,
                                                   double confidence);

}  // namespace wardwire::analysis
