// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "analysis/calibration/own_circles.hpp"

namespace wardwire::analysis {

/// A person began a conversation with another.
struct Contact {
    std::uint32_t person;
    std::uint32_t partner;
    std::uint32_t group;    ///< of the partner: whom the person could have chosen instead
    std::size_t week = 0;   ///< from 0 on
    bool is_choice = true;  ///< false: a user of a conversation of several, who tells of circles
                            ///< alone
    bool is_known = false;  ///< nobody chose: remembered, no more
};

/// Whom people choose when they do not turn to a latest partner.
enum class Others : std::uint8_t {
    anybody,    ///< by popularity
    of_circle,  ///< of an own circle, whose members were drawn by popularity
    likeliest,  ///< of an own circle if that makes the choices much likelier, otherwise anybody
};

/// What is much likelier, in natural logarithms: beyond any criterion for one parameter.
inline constexpr double much_likelier = 10.0;

/// What choices of partners tell about how much people keep to those they know.
struct RepeatContact {
    /// [week]: how many choices were so many times as likely from memory as otherwise; on a scale
    /// of fiftieths of the natural logarithm, on which `impossible` stands for 0.
    std::vector<std::map<int, double>> choices;
    static constexpr int impossible = -100'000;
    double n = 0.0;             ///< choices of people whose memory was known
    double again_error = 0.0;   ///< standard error that comes of not knowing circles; 0: none
    double circle = 0.0;        ///< concentration of the circles; 0: none
    double circle_error = 0.0;  ///< standard error of its logarithm
    /// Chance that two choices of a person fall to the same partner, people weighted by how often
    /// they chose. It needs no account of how they do.
    double agreement = 0.0;
    std::vector<double> by_chance;  ///< [person]: how often chosen as somebody new
    /// Of the choices, each foretold from those before it, over that of members who are all alike.
    double log_likelihood = 0.0;

    /// The chance to turn to a latest partner on purpose, each week with its weight: the largest
    /// partial likelihood, the sum of log(again x lift + 1 - again) (Perry & Wolfe 2013). 0 to 1,
    /// and 0 without choices.
    double again(std::span<const double> weights) const;
};

/// Follows what each person remembers: the partners of the last `memory` conversations, begun by
/// either side. From memory a partner is chosen as models::ChatPartners does: a place is drawn, and
/// from there on the first of the group is taken. Otherwise it is anybody, by popularity, or
/// somebody of an own circle: then the chance of a partner is
/// (own + circle x popularity) / (all + circle), where `own` and `all` are how many of the person's
/// other choices in that group were of the circle, and fell to that partner (Blackwell & MacQueen
/// 1973). Popularity and how often choices are from memory are found together by expectation and
/// maximisation; with circles, by find_circles(). Of more than 100,000 contacts those of fewer
/// people are looked at, drawn at random.
///
/// A choice counts if at least `least_known` of the person's conversations have been seen: below
/// `memory`, partners from before the log may be missing. Contacts are in order of time;
/// `members[g]` is how many belong to group g, `group_of` is by person.
RepeatContact repeat_contact(std::span<const Contact> contacts,
                             std::span<const std::size_t> members,
                             std::span<const std::uint32_t> group_of, std::size_t weeks,
                             std::size_t memory = 16, std::size_t least_known = 16,
                             Others others = Others::anybody, const NearCircles& begin = {});

}  // namespace wardwire::analysis
