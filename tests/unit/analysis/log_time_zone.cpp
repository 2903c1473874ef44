// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "analysis/log/time_zone.hpp"

namespace wardwire::analysis {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;

/// Microseconds from 1970 to a minute of UTC or of a wall.
std::int64_t at(int y, unsigned m, unsigned d, int hour, int minute = 0) {
    const sys_days date = year{y} / month{m} / day{d};
    return (std::int64_t{date.time_since_epoch().count()} * 1440 + hour * 60 + minute) * 60'000'000;
}

constexpr std::int64_t one_hour = 3'600'000'000;

TEST_CASE("an offset is a time zone, and a name that is nowhere is none") {
    CHECK(TimeZone::find("-05:30")->offset_at(0) == -11 * one_hour / 2);
    CHECK(TimeZone::find("UTC")->offset_at(0) == 0);
    for (const char* name : {"", "Europe", "Mars/Phobos", "/etc/passwd", "../zoneinfo/UTC", "+5:00",
                             "+24:00", "05:00"}) {
        CAPTURE(name);
        CHECK_FALSE(TimeZone::find(name));
    }
}

TEST_CASE("the week on the wall begins with Monday's first hour, summer and winter") {
    const auto new_york = *TimeZone::find("America/New_York");
    // 2026-01-05 and 2026-07-06 are Mondays; New York is five and four hours behind.
    CHECK(new_york.hour_of_week(at(2026, 1, 5, 5)) == 0);
    CHECK(new_york.hour_of_week(at(2026, 1, 5, 4, 59)) == 167);
    CHECK(new_york.hour_of_week(at(2026, 7, 6, 4)) == 0);
    CHECK(TimeZone().hour_of_week(at(1969, 12, 29, 1)) == 1);
    CHECK(new_york.local_day(at(2026, 1, 5, 4, 59)) == sys_days{year{2026} / 1 / 4});
}

TEST_CASE("an hour that is left out has no instant, and one that comes twice has two") {
    const auto amsterdam = *TimeZone::find("Europe/Amsterdam");
    CHECK(amsterdam.instants_of(at(2026, 3, 29, 2, 30)).empty());
    const std::int64_t twice = at(2026, 10, 25, 2, 30);
    CHECK(amsterdam.instants_of(twice) ==
          std::vector<std::int64_t>{twice - 2 * one_hour, twice - one_hour});
    const std::int64_t once = at(2026, 10, 25, 12);
    CHECK(amsterdam.instants_of(once) == std::vector<std::int64_t>{once - one_hour});
}

TEST_CASE("clocks go on being changed after the last change that the database lists") {
    const auto new_york = *TimeZone::find("America/New_York");
    CHECK(new_york.offset_at(at(2090, 7, 1, 0)) == -4 * one_hour);
    CHECK(new_york.offset_at(at(2090, 12, 1, 0)) == -5 * one_hour);
    // South of the equator summer time spans the turn of the year.
    const auto sydney = *TimeZone::find("Australia/Sydney");
    CHECK(sydney.offset_at(at(2090, 1, 1, 0)) == 11 * one_hour);
    CHECK(sydney.offset_at(at(2090, 7, 1, 0)) == 10 * one_hour);
}

}  // namespace
}  // namespace wardwire::analysis
