// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "analysis/calibration/chat_parts.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/calibration/weekly_delays.hpp"
#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

namespace {

/// The waits of one group's answers.
struct Waits {
    explicit Waits(std::size_t weeks) : wall(weeks), duty(weeks), read(weeks), handle(weeks) {}

    WeeklyDelays wall;
    WeeklyDelays duty;  ///< on the clock of the group's duty
    WeeklyDelays read;
    WeeklyDelays handle;
    double asked_off_duty = 0.0;
    double answered_off_duty = 0.0;
};

/// The wait for the responder's answer to `turn`, which came at `until` or had not come by then.
void add_wait(const ChatView& view, std::int32_t responder, const ChatTurn& turn, Instant until,
              bool is_answered, Waits& waits) {
    const std::size_t week = view.calendar.week_of(turn.last_at);
    const double asked = view.duty.hours_before(responder, turn.last_at);
    const double waited_s = seconds_an_hour * (view.duty.hours_before(responder, until) - asked);
    waits.wall.add(week, static_cast<double>(until - turn.last_at) / microseconds_a_second,
                   is_answered);
    if (!view.duty.is_on(responder, turn.last_at)) {
        ++waits.asked_off_duty;
        if (is_answered && waited_s <= 0.0) {
            ++waits.answered_off_duty;
            return;
        }
    }
    waits.duty.add(week, waited_s, is_answered);
    if (!is_answered || turn.read_at == no_time || turn.read_at > until) return;
    waits.read.add(
        week, seconds_an_hour * (view.duty.hours_before(responder, turn.read_at) - asked), true);
    waits.handle.add(week, static_cast<double>(until - turn.read_at) / microseconds_a_second, true);
}

/// Who is to answer the last turn of a conversation: the other of the two with whom it began.
std::int32_t awaited(const ChatConversation& one, const ChatTurn& last) {
    return last.author == one.starter ? one.other : one.starter;
}

std::vector<Waits> gather_waits(const ChatView& view, const ChatCalibration& calibration) {
    std::vector<Waits> waits(calibration.groups.size(), Waits(view.calendar.weeks()));
    const auto add = [&](std::int32_t responder, const ChatTurn& turn, Instant until,
                         bool is_answered) {
        const std::int32_t group = view.group_of(responder);
        if (group == none) return;
        add_wait(view, responder, turn, until, is_answered, waits[static_cast<std::size_t>(group)]);
    };
    for (const ChatConversation& one : view.chat.conversations) {
        const auto turns = view.chat.turns_of(one);
        for (std::size_t i = 1; i < turns.size(); ++i)
            add(turns[i].author, turns[i - 1], turns[i].first_at, true);
        const Instant end = std::max(view.log.observed_until, turns.back().last_at);
        add(awaited(one, turns.back()), turns.back(), end, false);
    }
    return waits;
}

std::vector<double> quantiles_of(const WeeklyDelays& delays) {
    std::vector<Lifetime> ended = delays.lifetimes(std::vector<double>(delays.weeks(), 1.0));
    std::erase_if(ended, [](const Lifetime& one) { return !one.is_over; });
    const SurvivalCurve curve = kaplan_meier(std::move(ended));
    std::vector<double> quantiles;
    for (std::size_t i = 0; i < answer_quantiles; ++i)
        quantiles.push_back(curve.quantile((static_cast<double>(i) + 0.5) / answer_quantiles));
    return quantiles;
}

AnswerTimes answer_times(const ChatView& view, const Waits& waits) {
    AnswerTimes answers;
    answers.law = fit_best_mixture(waits.duty, view.log.clock_resolution_seconds);
    answers.median_s = median_delay(waits.duty, view.confidence);
    answers.quantiles_s = quantiles_of(waits.duty);
    answers.within = over_within(waits.wall, answer_waits_s, view.confidence);
    const double asked = waits.asked_off_duty;
    answers.off_duty = {asked > 0.0 ? waits.answered_off_duty / asked : 0.0,
                        share_limits(waits.answered_off_duty, asked, view.confidence), asked,
                        "share of turns that come off duty"};
    if (view.log.read_at.empty() || waits.read.n() <= 0.0) return answers;
    answers.read = fit_best_mixture(waits.read, view.log.clock_resolution_seconds);
    answers.handle = fit_best_mixture(waits.handle, view.log.clock_resolution_seconds);
    answers.read_median_s = median_delay(waits.read, view.confidence);
    answers.handle_median_s = median_delay(waits.handle, view.confidence);
    return answers;
}

}  // namespace

void estimate_answers(const ChatView& view, ChatCalibration& calibration) {
    const std::vector<Waits> waits = gather_waits(view, calibration);
    for (std::size_t g = 0; g < waits.size(); ++g)
        calibration.groups[g].answers = answer_times(view, waits[g]);
}

}  // namespace wardwire::analysis
