// SPDX-License-Identifier: Apache-2.0
#include "sim/random/logarithm.hpp"

#include <algorithm>
#include <array>
#include <boost/math/constants/constants.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/random/laws.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::sim {
namespace {

using Wide = boost::multiprecision::cpp_bin_float_50;
using Wides = std::array<Wide, 7>;

/// (ln(1 + s) - ln(1 - s) - 2 s) / (s z) at z = s^2, by its series.
Wide log_ratio_beyond(const Wide& z) {
    Wide sum = 0, power = 2;
    for (int k = 3; k < 80; k += 2, power *= z) sum += power / k;
    return sum;
}

Wide greatest_z() {
    const Wide s = pow(sqrt(Wide{2}) - 1, 2);
    return s * s;
}

/// The polynomial through seven points, by differences of Newton, constant term first.
Wides polynomial_through(const Wides& at, Wides differences) {
    for (std::size_t order = 1; order < 7; ++order)
        for (std::size_t i = 6; i >= order; --i)
            differences[i] = (differences[i] - differences[i - 1]) / (at[i] - at[i - order]);
    Wides polynomial{};
    for (std::size_t i = 7; i-- > 0;) {
        for (std::size_t k = 7; k-- > 1;) polynomial[k] = polynomial[k - 1] - at[i] * polynomial[k];
        polynomial[0] = differences[i] - at[i] * polynomial[0];
    }
    return polynomial;
}

/// A number whose rest or itself is small, or neither: the places where a logarithm goes wrong.
double awkward(Stream& stream, std::uint64_t i) {
    const double u = stream.uniform();
    const int smaller = static_cast<int>(stream() % 53);
    if (i % 3 == 0) return u;
    return i % 3 == 1 ? std::ldexp(u, -smaller) : 1.0 - std::max(std::ldexp(u, -smaller), 0x1p-53);
}

/// The distance from the truth in units of the last place, of 64 bits of precision.
double units_off(double p, double result) {
    const long double truth = -std::log1p(-static_cast<long double>(p));
    const long double unit = std::ldexp(1.0L, std::ilogb(truth) - 52);
    return static_cast<double>(std::abs(result - truth) / unit);
}

TEST_CASE("the polynomial of the logarithm is the one that interpolates at Chebyshev's nodes") {
    Wides nodes, values;
    for (std::size_t i = 0; i < 7; ++i) {
        const Wide angle = boost::math::constants::pi<Wide>() * (2 * static_cast<int>(i) + 1) / 14;
        nodes[i] = greatest_z() / 2 * (1 + cos(angle));
        values[i] = log_ratio_beyond(nodes[i]);
    }
    const Wides computed = polynomial_through(nodes, values);
    for (std::size_t k = 0; k < 7; ++k)
        CHECK(static_cast<double>(computed[k]) == log_ratio_polynomial[k]);

    double furthest = 0;
    for (int step = 0; step <= 2'000; ++step) {
        const Wide z = greatest_z() * step / 2'000;
        Wide sum = 0;
        for (std::size_t k = 7; k-- > 0;) sum = sum * z + log_ratio_polynomial[k];
        furthest = std::max(furthest, static_cast<double>(abs(z * (sum - log_ratio_beyond(z)))));
    }
    CHECK(furthest < 2e-17);
}

TEST_CASE("the exponential quantile is off by less than one unit in the last place") {
    Stream stream = Chance(1, 0).channel(Purpose{1}).stream(0);
    double furthest = 0, of_the_naive = 0;
    for (std::uint64_t i = 0; i < 3'000'000; ++i) {
        const double p = awkward(stream, i);
        furthest = std::max(furthest, units_off(p, exponential_quantile(p)));
        if (i < 10'000) of_the_naive = std::max(of_the_naive, units_off(p, -std::log(1.0 - p)));
    }
    CAPTURE(furthest);
    CHECK(furthest < 0.9);      // the greatest seen in 2 * 10^7 is 0.864
    CHECK(of_the_naive > 1e3);  // such points do tell a logarithm that loses small numbers
}

TEST_CASE("the exponential quantile is exact at its ends and next to them") {
    CHECK(exponential_quantile(0.0) == 0.0);
    CHECK_FALSE(std::signbit(exponential_quantile(0.0)));
    CHECK(exponential_quantile(1.0) == std::numeric_limits<double>::infinity());
    CHECK(exponential_quantile(std::numeric_limits<double>::min()) ==
          std::numeric_limits<double>::min());
    CHECK(exponential_quantile(1.0 - 0x1p-53) == 0x1.25e4f7b2737fap+5);  // 53 ln 2
    CHECK(exponential_quantile(0.5) == 0x1.62e42fefa39efp-1);
}

TEST_CASE("the exponential quantile never falls, also where the reduction changes its range") {
    Stream stream = Chance(2, 0).channel(Purpose{1}).stream(0);
    const double root = std::sqrt(0.5);
    const std::array<double, 6> edges = {1.0 - root, 1.0 - 0.5 * root, 1.0 - 0.25 * root, 0.5,
                                         0.75,       0x1p-53};
    for (const double edge : edges) {
        double p = edge;
        for (int i = 0; i < 1'000; ++i) p = std::nextafter(p, 0.0);
        for (int i = 0; i < 2'000; ++i) {
            const double next = std::nextafter(p, 1.0);
            REQUIRE(exponential_quantile(p) <= exponential_quantile(next));
            p = next;
        }
    }
    for (int i = 0; i < 300'000; ++i) {
        const double p = stream.uniform();
        REQUIRE(exponential_quantile(p) <= exponential_quantile(std::nextafter(p, 1.0)));
    }
}

TEST_CASE("eight quantiles at once are those of each alone, with all instructions") {
    Stream stream = Chance(3, 0).channel(Purpose{1}).stream(0);
    for (const Instructions instructions : {Instructions::common, Instructions::avx2}) {
        if (!has(instructions)) continue;
        for (std::uint64_t i = 0; i < 100'000; ++i) {
            EightNumbers numbers, expected;
            for (std::size_t k = 0; k < 8; ++k) numbers[k] = awkward(stream, i + k);
            std::transform(numbers.begin(), numbers.end(), expected.begin(), exponential_quantile);
            exponential_quantiles(numbers, instructions);
            REQUIRE(numbers == expected);
        }
    }
}

TEST_CASE("eight draws at once are those of each alone, with all instructions") {
    const std::array<std::uint64_t, 4> places = {0, 2, 0xfffffffe, 0xfffffffffffffffe};
    for (const Instructions instructions : {Instructions::common, Instructions::avx2}) {
        if (!has(instructions)) continue;
        for (const std::uint64_t first_block : places)
            for (const std::uint64_t entity : {places[0] + 7, places[2] + 7, ~places[1]}) {
                const Philox::Key key = {0x243f6a88, 0x85a308d3};
                EightDraws draws;
                philox_blocks(key, entity, first_block, draws, instructions);
                for (std::size_t i = 0; i < 8; i += 2) {
                    const std::uint64_t block = first_block + i / 2;
                    const auto words = Philox::block({Philox::low(block), Philox::high(block),
                                                      Philox::low(entity), Philox::high(entity)},
                                                     key);
                    CHECK(draws[i] == (words[0] | std::uint64_t{words[1]} << 32));
                    CHECK(draws[i + 1] == (words[2] | std::uint64_t{words[3]} << 32));
                }
            }
    }
}

TEST_CASE("eight uniform numbers at once are the next eight, from any position") {
    const Channel channel = Chance(4, 0).channel(Purpose{1});
    for (const std::uint64_t start : {0U, 1U, 5U, 8U, 14U}) {
        Stream stream = channel.stream(9);
        for (std::uint64_t i = 0; i < start; ++i) stream();
        for (std::uint64_t batch = 0; batch < 3; ++batch) {
            EightNumbers numbers;
            stream.uniforms(numbers);
            for (std::uint64_t i = 0; i < 8; ++i)
                CHECK(numbers[i] == channel.uniform(9, start + 8 * batch + i));
        }
        CHECK(stream.position() == start + 24);
        CHECK(stream.uniform() == channel.uniform(9, start + 24));
    }
}

TEST_CASE("a uniform number is an odd multiple of 2^-53") {
    Stream stream = Chance(5, 0).channel(Purpose{1}).stream(0);
    for (const std::uint64_t bits : {std::uint64_t{0}, ~std::uint64_t{0}, stream(), stream()})
        CHECK(to_uniform(bits) == static_cast<double>(bits >> 12) * 0x1p-52 + 0x1p-53);
}

TEST_CASE("a duration is the nearest number of microseconds, halves to even") {
    const auto ticks = [](double length) { return from_seconds(length).count(); };
    Stream stream = Chance(6, 0).channel(Purpose{1}).stream(0);
    for (int i = 0; i < 100'000; ++i) {
        const double length =
            std::ldexp(stream.uniform() - 0.5, static_cast<int>(stream() % 70) - 25);
        REQUIRE(ticks(length) == std::llrint(length * 1e6));
    }
    for (const double tick : {0.5, 1.5, 2.5, -0.5, -1.5, -2.5}) {
        const double length = tick / 1e6;
        REQUIRE(length * 1e6 == tick);
        CHECK(ticks(length) == std::llrint(tick));
    }
    CHECK(from_seconds(1e30) == Duration::max());
    CHECK(from_seconds(-1e30) == Duration::min());
    CHECK(from_seconds(std::nan("")) == Duration::zero());
}

}  // namespace
}  // namespace wardwire::sim
