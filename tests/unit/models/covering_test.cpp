// SPDX-License-Identifier: Apache-2.0
// Who gets the messages of somebody who is off duty. An answer takes 4 minutes.
#include <catch2/catch.hpp>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::ClockKind;
using models::RoleId;
using sim::days;
using sim::hours;

namespace {

/// A doctor from eight to four; a colleague covers who is always there.
struct Practice : Ward {
    Practice() : Ward(days{3}), doctor(role("doctor")), colleague(role("colleague")) {
        (*this)[doctor].roster = daily_shift(hours{8}, hours{16});
        (*this)[doctor].covering = {hours{1}, ClockKind::wall, to_role(colleague)};
    }
    RoleId doctor;
    RoleId colleague;
};

}  // namespace

TEST_CASE("what comes to somebody long off duty is covered, what comes in a shift is not") {
    Practice practice;
    const auto before_the_first = practice.message(hours{7});
    const auto in_shift = practice.message(hours{10});
    const auto late_in_evening = practice.message(hours{20});
    const auto next_day = practice.message(days{1} + hours{9});
    const Course course = practice.run();
    CHECK(course.answered(before_the_first) == hours{7} + minute(4));
    CHECK(course.answerer(before_the_first) == 1);
    CHECK(course.answered(in_shift) == hours{10} + minute(4));
    CHECK(course.answerer(in_shift) == 0);
    CHECK(course.answered(late_in_evening) == hours{20} + minute(4));
    CHECK(course.answerer(late_in_evening) == 1);
    CHECK(course.answerer(next_day) == 0);
    CHECK(course.metric("covered_messages") == 2.0);
    const auto rows = course.rows_of(late_in_evening);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].close_reason == static_cast<int>(models::CloseReason::covered));
    CHECK(rows[1].close_reason == static_cast<int>(models::CloseReason::answered));
}

TEST_CASE("what waits when cover begins goes to the colleague, with its old deadline gone") {
    Practice practice;
    const RoleId third = practice.role("third");
    practice[practice.doctor].escalation = {{minute(31), ClockKind::wall, to_role(third)}};
    const auto soon_after_shift = practice.message(hours{16} + minute(30));
    const Course course = practice.run();
    CHECK(course.answered(soon_after_shift) == hours{17} + minute(4));
    CHECK(course.answerer(soon_after_shift) == 1);
    CHECK(course.metric("in_basket_escalations") == 0.0);
}

TEST_CASE("on the business clock nights do not count, and a missed shift does") {
    Practice practice;
    practice.scenario.open_hours = daily(hours{8}, hours{16});
    practice[practice.doctor].covering->clock = ClockKind::business;
    const auto at_night = practice.message(days{1} + hours{3});
    CHECK(practice.run().answered(at_night) == days{1} + hours{8} + minute(4));
    CHECK(practice.run().answerer(at_night) == 0);

    practice[practice.doctor].roster.absence_probability = 1.0;
    CHECK(practice.run().answered(at_night) == days{1} + hours{3} + minute(4));
    CHECK(practice.run().answerer(at_night) == 1);
    const auto early = practice.message(hours{7});
    CHECK(practice.run().answered(early) == hours{9} + minute(4));
}

TEST_CASE("what has come from one who is away does not go to a third") {
    Practice practice;
    const RoleId third = practice.role("third");
    practice[practice.colleague].roster = daily_shift(hours{8}, hours{16});
    practice[practice.colleague].covering = {hours{1}, ClockKind::wall, to_role(third)};
    const auto evening = practice.message(hours{20});
    const Course course = practice.run();
    CHECK(course.answered(evening) == days{1} + hours{8} + minute(4));
    CHECK(course.answerer(evening) == 1);
    CHECK(course.metric("covered_messages") == 1.0);
}

TEST_CASE("a message that was begun stays with who began it") {
    Practice practice;
    practice[practice.doctor].roster.at_shift_end = models::RosterSpec::AtShiftEnd::put_back;
    const auto begun = practice.message(hours{15} + minute(58));
    const Course course = practice.run();
    CHECK(course.answered(begun) == days{1} + hours{8} + minute(2));
    CHECK(course.answerer(begun) == 0);
    CHECK(course.metric("covered_messages") == 0.0);
}

TEST_CASE("a pool that covers gets the messages as any other pool") {
    Practice practice;
    practice[practice.doctor].covering->to = to_pool(practice.pool("cover", {practice.colleague}));
    practice.portal().routing.push_back({});
    practice.portal().routing.back().to = to_role(practice.doctor);
    const auto evening = practice.message(hours{20});
    const Course course = practice.run();
    CHECK(course.answered(evening) == hours{20} + minute(4));
    CHECK(course.outcomes.pools[0].claimed == 1);
}

}  // namespace wardwire::test
