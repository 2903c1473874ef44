// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "sim/random/arrival.hpp"
#include "tests/support/broken_contract.hpp"
#include "tests/support/instants.hpp"

namespace wardwire::sim {
namespace {

using test::at_hour;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Duration week = weeks{1};

/// Ward-like: nights at zero, rising mornings, weekends at half.
WeeklyRate::PerHour ward_rates() {
    WeeklyRate::PerHour rates{};
    for (std::size_t hour = 0; hour < rates.size(); ++hour) {
        const std::size_t of_day = hour % 24;
        const double half_on_weekends = hour >= 120 ? 0.5 : 1.0;
        if (of_day >= 7 && of_day < 19)
            rates[hour] = half_on_weekends * static_cast<double>(of_day) / 3600.0;
    }
    return rates;
}

/// The expected number from `from` to `to`, added up minute by minute.
double expected_by_minutes(const WeeklyRate::PerHour& rates, Duration offset, Time from, Time to) {
    long double sum = 0;
    for (Time t = from; t < to;) {
        const Duration since_monday = t.time_since_epoch() + offset + 1000 * week;
        const auto hour = static_cast<std::size_t>(since_monday % week / hours{1});
        const Time minute_ends = t + (minutes{1} - since_monday % minutes{1});
        const Time piece_ends = std::min(minute_ends, to);
        sum += static_cast<long double>(rates[hour]) * in_seconds(piece_ends - t);
        t = piece_ends;
    }
    return static_cast<double>(sum);
}

}  // namespace

TEST_CASE("the hour of the week counts from Monday, wherever simulated time begins") {
    WeeklyRate::PerHour rates{};
    rates[0] = 1.0;
    const WeeklyRate from_monday{rates};
    CHECK(from_monday.hour_of_week(start_of_time) == 0);
    CHECK(from_monday.hour_of_week(start_of_time + week - microseconds{1}) == 167);
    CHECK(from_monday.at(start_of_time + week) == 1.0);
    CHECK(from_monday.at(start_of_time + hours{1}) == 0.0);
    CHECK(from_monday.hour_of_week(start_of_time - hours{1}) == 167);

    const WeeklyRate from_wednesday_noon{rates, hours{60}};
    CHECK(from_wednesday_noon.hour_of_week(start_of_time) == 60);
    CHECK(from_wednesday_noon.at(start_of_time + hours{108}) == 1.0);
    const WeeklyRate same{rates, hours{60} - 3 * week};
    CHECK(same.hour_of_week(start_of_time) == 60);
}

TEST_CASE("the next arrival follows from arithmetic on two busy hours") {
    WeeklyRate::PerHour rates{};
    rates[1] = 1.0 / 3600.0;
    rates[100] = 3.0 / 3600.0;
    const WeeklyRate rate{rates};
    CHECK(rate.expected_per_week() == Approx(4.0));
    CHECK(rate.next(start_of_time, 0.25) == at_hour(1.25));
    CHECK(rate.next(at_hour(1.25), 0.5) == at_hour(1.75));
    CHECK(rate.next(at_hour(1.25), 1.5) == at_hour(100.25));
    CHECK(rate.next(at_hour(50.0), 3.0 + 0.5) == at_hour(168.0 + 1.5));
    CHECK(rate.next(at_hour(1.5), 4.0e5 + 0.25) == at_hour(1.75) + 100'000 * week);
    // A source of double intensity waits for half as much.
    CHECK(rate.next(start_of_time, 1.0 / 2.0) == at_hour(1.5));
}

TEST_CASE("arrivals that never come are at the end of time") {
    const WeeklyRate nobody{WeeklyRate::PerHour{}};
    CHECK(nobody.next(start_of_time, 1.0) == end_of_time);
    CHECK(nobody.next(start_of_time, 0.0) == end_of_time);
    CHECK(nobody.expected(start_of_time, end_of_time) == 0.0);
    const WeeklyRate ward{ward_rates()};
    CHECK(ward.next(start_of_time, infinity) == end_of_time);
    CHECK(ward.next(end_of_time - hours{1}, 1e5) == end_of_time);
}

TEST_CASE("the expected number agrees with a sum over minutes, and inversion undoes it") {
    std::mt19937_64 random(1975);
    const auto rates = ward_rates();
    for (int i = 0; i < 60; ++i) {
        const Duration offset{static_cast<std::int64_t>(random() % 604'800'000'000)};
        const WeeklyRate rate{rates, offset};
        const Time from = start_of_time + Duration{static_cast<std::int64_t>(random() >> 22)};
        const double arrivals = std::ldexp(static_cast<double>(random() >> 40), -14);  // to 1,000
        const Time next = rate.next(from, arrivals);
        REQUIRE(next >= from);
        CAPTURE(offset.count(), from.time_since_epoch().count(), arrivals);
        const double slowly = expected_by_minutes(rates, offset, from, next);
        // Half a microsecond at the highest rate, and a double's rounding of a week's sum.
        const double half_tick = 0.5e-6 * 18.0 / 3600.0 + 1e-12 * (1.0 + arrivals);
        CHECK(std::abs(slowly - arrivals) <= half_tick);
        CHECK(std::abs(rate.expected(from, next) - slowly) <= 1e-12 * (1.0 + arrivals));
        // Nobody arrives in an hour of rate zero.
        CHECK(rate.at(next - microseconds{1}) > 0.0);
    }
}

TEST_CASE("an arrival at the very end of the last busy hour stays there") {
    WeeklyRate::PerHour rates{};
    rates[10] = 0.1;  // not a power of two: sums are rounded
    const WeeklyRate rate{rates};
    const double an_hour = rate.expected_per_week();
    CHECK(rate.next(start_of_time, std::nextafter(an_hour, 0.0)) == at_hour(11.0));
    CHECK(rate.next(start_of_time, an_hour) == at_hour(168.0 + 10.0));
    for (int whole_weeks = 1; whole_weeks < 500; ++whole_weeks) {
        const Time next = rate.next(start_of_time, whole_weeks * an_hour);
        const Duration into_week = next.time_since_epoch() % week;
        REQUIRE((into_week == hours{10} || into_week == hours{11}));
    }
}

TEST_CASE("a thinned process ends where it is told, and holds its rate to the bound") {
    Stream draws = Chance(1979, 0).channel(Purpose{0}).stream(0);
    const auto nothing = [](Time) { return 0.0; };
    CHECK(next_by_thinning(start_of_time, at_hour(1.0), 1.0, nothing, draws) == end_of_time);
    CHECK(next_by_thinning(start_of_time, at_hour(1.0), 0.0, nothing, draws) == end_of_time);
    const auto step = [](Time t) { return t < at_hour(5.0) ? 0.0 : 1.0; };
    const Time next = next_by_thinning(start_of_time, at_hour(10.0), 1.0, step, draws);
    CHECK(next >= at_hour(5.0));
    CHECK(next < at_hour(10.0));
    const auto too_high = [](Time) { return 2.0; };
    CHECK(test::broken_contract([&] {
              next_by_thinning(start_of_time, at_hour(10.0), 1.0, too_high, draws);
          }).find("left its bound") != std::string::npos);
}

TEST_CASE("a rate that is no rate is a problem with a name") {
    WeeklyRate::PerHour rates{};
    rates[3] = -1.0;
    CHECK(WeeklyRate::problem(rates) == std::string("rates must be finite and not negative"));
    rates[3] = infinity;
    CHECK(WeeklyRate::problem(rates));
    rates[3] = 1.0;
    CHECK_FALSE(WeeklyRate::problem(rates));
}

}  // namespace wardwire::sim
