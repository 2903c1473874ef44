// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "analysis/calibration/chat_parts.hpp"
#include "sim/random/arrival.hpp"

namespace wardwire::analysis {

/// The clock on which waits for answers are counted: that of each person's duty, or one that all
/// share and that goes, in each hour of the week, as fast as messages are written then.
class NoticeClock {
 public:
    /// Of who answers outside exchanges; without a profile the clock of duty.
    NoticeClock(const ChatView& view, const std::optional<HoursOfWeek>& profile);

    bool is_of_week() const { return week_.has_value(); }
    /// Seconds from one instant to a later one.
    double seconds(std::int32_t person, Instant from, Instant to) const;

 private:
    const ChatView& view_;
    std::optional<sim::WeeklyRate> week_;
};

/// How fast messages are written in each hour of the week (mean 1), drawn to hours of like days.
HoursOfWeek profile_of_messages(const ChatView& view, const DayTypes& days);

/// The profile of messages, if answers to one person
/// outside exchanges come when they do with more likelihood on that clock than on the one of duty,
/// each clock with its own law of waits. None where a roster says who is on duty, or for less than
/// 220 answers.
std::optional<HoursOfWeek> likeliest_profile(const ChatView& view,
                                             const ChatCalibration& calibration);

}  // namespace wardwire::analysis
