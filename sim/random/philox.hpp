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

    static constexpr Block block(const Block& counter, const Key& key) {
        // Plain scalars: the compiler keeps ten rounds in registers and the processor overlaps
        // neighbouring blocks, which was faster than lanes of SSE2.
        std::uint32_t a = counter[0], b = counter[1], c = counter[2], d = counter[3];
        std::uint32_t first_key = key[0], second_key = key[1];
        for (int round = 0; round < 10; ++round) {
            const std::uint64_t product_a = std::uint64_t{0xD2511F53} * a;
            const std::uint64_t product_c = std::uint64_t{0xCD9E8D57} * c;
            a = high(product_c) ^ b ^ first_key;
            b = low(product_c);
            c = high(product_a) ^ d ^ second_key;
            d = low(product_a);
            first_key += 0x9E3779B9;   // the golden ratio
            second_key += 0xBB67AE85;  // sqrt(3) - 1
        }
        return {a, b, c, d};
    }

    static constexpr std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
    static constexpr std::uint32_t high(std::uint64_t x) {
        return static_cast<std::uint32_t>(x >> 32);
    }
};

}  // namespace wardwire::sim
