// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace wardwire::app {

/// What printf would print, at most 511 bytes of it.
[[gnu::format(printf, 1, 2)]] std::string printed(const char* format, ...);

/// 12,345: people count digits in threes.
std::string grouped(std::uint64_t number);

/// The text with blanks behind it up to `width` characters; "±" is one of them, of two bytes.
std::string padded(const std::string& text, std::size_t width);

}  // namespace wardwire::app
