// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/calibration/survival_curve.hpp"

namespace wardwire::analysis {

// What answers what, for logs that do not say. People are numbers; times are in any unit, and
// sendings to oneself are left out by the caller. Sendings are in order of time.

/// One person wrote to one other.
struct Sending {
    std::int64_t at;
    std::uint32_t sender;
    std::uint32_t recipient;
};

/// Rule D1: a sending is answered by the first one the other way that is strictly later; what is
/// never answered is censored at `end`. One lifetime a sending, in their order. It takes a new
/// topic for an answer where two people write rarely.
std::vector<Lifetime> replies_to_each(std::span<const Sending> sendings, std::int64_t end);

/// From the last sending of a turn to the first of the next, between the same two people.
struct TurnSwitch {
    std::int64_t asked_at;
    std::int64_t answered_at;
    std::uint32_t responder;
    std::uint32_t asker;
};

/// Rule D2: the sendings of two people in order of time; at each change of sender, an answer.
/// In order of pairs, within a pair of time.
std::vector<TurnSwitch> turn_switches(std::span<const Sending> sendings);

/// A run of sendings between two people without a long gap.
struct Conversation {
    std::int64_t first_at;
    std::int64_t last_at;
    std::uint32_t starter;
    std::uint32_t other;
    std::uint32_t messages;
    std::uint32_t turns;
    std::uint32_t first_sending;  ///< index into `order` of Conversations
};

/// Conversations, and the indices of sendings in their order: those of a conversation stand
/// together, from `first_sending` on.
struct Conversations {
    std::vector<Conversation> all;
    std::vector<std::uint32_t> order;
};

/// Runs of sendings of an unordered pair whose gaps are at most `longest_gap`.
Conversations conversations_by_gap(std::span<const Sending> sendings, std::int64_t longest_gap);

}  // namespace wardwire::analysis
