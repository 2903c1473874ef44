// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sim/record/results.hpp"

namespace wardwire::analysis {

/// An observation as bytes in the order of this machine, every bit of every number kept; behind so
/// many zeros, which are room for a head.
std::string to_bytes(const sim::Observation& observation, std::size_t room = 0);

/// The observation in some bytes; nothing unless they are exactly one.
std::optional<sim::Observation> from_bytes(std::string_view bytes);

/// A layout as bytes: layouts are equal if and only if these are.
std::string to_bytes(const sim::ResultLayout& layout);

}  // namespace wardwire::analysis
