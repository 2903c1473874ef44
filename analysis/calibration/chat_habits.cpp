// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_map>

#include "analysis/calibration/chat_parts.hpp"
#include "analysis/calibration/shares.hpp"
#include "analysis/calibration/weekly_delays.hpp"

namespace wardwire::analysis {

namespace {

void estimate_pause(const ChatView& view, ChatCalibration& calibration) {
    constexpr double least = 20.0;
    constexpr double a_second = 1e6;
    WeeklyDelays pauses(view.calendar.weeks());
    for (const ChatConversation& one : view.chat.conversations)
        for (const ChatTurn& turn : view.chat.turns_of(one)) {
            const double all_s = static_cast<double>(turn.last_at - turn.first_at) / a_second;
            for (std::int32_t k = 1; k < turn.messages; ++k)
                pauses.add(view.calendar.week_of(turn.first_at), all_s / (turn.messages - 1), true);
        }
    if (pauses.n() >= least)
        calibration.pause = fit_best_mixture(pauses, view.log.clock_resolution_seconds);
}

/// Turns of conversations of two, by who writes to whom.
class TurnsOfTwo {
 public:
    explicit TurnsOfTwo(const ChatLog& chat) {
        for (const ChatConversation& one : chat.conversations) {
            if (one.users != 2) continue;
            for (const ChatTurn& turn : chat.turns_of(one))
                at_[key(turn.author, turn.author == one.starter ? one.other : one.starter)]
                    .push_back(turn.first_at);
        }
        for (auto& [unused, times] : at_) std::ranges::sort(times);
    }

    /// Whether there is one after `from`, until `to`.
    bool is_any(std::int32_t author, std::int32_t reader, Instant from, Instant to) const {
        const auto found = at_.find(key(author, reader));
        if (found == at_.end()) return false;
        const auto next = std::ranges::upper_bound(found->second, from);
        return next != found->second.end() && *next <= to;
    }

 private:
    static std::uint64_t key(std::int32_t author, std::int32_t reader) {
        return static_cast<std::uint64_t>(author) << 32 | static_cast<std::uint32_t>(reader);
    }

    std::unordered_map<std::uint64_t, std::vector<Instant>> at_;
};

/// Only where conversations were inferred: elsewhere an answer to the author alone is no part of
/// what it answers, and hardly told from a conversation that would have begun anyhow.
void estimate_answers_to_several(const ChatView& view, ChatCalibration& calibration) {
    constexpr Instant a_day = 86'400'000'000;
    if (view.log.conversation_ids != IdSource::inferred) return;
    const TurnsOfTwo alone(view.chat);
    double asked = 0.0;
    double answered_alone = 0.0;
    double of_two = 0.0, of_two_answered = 0.0, of_more = 0.0, of_more_answered = 0.0;
    for (const ChatConversation& one : view.chat.conversations) {
        const auto turns = view.chat.turns_of(one);
        (one.users > 2 ? of_more : of_two) += 1.0;
        if (turns.size() > 1) (one.users > 2 ? of_more_answered : of_two_answered) += 1.0;
        if (one.users <= 2) continue;
        for (const ChatTurn& turn : turns) {
            const auto ask = [&](std::int32_t reader) {
                if (reader == turn.author) return;
                ++asked;
                if (alone.is_any(reader, turn.author, turn.last_at, turn.last_at + a_day))
                    ++answered_alone;
            };
            ask(one.starter);
            for (const std::int32_t partner : view.chat.partners_of(one)) ask(partner);
        }
    }
    if (asked <= 0.0 || of_two_answered <= 0.0) return;
    calibration.aside = {answered_alone / asked,
                         share_limits(answered_alone, asked, view.confidence), asked,
                         "share of turns to several, by reader"};
    const double usual = of_two_answered / of_two;
    const Limits limits = share_limits(of_more_answered, of_more, view.confidence);
    calibration.to_all = {std::min(1.0, of_more_answered / of_more / usual),
                          {limits.lower / usual, limits.upper / usual, limits.confidence},
                          of_more,
                          "share of first turns, over that of two users"};
}

}  // namespace

void estimate_habits(const ChatView& view, ChatCalibration& calibration) {
    estimate_pause(view, calibration);
    estimate_answers_to_several(view, calibration);
}

}  // namespace wardwire::analysis
