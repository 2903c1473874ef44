// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>

namespace wardwire::sim {

/// A length of simulated time: a whole number of microseconds in 64 bits (292,000 years).
///
/// Time is an integer so that comparisons are exact and the last bit of a floating-point library
/// never decides the order of two events (promises D2 and D6).
using Duration = std::chrono::duration<std::int64_t, std::micro>;

/// The clock of a simulation. It never reads a real clock; the kernel moves it.
struct SimulatedClock {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<SimulatedClock, Duration>;
    static constexpr bool is_steady = true;
};

/// A point in simulated time, counted from the start of the run.
using Time = SimulatedClock::time_point;

inline constexpr Time start_of_time{};
inline constexpr Time end_of_time = Time::max();

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::weeks;

/// The duration in seconds, for statistics and output. Exact up to 2^53 microseconds (285 years).
constexpr double in_seconds(Duration d) { return static_cast<double>(d.count()) * 1e-6; }
constexpr double in_minutes(Duration d) { return in_seconds(d) / 60.0; }
constexpr double in_hours(Duration d) { return in_seconds(d) / 3600.0; }

/// The duration nearest to a number of seconds; numbers beyond the range become the largest
/// duration, and what is not a number becomes zero.
inline Duration from_seconds(double length) {
    const double ticks = length * 1e6;
    // Nearly always: the sum with a number of that size has no room for less than whole ticks.
    constexpr double no_fractions = 0x1.8p52;
    if (std::abs(ticks) < 0x1p51) [[likely]]
        return Duration{std::bit_cast<std::int64_t>(ticks + no_fractions) -
                        std::bit_cast<std::int64_t>(no_fractions)};
    if (ticks >= 9.2e18) return Duration::max();
    if (ticks <= -9.2e18) return Duration::min();
    return std::isnan(ticks) ? Duration::zero() : Duration{std::llrint(ticks)};
}

}  // namespace wardwire::sim
