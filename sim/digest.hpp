// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace wardwire::sim {

/// A running 64-bit fingerprint of a sequence of 64-bit words; order matters.
///
/// Each word is folded in by a 64 x 64 -> 128 bit multiplication whose halves are xored, the mixing
/// step of wyhash (Wang Yi, 2019). It is a fingerprint against accidents, not against adversaries.
class Digest {
 public:
    constexpr void fold(std::uint64_t a, std::uint64_t b) {
        state_ = mix(state_ ^ a ^ 0xa0761d6478bd642fULL, b ^ 0xe7037ed1a0b428dbULL);
    }
    constexpr void fold(std::uint64_t a) { fold(a, 0); }

    constexpr std::uint64_t value() const { return state_; }
    constexpr bool operator==(const Digest&) const = default;

 private:
    __extension__ using Wide = unsigned __int128;

    static constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    }

    std::uint64_t state_ = 0x8ebc6af09c88c6e3ULL;
};

}  // namespace wardwire::sim
