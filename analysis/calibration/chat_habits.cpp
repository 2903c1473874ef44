// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/calibration/chat_parts.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/calibration/weekly_delays.hpp"

namespace wardwire::analysis {

namespace {

void estimate_gaps(const ChatView& view, ChatCalibration& calibration) {
    constexpr double least = 20.0;
    WeeklyDelays gaps(view.calendar.weeks());
    for (const ChatConversation& one : view.chat.conversations)
        for (const float gap_s : view.chat.gaps_of(one))
            gaps.add(view.calendar.week_of(view.start_of(one)), gap_s, true);
    if (gaps.n() < least) return;
    calibration.gap = fit_best_mixture(gaps, view.log.clock_resolution_seconds);
    calibration.gap_median_s = median_delay(gaps, view.confidence);
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

/// Who waits for an answer may write again, so that turns of several messages are answered less
/// often than others of the same number (risk ratio of Mantel & Haenszel 1959); and few write twice
/// to several people. Only where conversations were inferred, as the chances to go on of the
/// scenario are of all turns and the simulated log moves them.
void estimate_repeated(const ChatView& view, ChatCalibration& calibration) {
    constexpr std::size_t most_turns = 12;
    constexpr double least = 20.0;
    if (view.log.conversation_ids != IdSource::inferred) return;
    struct Turns {
        double all = 0.0;
        double answered = 0.0;
    };
    std::array<std::array<Turns, 2>, most_turns> by_number{};  // [number][of several messages]
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
    const auto ratio = [&](const Turns& of, double value, const char* method) {
        const Limits limits = share_limits(of.answered, of.all, view.confidence);
        const double scale = value * of.all / of.answered;
        return Estimate{
            value, {limits.lower * scale, limits.upper * scale, limits.confidence}, of.all, method};
    };
    if (repeated.answered >= least && as_others > 0.0)
        calibration.to_repeated =
            ratio(repeated, seen / as_others, "share of answered turns, by number");
    const auto& [to_one, to_several] = by_people;
    if (to_several.answered >= least && to_one.answered > 0.0)
        calibration.repeated_to_all =
            ratio(to_several, to_several.answered / to_several.all * to_one.all / to_one.answered,
                  "share of turns, over that of turns to one");
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
    estimate_gaps(view, calibration);
    estimate_answers_to_several(view, calibration);
    estimate_repeated(view, calibration);
    estimate_bursts(view, calibration);
    estimate_same(view, calibration);
}

}  // namespace wardwire::analysis
