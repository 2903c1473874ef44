// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wardwire::analysis {

/// A person chose a partner of a group.
struct PartnerChoice {
    double from_memory;  ///< chance if it is from memory; below 0: it cannot be
    double others;       ///< members that could have been chosen
    std::uint32_t person;
    std::uint32_t partner;
    std::uint32_t group;
    std::uint32_t pair;    ///< number of (person, partner)
    std::uint32_t circle;  ///< number of (person, group)
    std::size_t week;
    bool is_judged;  ///< it tells how often choices are from memory, and not of circles alone
};

/// Choices in order of time.
struct PartnerChoices {
    std::vector<PartnerChoice> all;
    std::size_t pairs = 0;
    std::size_t circles = 0;
    std::size_t groups = 0;
    std::span<const std::uint32_t> group_of;  ///< [person]

    /// The popularity of people who were chosen so often by chance, each once more than that; sums
    /// to 1 over each group.
    std::vector<double> popularity_of(std::span<const double> by_chance) const;

    /// The chance that a choice by popularity falls to its partner: nobody chooses himself.
    double chance_by(std::span<const double> popularity, const PartnerChoice& one) const;
};

}  // namespace wardwire::analysis
