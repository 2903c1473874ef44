// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace wardwire::analysis {

using Sha256 = std::array<std::uint8_t, 32>;

/// The SHA-256 of some bytes (FIPS 180-4, section 6.2).
Sha256 sha256(std::string_view bytes);

/// The same as 64 lower-case hexadecimal digits, as `sha256sum` prints it.
std::string sha256_text(std::string_view bytes);

}  // namespace wardwire::analysis
