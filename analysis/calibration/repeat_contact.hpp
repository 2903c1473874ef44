// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace wardwire::analysis {

/// A person began a conversation with another.
struct Contact {
    std::uint32_t person;
    std::uint32_t partner;
    std::uint32_t group;  ///< of the partner: whom the person could have chosen instead
};

/// How much people keep to those they know.
struct RepeatContact {
    double seen = 0.0;       ///< share of conversations with one of the latest partners
    double by_chance = 0.0;  ///< that share if each member of the group were as likely
    double again = 0.0;      ///< chance to turn to a latest partner on purpose
    std::size_t n = 0;       ///< conversations of people who had a latest partner in that group
};

/// What share of conversations goes to one of the latest partners of the partner's group, and how
/// much of that is more than chance: seen = again + (1 - again) * by_chance. The latest are those
/// of the last `memory` conversations, begun by either side. Contacts are in order of time;
/// `members[g]` is how many belong to group g.
RepeatContact repeat_contact(std::span<const Contact> contacts,
                             std::span<const std::size_t> members,
                             std::span<const std::uint32_t> group_of, std::size_t memory = 16);

}  // namespace wardwire::analysis
