// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/inferred_conversations.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace wardwire::analysis {

namespace {

constexpr Instant an_hour = 3600LL * 1'000'000;
constexpr Instant longest_wait = 24 * an_hour;  // for an answer

/// The latest conversation among some people.
struct Latest {
    Instant sent_at = 0;
    std::int32_t conversation = none;
    std::int32_t sender = none;
};

/// The latest conversations, those of two people apart because they are by far the most.
class LatestConversations {
 public:
    /// The entry for some people, in ascending order and each once.
    Latest& among(const std::vector<std::int32_t>& people) {
        if (people.size() != 2) return of_several_[people];
        return of_two_[static_cast<std::uint64_t>(people[0]) << 32 |
                       static_cast<std::uint32_t>(people[1])];
    }

 private:
    std::unordered_map<std::uint64_t, Latest> of_two_;
    std::map<std::vector<std::int32_t>, Latest> of_several_;
};

/// Who receives a row: a person, or a pool behind all persons.
std::int32_t receiver(const EventLog& log, std::size_t row) {
    if (log.recipient[row] != none) return log.recipient[row];
    return static_cast<std::int32_t>(log.persons.size()) +
           (log.pool.empty() ? none : log.pool[row]);
}

}  // namespace

void infer_conversations(EventLog& log) {
    log.conversation_ids = IdSource::inferred;
    log.conversations = 0;
    log.conversation.resize(log.rows());
    LatestConversations conversations;
    std::vector<std::int32_t> people;
    for (std::size_t begin = 0, end = 0; begin < log.rows(); begin = end) {
        people.assign(1, log.sender[begin]);
        for (; end < log.rows() && log.message[end] == log.message[begin]; ++end)
            people.push_back(receiver(log, end));
        std::ranges::sort(people);
        const auto repeated = std::ranges::unique(people);
        people.erase(repeated.begin(), repeated.end());
        Latest& latest = conversations.among(people);
        const Instant longest = log.sender[begin] == latest.sender ? an_hour : longest_wait;
        if (latest.conversation == none || log.sent_at[begin] - latest.sent_at > longest)
            latest.conversation = log.conversations++;
        latest.sent_at = log.sent_at[begin];
        latest.sender = log.sender[begin];
        for (std::size_t row = begin; row < end; ++row) log.conversation[row] = latest.conversation;
    }
}

}  // namespace wardwire::analysis
