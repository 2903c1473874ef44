// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "analysis/calibration/answer_hazard.hpp"
#include "analysis/calibration/count_law.hpp"
#include "analysis/calibration/cure_mixture.hpp"
#include "analysis/calibration/day_types.hpp"
#include "analysis/calibration/duty_hours.hpp"
#include "analysis/calibration/estimate.hpp"
#include "analysis/calibration/growth.hpp"
#include "analysis/calibration/poisson_check.hpp"
#include "analysis/calibration/staff_duty.hpp"
#include "analysis/calibration/staff_groups.hpp"
#include "analysis/calibration/survival_curve.hpp"

namespace wardwire::analysis {

/// The waits for which the share of answered turns is told, in seconds.
inline constexpr std::array<double, 5> answer_waits_s = {60.0, 300.0, 3600.0, 14400.0, 86400.0};

/// An answer of who has written in the same conversation so short a time ago is part of an
/// exchange; the default of the scenario format.
inline constexpr double exchange_within_s = 600.0;

/// At least so many other turns wait for the same person: levels of HazardFactor::load.
inline constexpr std::array<std::size_t, 4> load_steps = {0, 1, 2, 4};

/// Waits for answers, from the last message of a turn to the first of the next, in seconds on the
/// clock of the duty of who answers, or of the week (ChatCalibration::notice_profile).
struct WaitingTimes {
    CureMixture law;
    Estimate median_s{};     ///< of the answers
    SurvivalCurve answered;  ///< waits of the answers alone
    /// Even quantiles, from 0 to 1, of a notice delay that makes the answers of a simulated log so;
    /// empty: that of the law.
    std::vector<double> delays_s;
};

/// How turns are answered. Where an exchange is told apart (ChatCalibration::exchange), waiting
/// times are those outside it; the shares are of all.
struct AnswerTimes : WaitingTimes {
    std::vector<Estimate> within;  ///< answered within answer_waits_s, on the wall clock
    Estimate off_duty;             ///< of turns that come off duty, answered before the next shift
    std::optional<CureMixture> read;    ///< from the last message to opening it, in seconds
    std::optional<CureMixture> handle;  ///< from opening to the first message of the answer
    Estimate read_median_s{};           ///< of the same; n is 0 where openings are not known
    Estimate handle_median_s{};
};

/// What a log tells of a group of people.
struct GroupCalibration {
    StaffGroup group;
    DutyHours duty;
    double mean_people = 0.0;       ///< of the group on a day of the observation
    double full_time_share = 1.0;   ///< of them, on average
    std::vector<ShiftKind> shifts;  ///< of the roster, where one was given
    double rostered_share = 0.0;    ///< of the people
    double weighed_hours = 0.0;     ///< on duty in a usual week, each weighed by the profile
    Estimate starts_per_hour;       ///< of a person on duty, where the profile of the week is 1
    Estimate activity_size;         ///< of the gamma law of starts by person; infinite: no spread
    Estimate never_share;           ///< of people who start nothing
    double messages_size = 0.0;     ///< of the gamma law of all messages by person
    double starts_off_duty = 0.0;   ///< rate of starts of who is off duty, over that on duty
    Estimate popularity_size{};  ///< of the gamma law of how often a person is chosen by who does
                                 ///< not know him or her; infinite: no spread
    Estimate never_chosen{};     ///< share of people who never are
    Estimate answers_size{};     ///< of the gamma law of people's odds to answer
    Estimate never_answers{};    ///< share of people who never do
    Estimate answered_size{};    ///< the same of their odds to be answered
    Estimate never_answered{};   ///< share of people who never are
    std::vector<Estimate> to;    ///< share of starts that go to each group
    AnswerTimes answers;
    std::optional<AnswerHazard> hazard;  ///< of turns that come on duty
    std::size_t usual_author = 0;        ///< group, level 0 of the factor; from there in turn
};

/// How many messages turns have.
struct TurnMessages {
    Estimate mean;
    std::vector<double> table;  ///< share of turns of 0, 1, 2, ... messages
};

/// Stage 1 of a calibration: what a log of chat tells without simulating. No number in it is of
/// fewer people or events than the groups it was asked for allow.
struct ChatCalibration {
    std::chrono::sys_days first_monday;
    std::size_t weeks = 0;
    std::vector<std::chrono::sys_days> holidays;  ///< as given; rates are those of other days
    std::size_t conversations = 0;
    double messages = 0.0;
    std::vector<GroupCalibration> groups;
    std::vector<std::string> merged_roles;
    std::vector<Estimate> profile;       ///< [hour of the week], mean 1 over the week
    std::vector<Estimate> users;         ///< shares of conversations of 2, 3, 4, ... users
    std::vector<Estimate> continuation;  ///< after the first, second, ... turn; the last repeats
    TurnMessages first_turns;
    TurnMessages later_turns;         ///< as the first ones where there are few of them
    std::optional<WaitingTimes> gap;  ///< between messages of a turn, on the wall clock
    HoursOfWeek message_profile{};    ///< messages of all turns by hour of the week, mean 1
    /// How fast the clock of waits goes in each hour of the week, mean 1; none: while on duty.
    std::optional<HoursOfWeek> notice_profile;
    /// Of who has written in the same conversation within `exchange_within_s`, where it differs
    /// from that of others: the wait until the message is opened if the log tells, else for the
    /// answer.
    std::optional<WaitingTimes> exchange;
    /// That who has begun a conversation begins another one in a row, and after how long on average
    /// in seconds; known where conversations are inferred.
    Estimate further{};
    double further_gap_s = 0.0;
    Estimate alike{};  ///< correlation of how much people begin and are chosen, by normal scores
    Estimate again;    ///< chance to turn to a latest partner on purpose
    std::size_t memory = 16;  ///< conversations back that such partners are known
    Estimate circle{};        ///< concentration of people's own circles; n is 0 without
    double agreement = 0.0;   ///< chance that two choices of a person fall to the same partner
    Estimate same{};          ///< of conversations of several: that all were together in
                              ///< one of the last 32 that the starter began
    /// Of turns to several: that one of them begins a conversation with the author alone within a
    /// day. This and the next two are only known where conversations were inferred (n = 0
    /// elsewhere).
    Estimate aside{};
    Estimate to_all{};    ///< chance that a first turn to several is answered to all, over that of
                          ///< conversations of two that answer no turn to several
    Estimate to_aside{};  ///< the same of those that do
    /// Chance that a turn of several messages to one person is answered, over that of one message,
    /// of first turns and of later ones; and share of turns to several that have several messages,
    /// over that of others. Only known where conversations were inferred.
    Estimate first_to_repeated{};
    Estimate later_to_repeated{};
    Estimate repeated_to_all{};
    /// [hour of the day]: how many turns of conversations of two are answered over what their
    /// number and their messages let expect. Only known where conversations were inferred (empty
    /// elsewhere).
    std::vector<Estimate> answered_at;
    std::vector<WeekCount> week_counts;  ///< of conversations that begin
    Growth growth;
    std::vector<double> week_factor;  ///< fitted volume of each week over that of all
    Estimate weekly_growth;           ///< factor from week to week at the end of the log
    DayTypes day_types;
    Estimate busyness;    ///< variance of the factor of a day
    Estimate within_day;  ///< correlation of the factors of its halves; NaN where there is none
    double dispersion = 0.0;
    PoissonCheck poisson;
    Estimate urgent;
    bool has_read_times = false;
    bool is_zone_known = true;
};

/// Estimates everything that a log of chat tells; of one without conversations, the groups and
/// their hours alone. How long partners are known and on which clock answers are waited for is as
/// in `like`; null: as is likeliest. A confidence of `values_alone` is much faster.
ChatCalibration calibrate_chat(const EventLog& log, const ChatLog& chat, const LeastCell& least,
                               double confidence = 0.9, const ChatCalibration* like = nullptr);

}  // namespace wardwire::analysis
