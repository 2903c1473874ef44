// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/finding.hpp"

namespace wardwire::models::reading {

/// Keys in the order in which they were written.
using Json = nlohmann::ordered_json;

/// What a scenario's text may hold; more is a finding.
inline constexpr std::size_t largest_text = std::size_t{16} << 20;  // bytes
inline constexpr std::size_t deepest_nesting = 64;
inline constexpr std::size_t most_keys = 10'000;  // of one object; they are looked up one by one

/// The document a text holds. What is not JSON, not UTF-8, too long, too deep or says a key twice
/// is told in `findings` under the name `file`, and then there is no document.
std::optional<Json> parse_json(std::string_view text, const std::string& file,
                               std::vector<Finding>& findings);

/// A value as it is written, cut to a length that fits a line.
std::string text_of(const Json& value);

/// The keys of a pointer, unescaped; nothing when it is no JSON pointer.
std::optional<std::vector<std::string>> pointer_keys(std::string_view pointer);
/// The member or element with this key; nullptr when there is none.
const Json* find_step(const Json& value, const std::string& key);
/// What the pointer points to; nullptr when nothing.
const Json* find_pointer(const Json& document, std::string_view pointer);

}  // namespace wardwire::models::reading
