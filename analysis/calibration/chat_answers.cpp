// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "analysis/calibration/chat_parts.hpp"
#include "analysis/calibration/notice_clock.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/calibration/weekly_delays.hpp"
#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

namespace {

/// The waits of one group's answers.
struct Waits {
    explicit Waits(std::size_t weeks)
        : wall(weeks), duty(weeks), apart(weeks), read(weeks), read_apart(weeks), handle(weeks) {}

    WeeklyDelays wall;
    WeeklyDelays duty;   ///< on the clock of notices
    WeeklyDelays apart;  ///< of these, those outside an exchange
    WeeklyDelays read;
    WeeklyDelays read_apart;
    WeeklyDelays handle;
    double asked_off_duty = 0.0;
    double answered_off_duty = 0.0;
};

/// The waits of all groups.
struct AllWaits {
    AllWaits(std::size_t groups, std::size_t weeks)
        : of_group(groups, Waits(weeks)), exchange(weeks), apart(weeks) {}

    std::vector<Waits> of_group;
    WeeklyDelays exchange;  ///< until a turn in an exchange is opened, or answered
    WeeklyDelays apart;     ///< the same of other turns
};

/// Somebody waits for an answer of somebody else.
struct Wait {
    std::int32_t responder;
    Instant asked_at;
    Instant read_at;  ///< `no_time`: not known
    Instant until;    ///< the answer came, or had not come
    bool is_answered;
    bool is_in_exchange;
};

/// Takes note of one wait. On the clock of duty, an answer of who is off duty all the while has
/// none; beside the clock of the week, exchanges are counted on the wall.
void add_wait(const ChatView& view, const NoticeClock& clock, const Wait& wait, Waits& waits,
              AllWaits& all) {
    const std::size_t week = view.calendar.week_of(wait.asked_at);
    const auto clocked_s = [&](Instant until) {
        return clock.is_of_week() && wait.is_in_exchange
                   ? static_cast<double>(until - wait.asked_at) / microseconds_a_second
                   : clock.seconds(wait.responder, wait.asked_at, until);
    };
    const double waited_s = clocked_s(wait.until);
    // Turns that nobody ever answers say nothing of who answers off duty.
    if (wait.is_answered && !clock.is_of_week() &&
        !view.duty.is_on(wait.responder, wait.asked_at)) {
        ++waits.asked_off_duty;
        if (waited_s <= 0.0) {
            ++waits.answered_off_duty;
            return;
        }
    }
    const bool is_read = wait.is_answered && wait.read_at != no_time && wait.read_at <= wait.until;
    const double read_s = is_read ? clocked_s(wait.read_at) : 0.0;
    waits.duty.add(week, waited_s, wait.is_answered);
    if (!wait.is_in_exchange) waits.apart.add(week, waited_s, wait.is_answered);
    if (is_read) {
        waits.read.add(week, read_s, true);
        if (!wait.is_in_exchange) waits.read_apart.add(week, read_s, true);
        waits.handle.add(
            week, static_cast<double>(wait.until - wait.read_at) / microseconds_a_second, true);
    }
    if (wait.is_answered && is_read != view.log.read_at.empty())
        (wait.is_in_exchange ? all.exchange : all.apart)
            .add(week, is_read ? read_s : waited_s, true);
}

/// Who is to answer the last turn of a conversation: the other of the two with whom it began.
std::int32_t awaited(const ChatConversation& one, const ChatTurn& last) {
    return last.author == one.starter ? one.other : one.starter;
}

/// Whether waits are learnt from conversations of two alone. Of several who get a turn, the first
/// to open it answers, so that their waits are shorter than anybody's own; where conversations were
/// inferred, the simulated log is read in the same way, and both are shorter alike.
bool are_enough_of_two(const ChatView& view) {
    constexpr std::int32_t least = 220;
    if (view.log.conversation_ids == IdSource::inferred) return false;
    std::int32_t answers = 0;
    for (const ChatConversation& one : view.chat.conversations)
        if (one.users == 2) answers += one.turns - 1;
    return answers >= least;
}

AllWaits gather_waits(const ChatView& view, const ChatCalibration& calibration) {
    AllWaits all(calibration.groups.size(), view.calendar.weeks());
    const bool only_of_two = are_enough_of_two(view);
    const NoticeClock clock(view, calibration.notice_profile);
    for (const ChatConversation& one : view.chat.conversations) {
        const auto turns = view.chat.turns_of(one);
        const bool is_learnt_from = one.users == 2 || !only_of_two;
        const auto add = [&](const Wait& wait, bool is_on_the_wall = true) {
            const std::int32_t group = view.group_of(wait.responder);
            if (group == none) return;
            Waits& waits = all.of_group[static_cast<std::size_t>(group)];
            if (is_on_the_wall)
                waits.wall.add(
                    view.calendar.week_of(wait.asked_at),
                    static_cast<double>(wait.until - wait.asked_at) / microseconds_a_second,
                    wait.is_answered, view.log.clock_resolution_seconds);
            if (is_learnt_from) add_wait(view, clock, wait, waits, all);
        };
        // An answer to one of several is noticed as others are; that most of them give none does
        // not say how long they take.
        if (one.is_aside())
            add({one.starter, one.answers_at, no_time, turns[0].first_at, true, false}, false);
        for (std::size_t i = 0; i + 1 < turns.size(); ++i)
            add({turns[i + 1].author, turns[i].last_at, turns[i].read_at, turns[i + 1].first_at,
                 true, is_in_exchange(turns, i)});
        const ChatTurn& last = turns.back();
        add({awaited(one, last), last.last_at, no_time,
             std::max(view.log.observed_until, last.last_at), false, false});
    }
    return all;
}

SurvivalCurve answers_of(const WeeklyDelays& delays) {
    std::vector<Lifetime> ended = delays.lifetimes(std::vector<double>(delays.weeks(), 1.0));
    std::erase_if(ended, [](const Lifetime& one) { return !one.is_over; });
    return kaplan_meier(std::move(ended));
}

/// Messages in an exchange, where they are noticed otherwise than others: surely, by the two-sample
/// test of Smirnov (1939) with a false alarm once in a thousand, and by more than it tells that who
/// has just written is at work.
std::optional<WaitingTimes> exchange_of(const ChatView& view, const AllWaits& waits) {
    constexpr double least = 110.0;
    constexpr double once_in_a_thousand = 1.95;
    constexpr double much = 0.15;  // of the answers
    const double n = waits.exchange.n();
    const double others = waits.apart.n();
    if (n < least || others < least) return std::nullopt;
    WaitingTimes exchange = waiting_of(view, waits.exchange);
    const SurvivalCurve apart = answers_of(waits.apart);
    double difference = 0.0;
    for (const double time : exchange.answered.times)
        difference =
            std::max(difference, std::abs(exchange.answered.over_by(time) - apart.over_by(time)));
    const double surely = once_in_a_thousand * std::sqrt((n + others) / (n * others));
    if (difference < std::max(much, surely)) return std::nullopt;
    return exchange;
}

AnswerTimes answer_times(const ChatView& view, const Waits& waits, bool is_exchange_apart) {
    AnswerTimes answers;
    static_cast<WaitingTimes&>(answers) =
        waiting_of(view, is_exchange_apart ? waits.apart : waits.duty);
    answers.within = over_within(waits.wall, answer_waits_s, view.confidence);
    const double asked = waits.asked_off_duty;
    answers.off_duty = {asked > 0.0 ? waits.answered_off_duty / asked : 0.0,
                        share_limits(waits.answered_off_duty, asked, view.confidence), asked,
                        "share of turns that come off duty"};
    if (view.log.read_at.empty() || waits.read.n() <= 0.0) return answers;
    answers.read = fit_best_mixture(is_exchange_apart ? waits.read_apart : waits.read,
                                    view.log.clock_resolution_seconds);
    answers.handle = fit_best_mixture(waits.handle, view.log.clock_resolution_seconds);
    answers.read_median_s = median_delay(waits.read, view.confidence);
    answers.handle_median_s = median_delay(waits.handle, view.confidence);
    return answers;
}

/// How unequal the people of each group are in how many of their turns of two were answered.
void estimate_unequal(const ChatView& view, const std::vector<ExposedCount>& of_person,
                      std::size_t group, Estimate& size, Estimate& none) {
    std::vector<ExposedCount> counts;
    for (std::size_t person = 0; person < of_person.size(); ++person)
        if (view.staff.group_of[person] == static_cast<std::int32_t>(group) &&
            of_person[person].exposure > 0.0)
            counts.push_back(of_person[person]);
    if (counts.empty()) return;
    const UnequalPeople found = how_unequal(std::move(counts), view.confidence);
    size = found.size;
    none = found.none;
}

/// How unequal people are in whether they answer turns of two, and in whether they are answered.
void estimate_willingness(const ChatView& view, ChatCalibration& calibration) {
    std::vector<ExposedCount> asked(view.log.persons.size(), {0.0, 0.0});
    std::vector<ExposedCount> wrote = asked;
    for (const ChatConversation& one : view.chat.conversations) {
        if (one.users != 2) continue;
        const auto turns = view.chat.turns_of(one);
        for (std::size_t i = 0; i < turns.size(); ++i)
            for (ExposedCount* count : {&asked[static_cast<std::size_t>(awaited(one, turns[i]))],
                                        &wrote[static_cast<std::size_t>(turns[i].author)]}) {
                ++count->exposure;
                if (i + 1 < turns.size()) ++count->count;
            }
    }
    for (std::size_t g = 0; g < calibration.groups.size(); ++g) {
        GroupCalibration& group = calibration.groups[g];
        estimate_unequal(view, asked, g, group.answers_size, group.never_answers);
        estimate_unequal(view, wrote, g, group.answered_size, group.never_answered);
    }
}

}  // namespace

WaitingTimes waiting_of(const ChatView& view, const WeeklyDelays& delays) {
    return {fit_best_mixture(delays, view.log.clock_resolution_seconds),
            median_delay(delays, view.confidence),
            answers_of(delays),
            {}};
}

void estimate_answers(const ChatView& view, ChatCalibration& calibration) {
    calibration.message_profile = profile_of_messages(view, calibration.day_types);
    calibration.notice_profile =
        view.like != nullptr ? view.like->notice_profile : likeliest_profile(view, calibration);
    const AllWaits waits = gather_waits(view, calibration);
    calibration.exchange = exchange_of(view, waits);
    for (std::size_t g = 0; g < calibration.groups.size(); ++g)
        calibration.groups[g].answers =
            answer_times(view, waits.of_group[g], calibration.exchange.has_value());
    estimate_willingness(view, calibration);
}

}  // namespace wardwire::analysis
