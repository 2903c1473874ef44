// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "models/reading/forms.hpp"

/// The laws a scenario can name, and the ways to write each.
namespace wardwire::models::reading {

using LawValues = std::span<const double>;

/// A parameter of a law.
struct LawParameter {
    enum class Kind : std::uint8_t {
        own,     ///< in the unit of the law's values
        plain,   ///< without a unit
        chance,  ///< 0 to 1
    };
    std::string_view key;
    Kind kind = Kind::own;
};

/// A way to give a law's parameters: all of the keys and no others.
struct LawSpelling {
    std::vector<LawParameter> keys;
    /// Why these values, in the order of the keys, make no law; nullptr when they do.
    const char* (*problem)(LawValues);
    sim::Distribution (*make)(LawValues);
};

/// A law that is written by parameters, and its spellings.
struct LawEntry {
    std::string_view name;
    std::vector<LawSpelling> spellings;
    /// Makes it of two quantiles, "median" and "p01" to "p99", where that is possible.
    sim::Distribution (*from_quantiles)(double p1, double x1, double p2, double x2) = nullptr;
    bool is_of_counts = false;  ///< of whole numbers, and so not of durations
};

/// In the order of the reference page.
std::vector<LawEntry> law_entries();

}  // namespace wardwire::models::reading
