// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace wardwire::analysis {

using Sha256 = std::array<std::uint8_t, 32>;

/// The SHA-256 of bytes that come piece by piece (FIPS 180-4, section 6.2).
class Sha256Hasher {
 public:
    void add(std::string_view bytes);
    Sha256 hash() const;

 private:
    void fold(std::string_view block);

    // The first 32 bits of the fractions of the square roots of the first eight primes (5.3.3).
    std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                           0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::string rest_;  ///< shorter than a block
    std::uint64_t bytes_ = 0;
};

Sha256 sha256(std::string_view bytes);

/// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
std::string text_of(const Sha256& hash);
std::string sha256_text(std::string_view bytes);

}  // namespace wardwire::analysis
