// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace wardwire::models::reading {

/// Edits that turn one word into the other: insertions, deletions, replacements and exchanges of
/// neighbours (optimal string alignment; Damerau 1964). Case does not count.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// `; did you mean "pools"?` when a known word is near; else the known words when they are few;
/// else nothing.
std::string did_you_mean(std::string_view written, std::span<const std::string> known);

/// A text in double quotes as JSON writes it, cut to a length that fits a line.
std::string in_quotes(std::string_view text);

}  // namespace wardwire::models::reading
