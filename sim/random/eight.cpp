// SPDX-License-Identifier: Apache-2.0
#include "sim/random/eight.hpp"

#include <cstddef>
#include <cstring>

#include "sim/random/logarithm.hpp"

#ifdef __x86_64__
#define WARDWIRE_AVX2 [[gnu::target("avx2")]]
#endif

namespace wardwire::sim {

namespace {

void blocks_one_by_one(const Philox::Key& key, std::uint64_t entity, std::uint64_t first_block,
                       EightDraws& draws) {
    for (std::size_t i = 0; i < draws.size(); i += 2) {
        const std::uint64_t block = first_block + i / 2;
        const auto words = Philox::block(
            {Philox::low(block), Philox::high(block), Philox::low(entity), Philox::high(entity)},
            key);
        draws[i] = words[0] | std::uint64_t{words[1]} << 32;
        draws[i + 1] = words[2] | std::uint64_t{words[3]} << 32;
    }
}

[[gnu::always_inline]] inline void quantiles_side_by_side(EightNumbers& numbers) {
    for (double& number : numbers) number = minus_log_one_minus(number);
}

#ifdef __x86_64__

// Vectors of the compiler, not of a header. Each lane is a word of one block; what its upper half
// holds is never read.
using Lanes [[gnu::vector_size(32)]] = std::uint64_t;
using Halves [[gnu::vector_size(32)]] = int;

/// The products of lower halves: the one instruction that compilers do not find by themselves.
WARDWIRE_AVX2 inline Lanes product(Lanes a, std::uint64_t factor) {
    const Lanes b = {factor, factor, factor, factor};
    return reinterpret_cast<Lanes>(
        __builtin_ia32_pmuludq256(reinterpret_cast<Halves>(a), reinterpret_cast<Halves>(b)));
}

/// Ends a stretch of wide instructions. Compilers do it by themselves only from -O2 on; without it,
/// each old instruction after a wide one costs some Intel processors dozens of cycles, and a
/// program that changes between them, as libm makes any do, is ten times slower.
WARDWIRE_AVX2 inline void leave_avx() { __builtin_ia32_vzeroupper(); }

WARDWIRE_AVX2 void blocks_with_avx2(const Philox::Key& key, std::uint64_t entity,
                                    std::uint64_t first_block, EightDraws& draws) {
    Lanes a = first_block + Lanes{0, 1, 2, 3};
    Lanes b = a >> 32;
    Lanes c = {entity, entity, entity, entity};
    Lanes d = c >> 32;
    Philox::Key round_key = key;
    for (int round = 0; round < 10; ++round) {
        const Lanes product_a = product(a, Philox::multipliers[0]);
        const Lanes product_c = product(c, Philox::multipliers[1]);
        a = (product_c >> 32) ^ b ^ std::uint64_t{round_key[0]};
        c = (product_a >> 32) ^ d ^ std::uint64_t{round_key[1]};
        b = product_c;
        d = product_a;
        round_key = Philox::next(round_key);
    }
    const Lanes first = (a & 0xffffffffULL) | b << 32;
    const Lanes second = (c & 0xffffffffULL) | d << 32;
    const Lanes of_0_and_1 = __builtin_shufflevector(first, second, 0, 4, 1, 5);
    const Lanes of_2_and_3 = __builtin_shufflevector(first, second, 2, 6, 3, 7);
    std::memcpy(draws.data(), &of_0_and_1, sizeof(Lanes));
    std::memcpy(draws.data() + 4, &of_2_and_3, sizeof(Lanes));
    leave_avx();
}

WARDWIRE_AVX2 void quantiles_with_avx2(EightNumbers& numbers) {
    quantiles_side_by_side(numbers);
    leave_avx();
}

#endif

}  // namespace

#ifdef __x86_64__

bool has(Instructions instructions) {
    return instructions == Instructions::common || __builtin_cpu_supports("avx2");
}

void philox_blocks(const Philox::Key& key, std::uint64_t entity, std::uint64_t first_block,
                   EightDraws& draws, Instructions instructions) {
    if (instructions == Instructions::avx2)
        blocks_with_avx2(key, entity, first_block, draws);
    else
        blocks_one_by_one(key, entity, first_block, draws);
}

void exponential_quantiles(EightNumbers& numbers, Instructions instructions) {
    if (instructions == Instructions::avx2)
        quantiles_with_avx2(numbers);
    else
        quantiles_side_by_side(numbers);
}

#else

bool has(Instructions instructions) { return instructions == Instructions::common; }

void philox_blocks(const Philox::Key& key, std::uint64_t entity, std::uint64_t first_block,
                   EightDraws& draws, Instructions) {
    blocks_one_by_one(key, entity, first_block, draws);
}

void exponential_quantiles(EightNumbers& numbers, Instructions) { quantiles_side_by_side(numbers); }

#endif

}  // namespace wardwire::sim
