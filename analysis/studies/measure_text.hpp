// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How the text of a measure is taken apart (measure.hpp has the grammar).
namespace wardwire::analysis {

/// `name`, `name[inside]` or `name(inside)`.
struct Term {
    std::string name;
    char bracket = 0;  ///< '[', '(' or 0
    std::string inside = {};
};

/// Nothing when the text is no term: an empty name, or a bracket that is not closed at the end.
std::optional<Term> parse_term(std::string_view text);

/// The parts between separators that stand outside all brackets, without spaces around them. An
/// empty text has no parts.
std::vector<std::string> split_outside_brackets(std::string_view text, char separator);

/// "24 h", "90 %" or "17" as a number of `unit`; a bare number is one of that unit already.
/// Nothing when it is no number or the units do not fit.
std::optional<double> parse_number(std::string_view text, std::string_view unit);

}  // namespace wardwire::analysis
