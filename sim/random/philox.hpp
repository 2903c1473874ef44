// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace wardwire::sim {

/// Philox4x32-10: a keyed bijection on 128-bit counters that passes all of BigCrush (Salmon,
/// Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3 and
/// table 2). Equal counter and key give equal words on every machine; there is no state.
struct Philox {
    using Block = std::array<std::uint32_t, 4>;
    using Key = std::array<std::uint32_t, 2>;

    static constexpr Key multipliers = {0xD2511F53, 0xCD9E8D57};

    static constexpr Block block(const Block& counter, const Key& key) {
        // Plain scalars: the compiler keeps ten rounds in registers and the processor overlaps
        // neighbouring blocks, which was faster than lanes of SSE2. AVX2 is: see eight.cpp.
        std::uint32_t a = counter[0], b = counter[1], c = counter[2], d = counter[3];
        Key round_key = key;
        for (int round = 0; round < 10; ++round) {
            const std::uint64_t product_a = std::uint64_t{multipliers[0]} * a;
            const std::uint64_t product_c = std::uint64_t{multipliers[1]} * c;
            a = high(product_c) ^ b ^ round_key[0];
            b = low(product_c);
            c = high(product_a) ^ d ^ round_key[1];
            d = low(product_a);
            round_key = next(round_key);
        }
        return {a, b, c, d};
    }

    /// The key of the next round: the golden ratio and sqrt(3) - 1 are added.
    static constexpr Key next(const Key& key) { return {key[0] + 0x9E3779B9, key[1] + 0xBB67AE85}; }

    static constexpr std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
    static constexpr std::uint32_t high(std::uint64_t x) {
        return static_cast<std::uint32_t>(x >> 32);
    }
};

}  // namespace wardwire::sim
