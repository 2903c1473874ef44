// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "sim/random/philox.hpp"

/// What is cheaper for eight numbers at once than for one after the other.
namespace wardwire::sim {

using EightNumbers = std::array<double, 8>;
using EightDraws = std::array<std::uint64_t, 8>;

/// What some processors of a family can and others cannot. It decides how many numbers are worked
/// on at once and no bit of any.
enum class Instructions : std::uint8_t { common, avx2 };

/// Whether this processor has them.
bool has(Instructions instructions);
/// The best that this processor has.
inline Instructions best_instructions() {
    return has(Instructions::avx2) ? Instructions::avx2 : Instructions::common;
}

/// Four blocks of Philox from `first_block` on, each as two draws: `block` at the counters
/// (block, entity), its first words lowest.
void philox_blocks(const Philox::Key& key, std::uint64_t entity, std::uint64_t first_block,
                   EightDraws& draws, Instructions instructions = best_instructions());

/// Replaces each p in [0, 1) by exponential_quantile(p).
void exponential_quantiles(EightNumbers& numbers, Instructions instructions = best_instructions());

}  // namespace wardwire::sim
