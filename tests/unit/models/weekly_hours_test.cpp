// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <string>

#include "models/weekly_hours.hpp"
#include "sim/random/stream.hpp"
#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::BusinessClock;
using models::Calendar;
using models::WeeklyHours;
using sim::days;
using sim::hours;
using sim::start_of_time;

namespace {

/// Open time between two whole minutes, counted minute by minute.
sim::Duration counted_between(const BusinessClock& clock, std::int64_t from, std::int64_t to) {
    sim::Duration open{};
    for (std::int64_t m = from; m < to; ++m)
        if (clock.is_open(start_of_time + minute(m))) open += minute(1);
    return open;
}

/// The first whole minute by which so many open minutes have passed.
sim::Time counted_after(const BusinessClock& clock, std::int64_t from, std::int64_t open) {
    std::int64_t m = from;
    for (; open > 0; ++m)
        if (clock.is_open(start_of_time + minute(m))) --open;
    return start_of_time + minute(m);
}

/// Random hours and holidays on whole minutes.
BusinessClock random_clock(sim::Stream& draw) {
    const auto below = [&draw](std::uint64_t n) { return static_cast<std::int64_t>(draw() % n); };
    WeeklyHours open;
    for (std::int64_t n = 1 + below(4); n > 0; --n) {
        const std::int64_t from = below(7 * 24 * 60);
        open.add(minute(from), minute(from + 1 + below(40 * 60)));
    }
    Calendar calendar;
    calendar.start_day += below(7);
    for (std::int64_t day = 0; day < 28; ++day)
        if (below(6) == 0) calendar.holidays.push_back(day);
    return {open, calendar};
}

}  // namespace

TEST_CASE("hours that touch or overlap are one opening") {
    WeeklyHours open;
    open.add(hours{8}, hours{12});
    open.add(hours{13}, hours{17});
    CHECK(open.intervals.size() == 2);
    open.add(hours{12}, hours{13});
    CHECK(open.intervals == std::vector<WeeklyHours::Interval>{{hours{8}, hours{17}}});
    open.add(hours{7}, hours{18});
    CHECK(open.intervals == std::vector<WeeklyHours::Interval>{{hours{7}, hours{18}}});
}

TEST_CASE("hours that run past Sunday midnight go on on Monday") {
    WeeklyHours open;
    open.add(days{6} + hours{22}, days{7} + hours{6});
    CHECK(open.intervals ==
          std::vector<WeeklyHours::Interval>{{hours{0}, hours{6}}, {days{6} + hours{22}, days{7}}});
    const BusinessClock clock(open, Calendar{});
    CHECK(clock.is_open(start_of_time + hours{5}));
    CHECK_FALSE(clock.is_open(start_of_time + hours{6}));
    CHECK(clock.between(start_of_time + days{6}, start_of_time + days{8}) == hours{8});
}

TEST_CASE("seven whole days are always") {
    WeeklyHours open;
    for (int day = 6; day >= 0; --day) open.add(days{day}, days{day + 1});
    CHECK(open.is_always());
    CHECK(BusinessClock(open, Calendar{}).next_opening(start_of_time) == sim::end_of_time);
}

TEST_CASE("2026-01-05 is a Monday and 1970-01-01 a Thursday") {
    Calendar calendar;
    CHECK(calendar.week_offset() == days{0});
    CHECK(calendar.time_of_week(start_of_time + days{8} + hours{3}) == days{1} + hours{3});
    calendar.start_day = 0;
    CHECK(calendar.week_offset() == days{3});
    calendar.start_day = -1;
    CHECK(calendar.week_offset() == days{2});
    CHECK(calendar.hour_of_day(start_of_time + days{5} + hours{23} + minute(59)) == 23);
}

TEST_CASE("a delay on the business clock stands still overnight") {
    const BusinessClock office(weekly({0, 1, 2, 3, 4}, hours{8}, hours{17}), Calendar{});
    // Friday 16:00 and two open hours: Monday 09:00.
    const sim::Time friday = start_of_time + days{4} + hours{16};
    CHECK(office.after(friday, hours{2}) == start_of_time + days{7} + hours{9});
    CHECK(office.between(friday, start_of_time + days{7} + hours{9}) == hours{2});
    CHECK(office.after(friday, hours{1}) == start_of_time + days{4} + hours{17});
    CHECK(office.after(start_of_time, hours{0}) == start_of_time);
}

TEST_CASE("a holiday is closed unless the hours are always") {
    Calendar calendar;
    calendar.holidays = {7};  // the second Monday
    const WeeklyHours weekdays = weekly({0, 1, 2, 3, 4}, hours{8}, hours{17});
    const BusinessClock office(weekdays, calendar);
    CHECK_FALSE(office.is_open(start_of_time + days{7} + hours{9}));
    const sim::Time friday = start_of_time + days{4} + hours{16};
    CHECK(office.after(friday, hours{2}) == start_of_time + days{8} + hours{9});
    CHECK(BusinessClock(WeeklyHours::always(), calendar).is_open(start_of_time + days{7}));
}

TEST_CASE("openings and closings are told in advance") {
    Calendar calendar;
    calendar.holidays = {7};
    const BusinessClock office(weekly({0, 1, 2, 3, 4}, hours{8}, hours{17}), calendar);
    const sim::Time friday = start_of_time + days{4};
    CHECK(office.next_opening(friday) == friday + hours{8});
    CHECK(office.next_opening(friday + hours{8}) == start_of_time + days{8} + hours{8});
    CHECK(office.next_closing(friday + hours{8}) == friday + hours{17});
    CHECK(BusinessClock({}, calendar).next_opening(friday) == sim::end_of_time);
}

TEST_CASE("what is open day and night closes for a holiday and opens at midnight after it") {
    Calendar calendar;
    calendar.holidays = {2};  // Wednesday
    const BusinessClock clock(weekly({0, 1, 2, 3, 4}, hours{0}, hours{24}), calendar);
    const sim::Time tuesday = start_of_time + days{1} + hours{12};
    CHECK(clock.next_closing(tuesday) == start_of_time + days{2});
    CHECK(clock.next_opening(tuesday) == start_of_time + days{3});
    CHECK(clock.next_opening(start_of_time + days{3}) == start_of_time + days{7});
}

TEST_CASE("the business clock agrees with counting minute by minute") {
    sim::Stream draw = sim::Chance(7, 0).channel(sim::Purpose{0}).stream(0);
    constexpr std::int64_t horizon = 3 * 7 * 24 * 60;
    for (int round = 0; round < 60; ++round) {
        const BusinessClock clock = random_clock(draw);
        const auto from = static_cast<std::int64_t>(draw() % horizon);
        const auto to = from + static_cast<std::int64_t>(draw() % (7 * 24 * 60));
        const sim::Time a = start_of_time + minute(from);
        const sim::Time b = start_of_time + minute(to);
        const sim::Duration open = counted_between(clock, from, to);
        REQUIRE(clock.between(a, b) == open);
        // `after` is the least inverse of `between`.
        REQUIRE(clock.after(a, open) <= b);
        REQUIRE(clock.between(a, clock.after(a, open)) == open);
        const std::int64_t wanted = 1 + static_cast<std::int64_t>(draw() % (48 * 60));
        REQUIRE(clock.after(a, minute(wanted)) == counted_after(clock, from, wanted));
    }
}

TEST_CASE("an opening is where the clock begins to run and a closing where it stops") {
    sim::Stream draw = sim::Chance(8, 0).channel(sim::Purpose{0}).stream(0);
    for (int round = 0; round < 60; ++round) {
        const BusinessClock clock = random_clock(draw);
        const auto from = static_cast<std::int64_t>(draw() % (14 * 24 * 60));
        const sim::Time now = start_of_time + minute(from);
        std::int64_t m = from + 1;
        while (m < from + 14 * 24 * 60 && (!clock.is_open(start_of_time + minute(m)) ||
                                           clock.is_open(start_of_time + minute(m - 1))))
            ++m;
        INFO("round " << round << " from minute " << from);
        if (m < from + 14 * 24 * 60) REQUIRE(clock.next_opening(now) - start_of_time == minute(m));
        if (!clock.is_open(now)) continue;
        m = from;
        while (clock.is_open(start_of_time + minute(m))) ++m;
        REQUIRE(clock.next_closing(now) - start_of_time == minute(m));
    }
}

}  // namespace wardwire::test
