// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analysis/calibration/excitation.hpp"
#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/log_shape.hpp"
#include "analysis/calibration/reply_rules.hpp"

namespace wardwire::analysis {

/// The weeks of a simple model that says something about a log: of a LogShape only what the model
/// speaks of is filled, so that no distance looks at the rest.
struct Baseline {
    std::string name;
    std::vector<LogShape> weeks;
};

/// What simple models of arrivals learn from.
struct ArrivalSample {
    std::vector<double> times_s;           ///< of messages, on the wall, ascending
    HoursOfWeek exposure_hours{};          ///< how many hours of each kind were observed
    double busyness = 0.0;                 ///< variance of the factor of a day
    std::array<ReplyKernel, 2> replies{};  ///< that a message brings about
};

/// Messages of whole weeks from a midnight on, by five models that take them to arrive
///
/// - at one rate;
/// - after gaps of one law, exponential or lognormal by its moments, whichever moves the sample
/// less
///   (1-Wasserstein), each gap begun at the last arrival; who would come in an hour of the week in
///   which fewer than a tenth of the weeks had an arrival comes in the next that is open;
/// - at a rate for each hour of the week;
/// - at that rate times a gamma factor for each day;
/// - at that rate, less the share of replies, each message bringing about replies and these further
///   ones (Hawkes 1971), from two weeks before the first on.
///
/// `first_day` counts from 1970-01-01 on the wall. The draws are the same for the same `draw`.
std::vector<Baseline> arrival_baselines(const ArrivalSample& sample, std::int64_t first_day,
                                        std::size_t weeks, std::size_t draw);

/// Weeks of the log itself, drawn with replacement: as near as a model could be that knew all but
/// which weeks come. The draws are the same for the same `draw`.
Baseline weeks_drawn_again(std::span<const LogShape> learnt, std::size_t weeks, std::size_t draw);

/// Waits for answers within 7 days: exponential, one, two and three lognormal laws by their largest
/// likelihood, and the sample itself by the hour of the week in which was asked, as far as an hour
/// has twenty answers. `asked` are the answers to be foreseen, of which only the hour of asking is
/// looked at; times in seconds on the wall. Each has one week, of as many answers.
std::vector<Baseline> answer_baselines(std::span<const TurnSwitch> learnt,
                                       std::span<const TurnSwitch> asked);

/// The answers of a log by rule D2 within a window, in seconds on the wall.
std::vector<TurnSwitch> answers_in(const EventLog& log, const Span& window);

}  // namespace wardwire::analysis
