// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <bit>
#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "sim/random/stream.hpp"
#include "tests/statistical/sim/random_goodness.hpp"

namespace wardwire::sim {
namespace {

constexpr double false_alarm = 1e-6;
constexpr std::uint64_t draws = 1 << 18;

/// The n-th of a sequence of draws that differ in one part of their address.
using Sequence = std::function<std::uint64_t(std::uint64_t)>;

struct Walk {
    std::string along;
    Sequence bits;
};

std::vector<Walk> walks() {
    const Channel channel = Chance(42, 0).channel(Purpose{1});
    return {
        {"index", [=](std::uint64_t n) { return channel.bits(7, n); }},
        {"entity", [=](std::uint64_t n) { return channel.bits(n); }},
        {"high half of the entity", [=](std::uint64_t n) { return channel.bits(n << 32); }},
        {"purpose",
         [](std::uint64_t n) {
             return Chance(42, 0).channel(Purpose{static_cast<std::uint32_t>(n)}).bits(7);
         }},
        {"replication",
         [](std::uint64_t n) {
             return Chance(42, static_cast<std::uint32_t>(n)).channel(Purpose{1}).bits(7);
         }},
        {"seed", [](std::uint64_t n) { return Chance(n, 0).channel(Purpose{1}).bits(7); }},
    };
}

/// Counts in a 32 x 32 grid of (draw n, draw n + 1): uneven rows tell of a law that is not uniform,
/// uneven cells of neighbours that know each other.
bool rejects_pairs(const Sequence& bits) {
    std::vector<double> counts(1024, 0.0);
    for (std::uint64_t n = 0; n < draws; n += 2)
        counts[(bits(n) >> 59) * 32 + (bits(n + 1) >> 59)] += 1.0;
    return test::rejects_means(counts, std::vector<double>(1024, draws / 2 / 1024.0), false_alarm);
}

/// Each of the 64 bits is set in half of the draws, and differs between neighbours in half of them.
bool rejects_bits(const Sequence& bits) {
    std::array<double, 128> ones{};
    for (std::uint64_t n = 0; n < draws; ++n) {
        const std::uint64_t here = bits(n);
        const std::uint64_t change = here ^ bits(n + 1);
        for (std::size_t bit = 0; bit < 64; ++bit) {
            ones[bit] += static_cast<double>(here >> bit & 1);
            ones[64 + bit] += static_cast<double>(change >> bit & 1);
        }
    }
    // 128 normal deviates of standard deviation sqrt(draws) / 2; the bound of a Gaussian tail,
    // 2 exp(-z^2 / 2), shared among them (Hoeffding 1963; the changes are independent as well).
    const double z = std::sqrt(2.0 * std::log(2.0 * 128.0 / false_alarm));
    for (const double count : ones)
        if (std::abs(count - draws / 2.0) > z * std::sqrt(static_cast<double>(draws)) / 2.0)
            return true;
    return false;
}

}  // namespace

TEST_CASE("neighbouring addresses give independent uniform numbers, whichever part differs") {
    // 12 tests with a false alarm of 1e-6 each.
    for (const auto& walk : walks()) {
        CAPTURE(walk.along);
        CHECK_FALSE(rejects_pairs(walk.bits));
        CHECK_FALSE(rejects_bits(walk.bits));
    }
}

TEST_CASE("weak ways to make numbers from addresses are noticed") {
    const Channel channel = Chance(42, 0).channel(Purpose{1});
    // Too even: a Weyl sequence fills the grid like a lattice.
    CHECK(rejects_pairs([](std::uint64_t n) { return n * 0x9E3779B97F4A7C15; }));
    // Every third draw again.
    CHECK(rejects_pairs([=](std::uint64_t n) { return channel.bits(7, n / 2); }));
    CHECK(rejects_bits([=](std::uint64_t n) { return channel.bits(7, n) & ~std::uint64_t{1}; }));
    // The upper half of the draw is that of the neighbour.
    CHECK(rejects_bits([=](std::uint64_t n) {
        return (channel.bits(7, n / 2) >> 32 << 32) | (channel.bits(7, n) & 0xffffffff);
    }));
}

}  // namespace wardwire::sim
