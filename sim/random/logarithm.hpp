// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

namespace wardwire::sim {

/// ln(1 + s) - ln(1 - s) = 2 s + s z P(z) with z = s^2, for |s| up to (sqrt 2 - 1)^2: what
/// interpolates P = (2/3 + 2/5 z + 2/7 z^2 + ...) at the seven nodes of Chebyshev, the constant
/// term first. z P(z) is off by less than 2e-17; a test computes the numbers anew.
inline constexpr double log_ratio_polynomial[7] = {
    0x1.5555555555558p-1, 0x1.99999999952e2p-2, 0x1.2492492df148dp-2, 0x1.c71c62e5800a1p-3,
    0x1.7462b4ab2ef6bp-3, 0x1.39fe606542ddep-3, 0x1.2b584aae78a57p-3};

/// -ln(1 - p) for p in [0, 1), off by less than one unit in the last place, near 0 too.
///
/// Range reduction and the series of the inverse hyperbolic tangent (Muller 2016, "Elementary
/// Functions", section 11.4; the arrangement of the sum after Ng, 1993): 1 - p = m / 2^n with m
/// from sqrt(1/2) to sqrt 2, 1 - g = m and s = g / (2 - g). No library decides a bit of it, there
/// is no branch and no table, and every step is a correctly rounded operation. So each number comes
/// out the same alone or beside others, on any processor (promises D6 and D7).
[[gnu::always_inline]] inline double minus_log_one_minus(double p) {
    constexpr std::uint64_t root_of_half = 0x3fe6a09e667f3bcd, one = 0x3ff0000000000000;
    constexpr std::uint64_t fraction = (1ULL << 52) - 1;
    const double rest = 1.0 - p;
    const double lost = (1.0 - rest) - p;  // by rounding; exact

    const std::uint64_t shifted = std::bit_cast<std::uint64_t>(rest) + (one - root_of_half);
    const std::uint64_t halvings = 1023 - (shifted >> 52);
    const double m = std::bit_cast<double>((shifted & fraction) + root_of_half);
    const double two_to_n = std::bit_cast<double>((1023 + halvings) << 52);
    // A conversion that every processor has for many numbers at once: behind the point of 2^52.
    const double n = std::bit_cast<double>(halvings | 0x4330000000000000) - 0x1p52;

    const double g = (1.0 - m) - lost * two_to_n;
    const double s = g / (2.0 - g);
    const double z = s * s, w = z * z;
    const auto& c = log_ratio_polynomial;
    const double even = c[0] + w * (c[2] + w * (c[4] + w * c[6]));
    const double odd = c[1] + w * (c[3] + w * c[5]);
    const double beyond = z * (even + z * odd);
    const double half_square = 0.5 * g * g;
    // 2 s = g + s g = g + (1 + s) g^2 / 2. ln 2 in two parts, of which n times the first is exact.
    return n * 0x1.62e42fefa38p-1 +
           (g + (half_square + (s * (half_square + beyond) + n * 0x1.ef35793c7673p-45)));
}

}  // namespace wardwire::sim
