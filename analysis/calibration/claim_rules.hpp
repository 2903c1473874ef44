// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/calibration/estimate.hpp"
#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

/// How messages of a pool come to its members.
enum class ClaimRule : std::uint8_t {
    at_random,
    in_turn,      ///< to whom none has come for the longest time
    by_load,      ///< to who has the fewest open ones; of several, in turn
    to_answerer,  ///< to who answered the conversation last; otherwise in turn
    to_owner,     ///< to who had the patient's last message; otherwise in turn
    first_free,   ///< to who has none in hand, of several in turn; or is first done with all before
                  ///< before
};
inline constexpr std::array<std::string_view, 6> claim_rule_words = {
    "at random",
    "in turn",
    "by load",
    "by who answered the conversation",
    "by whose patient it is",
    "by who is free first"};

/// Something for each of them.
template <class Value>
using ByClaimRule = std::array<Value, claim_rule_words.size()>;

/// A message of a pool that a member took.
struct PoolClaim {
    Instant arrived_at;
    Instant taken_at;
    Instant done_at;  ///< answered, handed on or closed; later than all else while open
    std::uint32_t member;
    std::int32_t conversation;
    std::int32_t patient;
    std::size_t week;  ///< from 0 on
    bool is_answered;
};

/// How well each rule says who takes a message.
struct ClaimRules {
    ByClaimRule<Estimate> log_likelihood;  ///< of a claim
    ByClaimRule<double> followed{};        ///< share by the rule, the others being at random
    ClaimRule likeliest = ClaimRule::at_random;
    double sure = 0.0;  ///< share of resampled logs in which it is likeliest
};

/// Fills in the members who could have taken a message that came at some instant.
using PresentMembers = std::function<void(Instant at, std::vector<std::uint32_t>& members)>;

/// Compares rules by the likelihood of who took each message, given what the members had been given
/// before: a share of the claims, of largest likelihood, follows the rule, and of the rest each
/// member takes as many as he or she usually does of what comes while present. Rules are compared
/// by the Bayesian information criterion (Schwarz 1978), weeks resampled. Claims are judged where
/// the taker is one of two or more who were present. `claims` in any order; nothing when fewer than
/// `least` can be judged.
std::optional<ClaimRules> compare_claim_rules(std::vector<PoolClaim> claims, std::size_t members,
                                              std::size_t weeks, const PresentMembers& present,
                                              double least = 20.0, double confidence = 0.9);

/// Gini's coefficient of how often each member took one: 0 when all are alike, 1 - 1/members when
/// one takes all; weeks resampled.
Estimate gini_of_claims(const std::vector<PoolClaim>& claims, std::size_t members,
                        std::size_t weeks, double confidence = 0.9);

}  // namespace wardwire::analysis
