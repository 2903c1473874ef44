// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/growth.hpp"
#include "models/weekly_hours.hpp"
#include "sim/random/distribution.hpp"

/// What a scenario says of messages between colleagues; see scenario.hpp.
namespace wardwire::models {

/// Each person has a draw of a law; or the law's quantiles are dealt to people, so that the mix of
/// them is the same in every run.
enum class FactorsOfPeople : std::uint8_t { drawn, dealt };

/// Factors of people, units, the site and days on how often conversations begin, and what comes of
/// them; each with mean 1.
struct ChatEffects {
    FactorsOfPeople people = FactorsOfPeople::drawn;  ///< dealt: to the members of a role
    std::vector<sim::Distribution> person;            ///< by role; empty: all alike
    std::vector<sim::Distribution> popularity;        ///< the same, of how often a person is chosen
    std::vector<sim::Distribution> answers;   ///< the same, on the odds that a person answers
    std::vector<sim::Distribution> answered;  ///< the same, on the odds that a person is answered
    double alike = 0.0;  ///< correlation of `person` and `popularity`, by their normal scores
    sim::Distribution unit = sim::Constant{1.0};
    sim::Distribution site = sim::Constant{1.0};
    sim::Distribution day = sim::Constant{1.0};  ///< drawn for each day of a site
};

/// Whom people prefer to write to, among the members of a role.
struct ChatAffinity {
    double again_probability = 0.0;      ///< one of the latest partners, rather than anybody
    std::uint32_t memory = 16;           ///< conversations in which these partners were met
    double own_unit_probability = 0.0;   ///< otherwise somebody of the own unit
    double elsewhere_probability = 0.0;  ///< of two, the other is at another site
    double same_probability = 0.0;       ///< first of all: those of one of the latest conversations
    /// Of nobody else: somebody of an own circle, of whom the n-th has a share of what those before
    /// leave that follows the law Beta(1, c), with c drawn from this law for each person. None:
    /// anybody.
    std::optional<sim::Distribution> circle = {};
};

/// How a message is noticed by who has just written in the same conversation.
struct ChatExchange {
    double within_s = 600.0;  ///< since the person's own turn, the one before
    sim::Distribution notice_delay = sim::Constant{0.0};
};

/// How people begin several conversations in a row.
struct ChatBurst {
    double further_probability = 0.0;  ///< that who has begun one begins another after a `gap`
    sim::Distribution gap = sim::Constant{0.0};
};

/// Shares of the messages that each role sends and gets.
struct ChatMargins {
    std::vector<double> sent;
    std::vector<double> received;
};

struct ChatSpec {
    std::vector<double> starts_per_second;  ///< by role, per on-duty second
    WeekProfile profile{};
    std::optional<GrowthSpec> growth;
    std::optional<ChatBurst> burst;  ///< none: one conversation at a time
    ChatEffects effects;
    ChatAffinity affinity;
    std::optional<ChatExchange> exchange;          ///< none: noticed as other messages are
    std::vector<std::vector<double>> to;           ///< by role: shares of receiver roles, sum 1
    std::optional<ChatMargins> margins;            ///< to which `to` has been balanced
    std::vector<double> users_probability;         ///< of 2, 3, 4, ... users; sums to 1
    std::vector<double> continuation_probability;  ///< that turn n is answered; the last repeats
    /// By role: factor on that chance where the role is to answer; empty: 1 for all.
    std::vector<double> answer_factor;
    double to_all_factor = 1.0;  ///< on that chance where a turn went to several
    /// That one of several who get a turn, and does not answer all, answers its author alone.
    double aside_probability = 0.0;
    double to_aside_factor = 1.0;  ///< on the chance that such an answer is answered itself
    /// On that chance where turn n has several messages; the last repeats.
    std::vector<double> to_repeated_factor = {1.0};
    std::vector<double> answered_at_factor;  ///< on that chance, by hour of the day; empty: 1
    /// On the share of turns that have several messages, of those that go to several people.
    double repeated_to_all_factor = 1.0;
    /// By role: that what falls due while a person is off duty is begun nevertheless; empty: 0.
    std::vector<double> off_duty_probability;
    sim::Distribution messages_per_turn = sim::Constant{1.0};
    std::optional<sim::Distribution> messages_of_first_turn;         ///< none: as of all
    std::vector<sim::Distribution> writing = {sim::Constant{20.0}};  ///< a message, by role
    std::vector<sim::Distribution> reading = {sim::Constant{5.0}};   ///< a message, by role
    sim::Distribution pause = sim::Constant{0.0};                    ///< between those of a turn
    double urgent_probability = 0.0;
    std::uint8_t rank = 4;  ///< a Rank
    std::uint8_t urgent_rank = 2;
    std::uint32_t max_turns = 200;
};

}  // namespace wardwire::models
