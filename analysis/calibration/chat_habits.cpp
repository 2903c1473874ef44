// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <numeric>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/calibration/chat_parts.hpp"
#include "analysis/calibration/rates.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/calibration/weekly_delays.hpp"

namespace wardwire::analysis {

namespace {

TurnMessages messages_of(const WeeklyTable& messages, double confidence) {
    const auto mean = [&](std::span<const double> weights) {
        const std::vector<double> sums = weighted_columns(messages, weights);
        double sum = 0.0;
        for (std::size_t i = 0; i < sums.size(); ++i) sum += static_cast<double>(i) * sums[i];
        return std::vector<double>{sum / std::accumulate(sums.begin(), sums.end(), 0.0)};
    };
    TurnMessages found;
    found.mean = estimate_by_clusters(messages.size(), mean, Scale::log, confidence)[0];
    found.table = weighted_columns(messages, std::vector<double>(messages.size(), 1.0));
    found.mean.n = std::accumulate(found.table.begin(), found.table.end(), 0.0);
    found.mean.method = "mean, weeks resampled";
    for (double& share : found.table) share /= found.mean.n;
    while (found.table.back() <= 0.0) found.table.pop_back();
    return found;
}

/// Who begins a conversation writes again for other reasons than who is in the middle of one.
void estimate_messages(const ChatView& view, ChatCalibration& calibration) {
    constexpr std::size_t most_messages = 60;
    constexpr double least = 20.0;
    WeeklyTable of_first(view.calendar.weeks(), std::vector<double>(most_messages + 1, 0.0));
    WeeklyTable of_later = of_first;
    double later = 0.0;
    for (const ChatConversation& one : view.chat.conversations) {
        const std::size_t week = view.calendar.week_of(view.start_of(one));
        const auto turns = view.chat.turns_of(one);
        for (const ChatTurn& turn : turns) {
            const bool is_first = &turn == turns.data();
            WeeklyTable& messages = is_first ? of_first : of_later;
            ++messages[week][std::min(static_cast<std::size_t>(turn.messages), most_messages)];
            if (!is_first) ++later;
        }
    }
    calibration.first_turns = messages_of(of_first, view.confidence);
    calibration.later_turns =
        later < least ? calibration.first_turns : messages_of(of_later, view.confidence);
}

void estimate_gaps(const ChatView& view, ChatCalibration& calibration) {
    constexpr double least = 20.0;
    WeeklyDelays gaps(view.calendar.weeks());
    for (const ChatConversation& one : view.chat.conversations)
        for (const float gap_s : view.chat.gaps_of(one))
            gaps.add(view.calendar.week_of(view.start_of(one)), gap_s, true);
    if (gaps.n() < least) return;
    calibration.gap = waiting_of(view, gaps);
}

/// How many conversations had a first turn that was answered.
struct Answered {
    double all = 0.0;
    double answered = 0.0;

    void add(const ChatConversation& one) {
        ++all;
        if (one.turns > 1) ++answered;
    }
    double share() const { return answered / all; }

    /// The share over that of `usual` ones, whose own chance is small beside.
    Estimate over(const Answered& usual, double confidence) const {
        const Limits limits = share_limits(answered, all, confidence);
        return {share() / usual.share(),
                {limits.lower / usual.share(), limits.upper / usual.share(), limits.confidence},
                all,
                "share of first turns, over that of other conversations of two"};
    }
};

/// Only where conversations were inferred: elsewhere an answer to the author alone is no part of
/// what it answers, and hardly told from a conversation that would have begun anyhow.
void estimate_answers_to_several(const ChatView& view, ChatCalibration& calibration) {
    if (view.log.conversation_ids != IdSource::inferred) return;
    Answered usual;
    Answered aside;
    Answered several;
    double asked = 0.0;
    for (const ChatConversation& one : view.chat.conversations) {
        (one.users > 2 ? several : one.is_aside() ? aside : usual).add(one);
        if (one.users > 2) asked += one.turns * (one.users - 1);
    }
    if (asked <= 0.0 || usual.answered <= 0.0) return;
    calibration.aside = {std::min(1.0, aside.all / asked),
                         share_limits(std::min(asked, aside.all), asked, view.confidence), asked,
                         "share of turns to several, by reader"};
    calibration.to_all = several.over(usual, view.confidence);
    if (aside.all > 0.0) calibration.to_aside = aside.over(usual, view.confidence);
}

struct Turns {
    double all = 0.0;
    double answered = 0.0;
};

constexpr double least_repeated = 20.0;
constexpr std::size_t most_turns = 12;  // later ones count as these

Estimate ratio_of(const Turns& of, double value, double confidence, const char* method) {
    const Limits limits = share_limits(of.answered, of.all, confidence);
    const double scale = value * of.all / of.answered;
    return {value, {limits.lower * scale, limits.upper * scale, limits.confidence}, of.all, method};
}

using ByRepetition = std::array<Turns, 2>;  // [of several messages]

/// Chance that turns of several messages are answered, over that of others of the same number (risk
/// ratio of Mantel & Haenszel 1959).
Estimate answered_if_repeated(std::span<const ByRepetition> by_number, double confidence) {
    double seen = 0.0;
    double as_others = 0.0;
    Turns repeated;
    for (const auto& [once, several] : by_number) {
        const double all = std::max(1.0, once.all + several.all);
        seen += several.answered * once.all / all;
        as_others += once.answered * several.all / all;
        repeated.all += several.all;
        repeated.answered += several.answered;
    }
    if (repeated.answered < least_repeated || as_others <= 0.0) return {};
    return ratio_of(repeated, seen / as_others, confidence, "share of answered turns, by number");
}

/// Who waits for an answer to a first turn may write again, so that those of several messages are
/// answered no more often; in the middle of a conversation who writes much goes on. And few write
/// twice to several people. Only where conversations were inferred, as the chances to go on of the
/// scenario are of all turns and the simulated log moves them.
void estimate_repeated(const ChatView& view, ChatCalibration& calibration) {
    if (view.log.conversation_ids != IdSource::inferred) return;
    std::array<ByRepetition, most_turns> by_number{};
    std::array<Turns, 2> by_people{};  // [to several]; answered: of several messages
    for (const ChatConversation& one : view.chat.conversations) {
        const auto turns = view.chat.turns_of(one);
        for (std::size_t i = 0; i < turns.size(); ++i) {
            const bool is_repeated = turns[i].messages > 1;
            Turns& people = by_people[one.users > 2 ? 1 : 0];
            ++people.all;
            people.answered += is_repeated ? 1.0 : 0.0;
            if (one.users > 2) continue;
            Turns& own = by_number[std::min(i, most_turns - 1)][is_repeated ? 1 : 0];
            ++own.all;
            own.answered += i + 1 < turns.size() ? 1.0 : 0.0;
        }
    }
    const std::span<const ByRepetition> all = by_number;
    calibration.first_to_repeated = answered_if_repeated(all.first(1), view.confidence);
    calibration.later_to_repeated = answered_if_repeated(all.subspan(1), view.confidence);
    const auto& [to_one, to_several] = by_people;
    if (to_several.answered >= least_repeated && to_one.answered > 0.0)
        calibration.repeated_to_all = ratio_of(
            to_several, to_several.answered / to_several.all * to_one.all / to_one.answered,
            view.confidence, "share of turns, over that of turns to one");
}

/// What is asked early in the morning may be answered less, or by telephone, than what is asked
/// later. Only where conversations were inferred: people who go off duty make turns of the evening
/// look so too, and how far they do the simulated log tells.
void estimate_hours(const ChatView& view, ChatCalibration& calibration) {
    constexpr std::size_t hours = 24;
    constexpr double least = 10.0 * hours;
    constexpr double least_in_hour = 20.0;  // turns
    constexpr std::int64_t microseconds_an_hour = 3'600'000'000;
    if (view.log.conversation_ids != IdSource::inferred) return;
    std::array<ByRepetition, most_turns> by_number{};
    std::array<std::array<ByRepetition, most_turns>, hours> by_hour{};
    for (const ChatConversation& one : view.chat.conversations) {
        if (one.users > 2) continue;
        const auto turns = view.chat.turns_of(one);
        for (std::size_t i = 0; i < turns.size(); ++i) {
            const auto hour = static_cast<std::size_t>(
                view.calendar.since_monday(turns[i].last_at) / microseconds_an_hour);
            const std::size_t number = std::min(i, most_turns - 1);
            for (auto* table : {&by_number, &by_hour[hour % hours]}) {
                Turns& own = (*table)[number][turns[i].messages > 1 ? 1 : 0];
                ++own.all;
                own.answered += i + 1 < turns.size() ? 1.0 : 0.0;
            }
        }
    }
    std::vector<RateCell> cells(hours, {0.0, 0.0});
    double answered = 0.0;
    for (std::size_t hour = 0; hour < hours; ++hour) {
        double asked = 0.0;
        for (std::size_t number = 0; number < most_turns; ++number)
            for (const std::size_t kind : {0U, 1U}) {
                const Turns& own = by_hour[hour][number][kind];
                const Turns& all = by_number[number][kind];
                if (own.all <= 0.0) continue;
                cells[hour].count += own.answered;
                cells[hour].exposure += own.all * all.answered / all.all;
                asked += own.all;
                answered += own.answered;
            }
        if (asked < least_in_hour) cells[hour] = {0.0, 0.0};
    }
    if (answered < least) return;
    calibration.answered_at = shrunk_rates(cells, view.confidence);
    for (std::size_t hour = 0; hour < hours; ++hour) {
        calibration.answered_at[hour].n = cells[hour].count;
        calibration.answered_at[hour].method = "answered over expected turns, by hour, shrunk";
    }
}

/// Starts that follow each other within ten minutes, beyond those that follow in the ten minutes
/// after. Only where conversations were inferred: people and hours of many starts make close ones
/// too, and how many the simulated log tells.
void estimate_bursts(const ChatView& view, ChatCalibration& calibration) {
    constexpr double close_s = 600.0;
    if (view.log.conversation_ids != IdSource::inferred) return;
    std::unordered_map<std::int32_t, Instant> last;
    double all = 0.0;
    double close = 0.0;
    double close_sum_s = 0.0;
    double later = 0.0;
    for (const ChatConversation& one : view.chat.conversations) {
        if (one.is_aside()) continue;
        const Instant at = view.start_of(one);
        const auto [known, is_first] = last.try_emplace(one.starter, at);
        if (is_first) continue;
        const double gap_s = static_cast<double>(at - known->second) / microseconds_a_second;
        known->second = at;
        ++all;
        if (gap_s < close_s) {
            ++close;
            close_sum_s += gap_s;
        } else if (gap_s < 2.0 * close_s) {
            ++later;
        }
    }
    const double further = close - later * all / std::max(1.0, all - close);
    if (further <= 0.0) return;
    calibration.further = {further / all, share_limits(further, all, view.confidence), all,
                           "starts within ten minutes beyond chance"};
    // What chance has within ten minutes is five minutes apart on average.
    calibration.further_gap_s =
        std::max(1.0, (close_sum_s - (close - further) * 0.5 * close_s) / further);
}

/// Only where conversations were inferred, for the same reason as above: how often the same people
/// come together by chance is what the simulated log tells.
void estimate_same(const ChatView& view, ChatCalibration& calibration) {
    constexpr std::size_t remembered = 32;
    constexpr std::size_t known = 8;  // conversations that must have been seen
    if (view.log.conversation_ids != IdSource::inferred) return;
    using People = std::vector<std::int32_t>;  // of a conversation but for its starter
    std::unordered_map<std::int32_t, std::deque<People>> latest;
    double of_several = 0.0;
    double repeated = 0.0;
    for (const ChatConversation& one : view.chat.conversations) {
        if (one.is_aside()) continue;
        std::deque<People>& own = latest[one.starter];
        const auto partners = view.chat.partners_of(one);
        People others(partners.begin(), partners.end());
        std::ranges::sort(others);
        if (one.users > 2 && own.size() >= known) {
            ++of_several;
            if (std::ranges::find(own, others) != own.end()) ++repeated;
        }
        own.push_back(std::move(others));
        if (own.size() > remembered) own.pop_front();
    }
    if (of_several > 0.0)
        calibration.same = {repeated / of_several,
                            share_limits(repeated, of_several, view.confidence), of_several,
                            "share of conversations of several"};
}

}  // namespace

void estimate_habits(const ChatView& view, ChatCalibration& calibration) {
    estimate_messages(view, calibration);
    estimate_gaps(view, calibration);
    estimate_answers_to_several(view, calibration);
    estimate_repeated(view, calibration);
    estimate_hours(view, calibration);
    estimate_bursts(view, calibration);
    estimate_same(view, calibration);
}

}  // namespace wardwire::analysis
