// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

/// Messages of one person before another of the conversation writes.
struct ChatTurn {
    Instant first_at;
    Instant last_at;
    Instant read_at;  ///< when who writes the next turn first opened this one; `no_time` if unknown
    std::int32_t author;
    std::int32_t messages;
};

/// A conversation between colleagues: its turns stand together, and so do its partners and gaps.
struct ChatConversation {
    std::size_t first_turn;
    std::int32_t turns;
    std::size_t first_partner;
    std::size_t first_gap;
    std::int32_t starter;
    std::int32_t other;  ///< the first to whom the first message went
    std::int32_t users;  ///< who wrote or was written to; one more than there are partners
    std::int32_t messages;
    bool is_urgent;  ///< whether the first message was
    /// When the turn to several was sent that the starter answers to its author alone; `no_time` if
    /// there is none, or if the log says itself what belongs together.
    Instant answers_at = no_time;

    bool is_aside() const { return answers_at != no_time; }
};

/// What people wrote to each other, without messages to pools, to patients and from patients.
struct ChatLog {
    std::vector<ChatConversation> conversations;  ///< by the instant of their first message
    std::vector<ChatTurn> turns;
    std::vector<std::int32_t> partners;  ///< all users but the starter, by first appearance
    std::vector<float> gaps_s;           ///< from each message to the next of the same turn
    std::size_t rows_left_out = 0;

    std::span<const ChatTurn> turns_of(const ChatConversation& one) const {
        return {turns.data() + one.first_turn, static_cast<std::size_t>(one.turns)};
    }
    std::span<const float> gaps_of(const ChatConversation& one) const {
        return {gaps_s.data() + one.first_gap, static_cast<std::size_t>(one.messages - one.turns)};
    }
    std::span<const std::int32_t> partners_of(const ChatConversation& one) const {
        return {partners.data() + one.first_partner, static_cast<std::size_t>(one.users - 1)};
    }
};

/// The rows of messages between colleagues, in the order of the log. Where the log has a channel
/// called "chat", only that channel.
std::vector<std::uint32_t> chat_rows(const EventLog& log);

/// Gathers the conversations of a log: rows of one conversation, the rows of a message as one, in
/// order of time. Only chat_rows() count. Where conversations were inferred, one of two that begins
/// within a day of a turn to several, from one who got it to its author, answers that turn. Linear
/// in the rows but for sorting.
ChatLog gather_chat(const EventLog& log);

/// Every other week of a log, counted from 0 at the midnight before its first day.
enum class Weeks { all, odd, even };

/// Takes the conversations that began in other weeks out of a log, and makes outages of those
/// weeks: what is left is calibrated as if the rest had not been observed.
void keep_weeks(EventLog& log, ChatLog& chat, Weeks weeks);

}  // namespace wardwire::analysis
