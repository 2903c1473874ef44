// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>

namespace wardwire::models::reading {

/// Why a text could not be read: "must be …, got …".
struct Complaint {
    std::string what;
};

template <class T>
using Parsed = std::variant<T, Complaint>;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace wardwire::models::reading
