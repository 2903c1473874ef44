// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/chat_log.hpp"
#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/staff_duty.hpp"
#include "analysis/calibration/weekly_delays.hpp"

namespace wardwire::analysis {

/// What the parts of a calibration look at.
struct ChatView {
    const EventLog& log;
    const ChatLog& chat;
    const LogCalendar& calendar;
    const StaffGroups& staff;
    const StaffDuty& duty;
    double confidence;
    const ChatCalibration* like;  ///< whose memory and clock are taken; null: the likeliest

    std::int32_t group_of(std::int32_t person) const {
        return staff.group_of[static_cast<std::size_t>(person)];
    }
    Instant start_of(const ChatConversation& one) const {
        return chat.turns[one.first_turn].first_at;
    }
};

/// Starts of conversations, counted in every way that the estimates need; those of holidays are
/// among the daily and hourly counts only, because rates are those of other days. Answers to one of
/// several are not among them, as nobody begins them unasked.
struct ChatStarts {
    std::vector<HoursOfWeek> hourly;          ///< [group]
    std::vector<std::vector<double>> weekly;  ///< [group][week]
    std::vector<double> by_person;            ///< [person]
    std::vector<double> daily;                ///< [day]
    std::vector<double> in_each_hour;         ///< [hour of the observation]
    std::vector<double> local_seconds;        ///< of each start
};

ChatStarts count_starts(const ChatView& view);

/// [week][column]
using WeeklyTable = std::vector<std::vector<double>>;

/// The sum of each column, each week with its weight.
std::vector<double> weighted_columns(const WeeklyTable& table, std::span<const double> weights);

/// Their law, median and survival, of those that ended.
WaitingTimes waiting_of(const ChatView& view, const WeeklyDelays& delays);

/// Whether the turn after `turns[i]` is written by who has just written the one before.
bool is_in_exchange(std::span<const ChatTurn> turns, std::size_t i);

/// How unequal people are in what happens to them: the size of a gamma law of their rates, infinite
/// without spread, and the share to whom it never happens. Resampled by person.
struct UnequalPeople {
    Estimate size;
    Estimate none;
};
UnequalPeople how_unequal(std::vector<ExposedCount> counts, double confidence);

// Each fills in its own part of the calibration; `groups` are there with their people and hours.

/// Types of days, busyness, growth, and how far starts are from a Poisson process.
void estimate_days(const ChatView& view, const ChatStarts& starts, ChatCalibration& calibration);

/// Who starts how much, and when; needs the types of days.
void estimate_volume(const ChatView& view, const ChatStarts& starts, ChatCalibration& calibration);

/// With whom, how many, how often to and fro, how many messages at a time.
void estimate_shape(const ChatView& view, ChatCalibration& calibration);

/// Pauses within turns, and how the several who get a turn answer it. Needs whom people choose.
void estimate_habits(const ChatView& view, ChatCalibration& calibration);

/// How the rate of answering hangs on who writes, what else waits, how many read, and urgency; and
/// how far people differ in it. Of groups with enough people and answers.
void estimate_hazards(const ChatView& view, const LeastCell& least, ChatCalibration& calibration);

/// How soon turns are answered, and opened where the log tells.
void estimate_answers(const ChatView& view, ChatCalibration& calibration);

}  // namespace wardwire::analysis
