// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <queue>
#include <tuple>

#include "analysis/calibration/chat_parts.hpp"

namespace wardwire::analysis {

namespace {

/// A turn that somebody was to answer.
struct AskedTurn {
    std::int32_t responder;
    std::int32_t author_group;
    Instant asked_at;
    Instant until;  ///< answered, or the end of observation
    bool is_answered;
    bool is_to_several;
    bool is_urgent;
};

/// Those of all people, or of every so many of them where a log is long.
std::vector<AskedTurn> asked_turns(const ChatView& view) {
    constexpr std::size_t most = 1'000'000;
    const auto one_in = static_cast<std::int32_t>(1 + view.chat.turns.size() / most);
    std::vector<AskedTurn> asked;
    for (const ChatConversation& one : view.chat.conversations) {
        const auto turns = view.chat.turns_of(one);
        for (std::size_t i = 0; i < turns.size(); ++i) {
            const ChatTurn& turn = turns[i];
            const bool is_answered = i + 1 < turns.size();
            const std::int32_t other = turn.author == one.starter ? one.other : one.starter;
            const std::int32_t responder = is_answered ? turns[i + 1].author : other;
            if (responder % one_in != 0 || view.group_of(responder) == none ||
                view.group_of(turn.author) == none)
                continue;
            const Instant end = std::max(view.log.observed_until, turn.last_at);
            asked.push_back({responder, view.group_of(turn.author), turn.last_at,
                             is_answered ? turns[i + 1].first_at : end, is_answered, one.users > 2,
                             one.is_urgent});
        }
    }
    std::ranges::stable_sort(
        asked, {}, [](const AskedTurn& one) { return std::pair(one.responder, one.asked_at); });
    return asked;
}

/// The turns that wait for the same person and will be answered; after a day nobody is thought to
/// wait.
class Waiting {
 public:
    /// How many others wait when this turn comes. Turns by person, then in order of time.
    std::size_t others(const AskedTurn& turn) {
        constexpr Instant a_day = 86'400'000'000;
        if (turn.responder != responder_) until_ = {};
        responder_ = turn.responder;
        while (!until_.empty() && until_.top() <= turn.asked_at) until_.pop();
        const std::size_t count = until_.size();
        if (turn.is_answered) until_.push(std::min(turn.until, turn.asked_at + a_day));
        return count;
    }

 private:
    std::int32_t responder_ = none;
    std::priority_queue<Instant, std::vector<Instant>, std::greater<>> until_;
};

/// What turns of one group of responders were like.
struct GroupWaits {
    std::vector<AnswerWait> waits;
    std::vector<double> from;  ///< turns by group of the author
    std::uint32_t persons = 0;
    std::int32_t last_person = none;
    double answers = 0.0;
};

}  // namespace

void estimate_hazards(const ChatView& view, const LeastCell& least, ChatCalibration& calibration) {
    const std::size_t groups = calibration.groups.size();
    std::vector<GroupWaits> all(groups);
    for (GroupWaits& one : all) one.from.resize(groups, 0.0);
    Waiting waiting;
    for (const AskedTurn& turn : asked_turns(view)) {
        const std::size_t others = waiting.others(turn);
        if (!view.duty.is_on(turn.responder, turn.asked_at)) continue;
        GroupWaits& of = all[static_cast<std::size_t>(view.group_of(turn.responder))];
        if (turn.responder != of.last_person) ++of.persons;
        of.last_person = turn.responder;
        of.answers += turn.is_answered ? 1.0 : 0.0;
        ++of.from[static_cast<std::size_t>(turn.author_group)];
        const double waited_s =
            seconds_an_hour * (view.duty.hours_before(turn.responder, turn.until) -
                               view.duty.hours_before(turn.responder, turn.asked_at));
        const auto step = std::ranges::upper_bound(load_steps, others) - load_steps.begin() - 1;
        of.waits.push_back(
            {static_cast<float>(std::max(1.0, waited_s)),
             of.persons - 1,
             static_cast<std::uint32_t>(view.calendar.week_of(turn.asked_at)),
             {static_cast<std::uint8_t>(turn.author_group), static_cast<std::uint8_t>(step),
              static_cast<std::uint8_t>(turn.is_to_several),
              static_cast<std::uint8_t>(turn.is_urgent)},
             turn.is_answered});
    }
    for (std::size_t g = 0; g < groups; ++g) {
        GroupWaits& of = all[g];
        if (of.answers < least.events || of.persons < least.people) continue;
        GroupCalibration& group = calibration.groups[g];
        const auto usual = std::ranges::max_element(of.from) - of.from.begin();
        group.usual_author = static_cast<std::size_t>(usual);
        // The usual author is what others are compared with.
        for (AnswerWait& one : of.waits)
            one.level[0] =
                static_cast<std::uint8_t>((one.level[0] + groups - group.usual_author) % groups);
        group.hazard = fit_answer_hazard(of.waits, {groups, load_steps.size(), 2, 2},
                                         view.calendar.weeks(), of.persons, view.confidence);
    }
}

}  // namespace wardwire::analysis
