// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace wardwire::analysis {

/// A person began a conversation with another.
struct Contact {
    std::uint32_t person;
    std::uint32_t partner;
    std::uint32_t group;    ///< of the partner: whom the person could have chosen instead
    std::size_t week = 0;   ///< from 0 on
    bool is_choice = true;  ///< false: a further user of a conversation, remembered but not judged
};

/// What choices of partners tell about how much people keep to those they know.
struct RepeatContact {
    /// [week]: how many choices were so many times as likely from memory as by chance.
    std::vector<std::map<double, double>> choices;
    double n = 0.0;  ///< choices of people whose memory was known and held one of that group
    std::vector<double> by_chance;  ///< [person]: how often chosen by those who did not know them

    /// The logarithm of the partial likelihood of all choices; 0 where all are by chance.
    double log_likelihood(double again) const;

    /// The chance to turn to a latest partner on purpose, each week with its weight: the largest
    /// partial likelihood, the sum of log(again x lift + 1 - again) (Perry & Wolfe 2013). 0 to 1,
    /// and 0 without choices.
    double again(std::span<const double> weights) const;
};

/// Follows what each person remembers: the partners of the last `memory` conversations, begun by
/// either side. From memory a partner is chosen as models::ChatPartners does: a place is drawn, and
/// from there on the first of the group is taken; by chance each member of the group is as likely
/// as the others. A choice is judged if at least `least_known` of the person's conversations have
/// been seen: below `memory`, partners from before the log may be missing. Contacts are in order of
/// time; `members[g]` is how many belong to group g, `group_of` is by person.
RepeatContact repeat_contact(std::span<const Contact> contacts,
                             std::span<const std::size_t> members,
                             std::span<const std::uint32_t> group_of, std::size_t weeks,
                             std::size_t memory = 16, std::size_t least_known = 16);

}  // namespace wardwire::analysis
