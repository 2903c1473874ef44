// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/chat_log.hpp"
#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/weekly_delays.hpp"
#include "tests/unit/analysis/office_log.hpp"

namespace {

using namespace wardwire::analysis;
using namespace wardwire::test;

TEST_CASE("a calendar knows the weeks and hours of an observation and leaves outages out") {
    Scribe scribe(1, 1, 2);
    scribe.log.window.from = monday + 2 * day;
    scribe.log.outages = {{monday + 3 * day, monday + 3 * day + 12 * hour}};
    const LogCalendar calendar(scribe.log);
    CHECK(calendar.weeks() == 2);
    CHECK(calendar.first_monday() == std::chrono::sys_days{std::chrono::days{20'458}});
    CHECK(calendar.hour_of(monday + 8 * day + 5 * hour) == 29);
    CHECK(calendar.week_of(monday + 8 * day) == 1);
    CHECK(calendar.exposure_hours()[0] == Approx(1.0));
    CHECK(calendar.exposure_hours()[72 + 3] == Approx(1.0));
    CHECK(calendar.exposure_hours()[72 + 13] == Approx(2.0));
    CHECK(calendar.week_exposure()[0] == Approx(4.5 / 7.0));
    CHECK(calendar.day_exposure()[3] == Approx(0.5));
}

TEST_CASE("conversations are turns of one author after the other") {
    Scribe scribe(2, 1, 1);
    scribe.write(0, 0, 2, monday);
    scribe.write(1, 1, 2, monday + second);
    scribe.write(0, 0, 2, monday + 10 * second);
    scribe.write(0, 2, 0, monday + 40 * second);
    scribe.log.read_at = {monday + 20 * second, no_time, monday + 25 * second, no_time};
    const ChatLog chat = gather_chat(scribe.log);
    REQUIRE(chat.conversations.size() == 2);
    const auto turns = chat.turns_of(chat.conversations[0]);
    REQUIRE(turns.size() == 2);
    CHECK(turns[0].messages == 2);
    CHECK(turns[0].last_at == monday + 10 * second);
    CHECK(turns[0].read_at == monday + 25 * second);
    CHECK(turns[1].author == 2);
    CHECK(chat.conversations[0].users == 2);
    CHECK(chat.conversations[0].other == 2);
    CHECK(chat.conversations[1].turns == 1);
}

TEST_CASE("messages to pools and patients are no chat") {
    Scribe scribe(1, 1, 1);
    scribe.log.roles.push_back("patient");
    scribe.hire(1, 3);
    scribe.write(0, 0, 1, monday);
    scribe.write(1, 2, 0, monday + second);
    scribe.write(2, 0, none, monday + second);
    scribe.log.pool = {none, none, 0};
    const ChatLog chat = gather_chat(scribe.log);
    CHECK(chat.conversations.size() == 1);
    CHECK(chat.rows_left_out == 2);
}

TEST_CASE("a role of which nothing may be told joins another") {
    Scribe scribe(20, 4, 1);
    scribe.hire(1, 2);
    for (int i = 0; i < 60; ++i) scribe.write(i, i % 25, (i + 1) % 25, monday + i * hour);
    const ChatLog chat = gather_chat(scribe.log);
    const StaffGroups strict = group_staff(scribe.log, chat, {11, 20.0, 0.5});
    REQUIRE(strict.groups.size() == 1);
    CHECK(strict.groups[0].name == "other");
    CHECK(strict.groups[0].people == 25);
    CHECK(strict.merged == std::vector<std::string>{"nurse", "physician", "clerk"});
    const StaffGroups loose = group_staff(scribe.log, chat, {4, 8.0, 0.5});
    REQUIRE(loose.groups.size() == 2);
    CHECK(loose.groups[0].name == "nurse");
    CHECK(loose.groups[1].people == 5);
    CHECK(loose.group_of[24] == 1);
}

TEST_CASE("delays on a grid keep their median and their censoring") {
    WeeklyDelays delays(2);
    for (int i = 0; i < 100; ++i) delays.add(0, 10.0, true);
    for (int i = 0; i < 100; ++i) delays.add(1, 1000.0, true);
    for (int i = 0; i < 100; ++i) delays.add(1, 500.0, false);
    const SurvivalCurve both = kaplan_meier(delays.lifetimes(std::vector<double>{1.0, 1.0}));
    CHECK(both.over_by(11.0) == Approx(1.0 / 3.0));
    CHECK(both.over_by(1100.0) == Approx(1.0));
    const SurvivalCurve second_week = kaplan_meier(delays.lifetimes(std::vector<double>{0.0, 1.0}));
    CHECK(second_week.quantile(0.5) == Approx(1000.0).epsilon(0.04));
    for (const TimeWindow& one : delays.windows(60.0))
        if (std::isfinite(one.until)) CHECK(one.until - one.after > 60.0);
}

TEST_CASE("a log of an office gives back how it was made") {
    const EventLog log = office_log(8, 31);
    const ChatCalibration found = calibrate_chat(log, gather_chat(log), LeastCell{});
    REQUIRE(found.groups.size() == 2);
    const GroupCalibration& nurse = found.groups[0];
    const GroupCalibration& physician = found.groups[1];
    CHECK(nurse.group.people == 30);
    CHECK(nurse.duty.is_on(9));
    CHECK_FALSE(nurse.duty.is_on(3));
    CHECK_FALSE(nurse.duty.is_on(5 * 24 + 9));
    // 300 starts a week of 30 people, spread by rate and profile: their product is known.
    double hours = 0.0;
    for (std::size_t h = 0; h < hours_a_week; ++h)
        if (nurse.duty.is_on(h)) hours += found.profile[h].value;
    CHECK(nurse.starts_per_hour.value * hours * 30 == Approx(300.0).epsilon(0.06));
    CHECK(physician.starts_per_hour.value == 0.0);
    CHECK(nurse.to[1].value > 0.99);
    CHECK(found.users[0].value == Approx(1.0));
    // 2400 conversations: standard error .01.
    CHECK(found.continuation[0].value == Approx(0.5).margin(0.04));
    CHECK(found.messages_per_turn.value == 1.0);
    CHECK(physician.answers.median_s.value == Approx(300.0).epsilon(0.15));
    CHECK(physician.answers.law.never == Approx(0.5).margin(0.05));
    REQUIRE_FALSE(physician.answers.law.parts.empty());
    CHECK(found.busyness.value < 0.01);
    // The variance has the divisor n: 7/8 of 1 with eight weeks.
    CHECK(found.dispersion == Approx(0.875).margin(0.12));
    CHECK(found.poisson.p_value > 1e-3);
    CHECK(found.day_types.type_of == std::vector<std::size_t>{1, 1, 1, 1, 1, 0, 0});
    CHECK(found.week_factor == std::vector<double>(8, 1.0));
    CHECK(found.again.value < 0.1);
}

}  // namespace
