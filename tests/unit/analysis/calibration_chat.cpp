// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <limits>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/chat_log.hpp"
#include "analysis/calibration/joint_draws.hpp"
#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/self_consistency.hpp"
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
    const StaffGroups strict = group_staff(scribe.log, chat, {}, {11, 20.0, 0.5});
    REQUIRE(strict.groups.size() == 1);
    CHECK(strict.groups[0].name == "other");
    CHECK(strict.groups[0].people == 25);
    CHECK(strict.merged == std::vector<std::string>{"nurse", "physician", "clerk"});
    const StaffGroups loose = group_staff(scribe.log, chat, {}, {4, 8.0, 0.5});
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

TEST_CASE(
    "shares within a minute or a day take in delays of exactly that, half of them by minutes") {
    for (const double resolution_s : {0.0, 60.0}) {
        WeeklyDelays delays(1);
        for (int i = 0; i < 50; ++i) delays.add(0, 59.0, true, resolution_s);
        for (int i = 0; i < 20; ++i) delays.add(0, 60.0, true, resolution_s);
        for (int i = 0; i < 30; ++i) delays.add(0, 61.0, true, resolution_s);
        const auto found = over_within(delays, std::array{60.0, 300.0}, 0.9);
        CHECK(found[0].value == Approx(resolution_s > 0.0 ? 0.6 : 0.7));
        CHECK(found[1].value == Approx(1.0));
    }
}

TEST_CASE("of turns that come off duty those count that are answered at all") {
    EventLog log = office_log(8, 38);
    const auto write = [&log](std::int32_t from, std::int32_t to, Instant at) {
        log.conversation.push_back(log.conversations);
        log.message.push_back(log.messages++);
        log.sender.push_back(from);
        log.recipient.push_back(to);
        log.sent_at.push_back(at);
    };
    for (std::int32_t k = 0; k < 40; ++k) {  // on each evening but those before weekends
        const Instant at = monday + (k / 5) * 7 * day + (k % 5 % 4) * day + 22 * hour + k * second;
        write(k % 30, 30 + k % 20, at);
        if (k % 4 == 0) write(30 + k % 20, k % 30, at + 60 * second);
        if (k % 4 == 1) write(30 + k % 20, k % 30, at + 12 * hour);
        ++log.conversations;
    }
    select_rows(log, sorted_rows(log));
    const ChatCalibration found = calibrate_chat(log, gather_chat(log), LeastCell{});
    const Estimate& off_duty = found.groups[1].answers.off_duty;
    CHECK(off_duty.n == Approx(20.0).margin(2.0));
    CHECK(off_duty.value == Approx(0.5).margin(0.05));
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
    CHECK(found.first_turns.mean.value == 1.0);
    CHECK(found.later_turns.mean.value == 1.0);
    CHECK(physician.answers.median_s.value == Approx(300.0).epsilon(0.15));
    CHECK(physician.answers.law.never == Approx(0.5).margin(0.05));
    REQUIRE_FALSE(physician.answers.law.parts.empty());
    CHECK(found.busyness.value < 0.01);
    CHECK(found.dispersion == Approx(1.0).margin(0.12));
    CHECK(found.poisson.p_value > 1e-3);
    CHECK(found.day_types.type_of == std::vector<std::size_t>{1, 1, 1, 1, 1, 0, 0});
    CHECK(found.week_factor == std::vector<double>(8, 1.0));
    CHECK(found.again.value < 0.1);
}

/// Two nurses with a roster of 12-hour shifts and one without; one writes 30 times a day on duty.
EventLog rostered_log() {
    Scribe scribe(3, 20, 4);
    std::int32_t conversation = 0;
    for (int d = 0; d < 28; ++d) {
        const Instant from = monday + d * day + (d % 2 == 0 ? 7 : 19) * hour;
        scribe.log.sessions.push_back({0, from, from + 12 * hour});
        for (int k = 0; k < 30; ++k, ++conversation)
            scribe.write(conversation, 0, 3 + k % 20, from + k * hour / 3);
    }
    for (int d = 0; d < 28; ++d)
        scribe.log.sessions.push_back(
            {1, monday + d * day + 7 * hour, monday + d * day + 19 * hour});
    return scribe.log;
}

TEST_CASE("hours on duty are those of the roster, without outages and holidays") {
    EventLog log = rostered_log();
    log.outages = {{monday + 7 * hour, monday + 10 * hour}};
    log.calendar = {{LogCalendar(log).first_monday() + std::chrono::days{1}, DayKind::holiday}};
    const ChatLog chat = gather_chat(log);
    const LogCalendar calendar(log);
    const StaffGroups staff = group_staff(log, chat, {}, {2, 0.0, 1.0});
    REQUIRE(staff.groups.size() == 2);
    const StaffDuty duty(log, calendar, staff, std::vector<DutyHours>(2));
    // Of the first nurse's 336 hours three are lost to the outage, seven are after the end of the
    // log, and of Tuesday's shift the five before midnight are a holiday's.
    CHECK(duty.hours_of(0) == Approx(336.0 - 3.0 - 7.0 - 5.0));
    CHECK(duty.hours_of(1) == Approx(336.0 - 3.0 - 12.0));
    CHECK(duty.is_on(0, monday + 7 * hour));
    CHECK_FALSE(duty.is_on(0, monday + 19 * hour));
    CHECK(duty.is_on(0, monday + day + 19 * hour));
    CHECK(duty.hours_before(0, monday + day + 20 * hour) -
              duty.hours_before(0, monday + 18 * hour) ==
          Approx(2.0));
    CHECK(duty.is_rostered(0));
    CHECK_FALSE(duty.is_rostered(1));
    const std::vector<ShiftKind> kinds = shift_kinds(log, calendar, staff, 0);
    REQUIRE(kinds.size() == 2);
    CHECK(kinds[0].from_minute == 7 * 60);
    CHECK(kinds[0].to_minute == 19 * 60);
    CHECK(kinds[1].to_minute == 31 * 60);
    CHECK(kinds[1].at_weekend == Approx(0.5));
}

/// The hours that a calibration takes nurses to have been on duty, each weighted by the profile.
double weighted_hours(const EventLog& log) {
    const ChatCalibration found = calibrate_chat(log, gather_chat(log), {2, 0.0, 1.0});
    return found.groups[0].starts_per_hour.n / found.groups[0].starts_per_hour.value;
}

TEST_CASE("a rate is per hour of the roster, of employment and of full time") {
    EventLog log = rostered_log();
    log.persons[2].first_day = std::chrono::sys_days{std::chrono::days{30'000}};  // long after
    const ChatLog chat = gather_chat(log);
    const LogCalendar calendar(log);
    const StaffGroups staff = group_staff(log, chat, {}, {2, 0.0, 1.0});
    const StaffDuty duty(log, calendar, staff, std::vector<DutyHours>(2));
    const ChatCalibration found = calibrate_chat(log, chat, {2, 0.0, 1.0});
    double expected = 0.0;
    for (std::size_t h = 0; h < hours_a_week; ++h)
        expected += duty.by_hour_of_week(0)[h] * found.profile[h].value;
    CHECK(weighted_hours(log) == Approx(expected));
    CHECK(std::string(found.groups[0].starts_per_hour.method).find("roster") != std::string::npos);
    CHECK(found.groups[0].mean_people == Approx(2.0));
    log.sessions.clear();
    const double of_two = weighted_hours(log);
    CHECK(of_two == Approx(2.0 * 4 * 168.0));
    log.persons[1].employment_share = 0.5;
    CHECK(weighted_hours(log) == Approx(0.75 * of_two));
}

TEST_CASE("holidays are days of their own: the rate is that of the others") {
    EventLog log = office_log(8, 31);
    const double with_all = calibrate_chat(log, gather_chat(log), LeastCell{}).weekly_growth.value;
    const auto first = LogCalendar(log).first_monday();
    // Every Wednesday a holiday with its messages: nothing of them is in the rates.
    for (int week = 0; week < 8; ++week)
        log.calendar.push_back({first + std::chrono::days{7 * week + 2}, DayKind::holiday});
    const ChatCalibration found = calibrate_chat(log, gather_chat(log), LeastCell{});
    CHECK(found.holidays.size() == 8);
    CHECK(found.groups[0].starts_per_hour.n == Approx(8 * 240).epsilon(0.06));
    CHECK(found.weekly_growth.value == Approx(with_all).epsilon(0.02));
}

TEST_CASE("pauses, and answers to the author alone, are read off conversations of several") {
    Scribe scribe(30, 20, 8);
    const auto write_to_both = [&](std::int32_t conversation, Instant at) {
        scribe.write(conversation, 0, 1, at);
        scribe.write(conversation, 0, 2, at);
        scribe.log.message.back() = --scribe.log.messages - 1;  // one message to two
    };
    for (std::int32_t k = 0; k < 40; ++k) {
        const Instant at = monday + k * day + 9 * hour;
        write_to_both(3 * k, at);
        write_to_both(3 * k, at + 100 * second);
        if (k % 4 == 0) scribe.write(3 * k + 1, 1, 0, at + hour);  // 10 of 80 in time
        if (k % 4 == 1) scribe.write(3 * k + 1, 2, 5, at + hour);  // to somebody else
        scribe.write(3 * k + 2, 6, 7, at + 2 * hour);
        if (k % 2 == 0) scribe.write(3 * k + 2, 7, 6, at + 3 * hour);
    }
    select_rows(scribe.log, sorted_rows(scribe.log));
    const auto found = [&](IdSource ids) {
        scribe.log.conversation_ids = ids;
        return calibrate_chat(scribe.log, gather_chat(scribe.log), LeastCell{});
    };
    const ChatCalibration inferred = found(IdSource::inferred);
    CHECK(inferred.aside.value == Approx(10.0 / 80.0));
    CHECK(inferred.to_all.value == 0.0);
    // Of the others half are answered, and of the asides none is; the others are all of two.
    CHECK(inferred.to_aside.value == 0.0);
    CHECK(inferred.continuation[0].value == Approx(20.0 / 50.0));
    CHECK(inferred.same.value == 1.0);
    CHECK(inferred.same.n == 32.0);
    REQUIRE(inferred.gap);
    CHECK(inferred.gap->median_s.n == 40.0);
    CHECK(inferred.gap->law.over_by(80.0) < 0.05);
    CHECK(inferred.gap->law.over_by(125.0) > 0.95);
    const ChatCalibration given = found(IdSource::given);
    CHECK(given.aside.n == 0.0);
    CHECK(given.same.n == 0.0);
    CHECK(given.continuation[0].value == Approx(20.0 / 100.0));
}

TEST_CASE("who writes outside the hours of duty shows in the profile, and all starts are counted") {
    EventLog log = office_log(8, 37);
    const auto rows = static_cast<std::int32_t>(log.rows());
    for (std::int32_t k = 0; k < 16; ++k) {  // two on each Saturday
        log.conversation.push_back(log.conversations++);
        log.message.push_back(log.messages++);
        log.sender.push_back(k);
        log.recipient.push_back(40);
        log.sent_at.push_back(monday + (k / 2) * 7 * day + 5 * day + 11 * hour + k * second);
    }
    REQUIRE(static_cast<std::int32_t>(log.rows()) == rows + 16);
    select_rows(log, sorted_rows(log));
    const ChatCalibration found = calibrate_chat(log, gather_chat(log), LeastCell{});
    const GroupCalibration& nurse = found.groups[0];
    CHECK_FALSE(nurse.duty.is_on(5 * 24 + 11));
    CHECK(nurse.starts_off_duty == 1.0);
    double weekly = 0.0;
    for (const Estimate& hour : found.profile) weekly += nurse.starts_per_hour.value * hour.value;
    CHECK(30.0 * weekly == Approx(nurse.starts_per_hour.n / 8.0).epsilon(0.02));
    CHECK(30.0 * nurse.starts_per_hour.value * found.profile[5 * 24 + 11].value ==
          Approx(2.0).epsilon(0.5));
}

TEST_CASE("where people differ no more than chance has it, no spread is seen") {
    const EventLog log = office_log(8, 34);
    const ChatCalibration found = calibrate_chat(log, gather_chat(log), LeastCell{});
    CHECK(found.groups[0].activity_size.value > 50.0);
    CHECK(found.groups[0].activity_size.limits.upper == std::numeric_limits<double>::infinity());
}

TEST_CASE("a size that may be without end has a lower limit that people resampled bear out") {
    std::size_t finite = 0;
    for (std::uint64_t seed = 34; seed < 44; ++seed) {
        const EventLog log = office_log(8, seed);
        const ChatCalibration found = calibrate_chat(log, gather_chat(log), LeastCell{});
        const Estimate& size = found.groups[0].activity_size;
        CHECK(size.limits.lower > 5.0);
        CHECK(size.limits.lower < size.value);
        if (std::isfinite(size.value) && std::isinf(size.limits.upper)) ++finite;
    }
    CHECK(finite >= 2);
}

TEST_CASE("a step moves parameters by what the simulated estimates miss") {
    const EventLog log = office_log(8, 35);
    const ChatCalibration of_log = calibrate_chat(log, gather_chat(log), LeastCell{});
    ChatCalibration moved = of_log;
    move_towards(moved, of_log, of_log, 1.0);
    CHECK(moved.groups[0].starts_per_hour.value == Approx(of_log.groups[0].starts_per_hour.value));
    CHECK(moved.continuation[0].value == Approx(of_log.continuation[0].value));

    ChatCalibration simulated = of_log;
    simulated.groups[0].starts_per_hour.n *= 2.0;
    for (double& time : simulated.groups[1].answers.answered.times) time *= 0.5;
    simulated.continuation[0].value = 0.8;
    move_towards(moved, of_log, simulated, 0.5);
    CHECK(moved.groups[0].starts_per_hour.value ==
          Approx(of_log.groups[0].starts_per_hour.value / std::sqrt(2.0)));
    const std::vector<double>& delays_s = moved.groups[1].answers.delays_s;
    REQUIRE(delays_s.size() == 41);
    CHECK(delays_s[20] == Approx(of_log.groups[1].answers.answered.quantile(0.5) * std::sqrt(2.0)));
    // Odds of one half and of four: half of the way on the logarithm is odds of one half.
    const double odds = of_log.continuation[0].value / (1.0 - of_log.continuation[0].value);
    const double wanted = odds * std::sqrt(odds / 4.0);
    CHECK(moved.continuation[0].value == Approx(wanted / (1.0 + wanted)));
    for (const double drawn : moved.continuation[0].draws) CHECK(drawn < 0.5);
}

TEST_CASE("joint draws are of the same weeks and spread as the limits say") {
    const EventLog log = office_log(8, 36);
    const ChatCalibration found = calibrate_chat(log, gather_chat(log), LeastCell{});
    REQUIRE(joint_draws(found) == 200);
    std::vector<double> starts;
    for (std::size_t n = 0; n < 200; ++n) {
        const ChatCalibration drawn = joint_draw(found, n);
        starts.push_back(drawn.groups[0].starts_per_hour.value);
        double users = 0.0;
        for (const Estimate& one : drawn.users) users += one.value;
        CHECK(users == Approx(1.0));
        CHECK(drawn.continuation[0].value == found.continuation[0].draws[n]);
    }
    std::ranges::sort(starts);
    const Limits& limits = found.groups[0].starts_per_hour.limits;
    CHECK(starts.front() > limits.lower * 0.9);
    CHECK(starts.back() < limits.upper * 1.1);
    CHECK(starts[190] > found.groups[0].starts_per_hour.value);
    CHECK(joint_draw(found, 3).groups[0].starts_per_hour.value !=
          joint_draw(found, 4).groups[0].starts_per_hour.value);
}

}  // namespace
