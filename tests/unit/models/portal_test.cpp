// SPDX-License-Identifier: Apache-2.0
// Threads between patients and the team. An answer takes 4 minutes unless a test says otherwise.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using Flag = models::RoutingRule::Flag;
using When = models::RoutingRule::When;
using sim::days;
using sim::hours;

TEST_CASE("a thread goes on for rounds and closes after the last answer") {
    Ward ward(days{1});
    ward.role("nurse");
    ward.patients().reply_delay = always(minute(60));
    ward.question().follow_up_probability = {1.0};
    ward.portal().max_rounds = 3;
    const auto asked = ward.message(minute(10));
    const Course course = ward.run();
    // 10-14, 74-78, 138-142.
    const auto rows = course.rows_of(asked);
    REQUIRE(rows.size() == 3);
    CHECK(sim::Duration{rows[1].sent_at} == minute(74));
    CHECK(rows[1].reply_to == static_cast<std::int64_t>(rows[0].message));
    CHECK(sim::Duration{rows[2].responded_at} == minute(142));
    CHECK(course.metric("rounds_per_thread") == 3.0);
    CHECK(course.metric("messages_per_thread") == 6.0);
    CHECK(course.metric("time_to_close") == Approx(132.0 / 60.0));
    CHECK(course.metric("threads_started") == 1.0);
    CHECK(course.metric("threads_open_at_end") == 0.0);
    CHECK(course.metric("messages_from_patients") == 3.0);
}

TEST_CASE("the chance of a further round is that of the n-th answer and the last one repeats") {
    Ward ward(days{2});
    ward.role("nurse", 50);
    ward.patients().reply_delay = always(minute(1));
    ward.question().follow_up_probability = {0.5, 0.25};
    for (int i = 0; i < 200; ++i) ward.message(minute(10));
    const Course course = ward.run();
    const models::Draws draws(sim::Chance(1, 0));
    for (std::uint32_t patient = 0; patient < 200; ++patient) {
        std::uint64_t round = 0;
        while (draws.happens(models::Draw::follow_up, {patient, round}, round == 0 ? 0.5 : 0.25))
            ++round;
        CHECK(course.rows_of(patient).size() == round + 1);
    }
}

TEST_CASE("an audit finds what came on an earlier day and is not resolved") {
    Ward ward(days{3});
    ward.role("nurse");
    ward.question().handling = {always(hours{11})};
    for (int day = 0; day < 3; ++day)  // at 10:00
        ward.portal().audits.add(hours{24 * day + 10}, hours{24 * day + 11});
    ward.message(hours{9});                         // answered on Monday at 20:00
    ward.message(hours{23});                        // at Tuesday's audit
    ward.message(hours{23} + minute(30));           // on Tuesday at 21:00, after the audit
    ward.message(days{1} + hours{9});               // on Wednesday at 08:00, before the audit
    ward.message(days{1} + hours{9} + minute(30));  // on Wednesday at 19:00, after it
    ward.message(days{2} + hours{1});               // its audit would be after the end
    CHECK(ward.run().metric("unresolved_at_audit_share") == Approx(2.0 / 5.0));
}

TEST_CASE("without audits nothing is known of what they would find") {
    Ward ward;
    ward.role("nurse");
    ward.message(minute(10));
    CHECK(std::isnan(ward.run().metric("unresolved_at_audit_share")));
}

TEST_CASE("a message closed without an answer counts as unanswered and not as open") {
    Ward ward;
    ward.role("nurse");
    ward.question().no_reply_probability = 1.0;
    const auto asked = ward.message(minute(10));
    const Course course = ward.run();
    CHECK(course.answered(asked) == sim::Duration{-1});
    CHECK(sim::Duration{course.rows_of(asked).front().closed_at} == minute(14));
    CHECK(course.metric("unanswered_share") == 1.0);
    CHECK(course.metric("open_share") == 0.0);
    CHECK(course.metric("threads_open_at_end") == 0.0);
}

TEST_CASE("a message that waits at the end is open and censored") {
    Ward ward(minute(30));
    ward.role("nurse");
    ward.message(minute(10));
    ward.message(minute(28));
    const Course course = ward.run();
    CHECK(course.metric("open_share") == 0.5);
    CHECK(course.metric("unanswered_share") == 0.5);
    CHECK(course.metric("threads_open_at_end") == 1.0);
    CHECK(course.metric("first_response_time") == Approx(4.0 / 60.0));
    CHECK(course.metric("answered_within", 0) == 0.5);  // 5 minutes
}

TEST_CASE("a message that a nurse does not resolve is read again by the physician") {
    Ward ward;
    const auto nurse = ward.role("nurse");
    const auto physician = ward.role("physician");
    ward[physician].is_clinician = true;
    ward[nurse].reading = always(minute(1));
    ward[physician].reading = always(minute(2));
    ward[nurse].forwards_to = to_role(physician);
    ward.question().resolved_probability = {0.0, 1.0};
    ward.question().handling = {always(minute(50)), always(minute(6))};
    const auto asked = ward.message(minute(10));
    const Course course = ward.run();
    const auto rows = course.rows_of(asked);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].close_reason == static_cast<int>(models::CloseReason::forwarded));
    CHECK(sim::Duration{rows[0].closed_at} == minute(11));
    CHECK(rows[1].hop == 1);
    CHECK(course.answered(asked) == minute(10 + 1 + 2 + 6));
    CHECK(course.metric("handoffs_per_thread") == 1.0);
    CHECK(course.metric("closed_without_clinician_share") == 0.0);
    CHECK(course.metric("time_to_first_touch") == 0.0);
}

TEST_CASE("what the nurse resolves no clinician sees") {
    Ward ward;
    const auto nurse = ward.role("nurse");
    const auto physician = ward.role("physician");
    ward[physician].is_clinician = true;
    ward[nurse].forwards_to = to_role(physician);
    ward.question().resolved_probability = {1.0, 1.0};
    ward.message(minute(10));
    const Course course = ward.run();
    CHECK(course.metric("closed_without_clinician_share") == 1.0);
    CHECK(course.metric("handoffs_per_thread") == 0.0);
}

TEST_CASE("a message that is only ever forwarded is resolved after fifteen hand-offs") {
    Ward ward;
    const auto nurse = ward.role("nurse");
    const auto physician = ward.role("physician");
    ward[nurse].forwards_to = to_role(physician);
    ward[physician].forwards_to = to_role(nurse);
    ward.question().resolved_probability = {0.0, 0.0};
    ward.message(minute(10));
    const Course course = ward.run();
    CHECK(course.metric("handoffs_per_thread") == 15.0);
    CHECK(course.metric("threads_open_at_end") == 0.0);
}

TEST_CASE("the first rule that fits a message routes it") {
    Ward ward(days{1});
    const auto urgent = ward.role("urgent");
    const auto closed = ward.role("closed");
    const auto bills = ward.role("bills");
    const auto others = ward.role("others");
    ward.scenario.open_hours = daily(hours{8}, hours{17});
    ward.question().share = 0.5;
    ward.use_type("bill", 0.5);
    for (models::UseType& type : ward.portal().use_types) type.urgent_probability = 0.3;
    ward.portal().routing = {{{}, Flag::urgent, When::any, to_role(urgent)},
                             {{}, Flag::any, When::closed, to_role(closed)},
                             {{models::UseTypeId{1}}, Flag::routine, When::any, to_role(bills)},
                             {{}, Flag::any, When::open, to_role(others)}};
    for (int i = 0; i < 72; ++i) ward.message(minute(20 * i));
    const Course course = ward.run();
    std::array<int, 4> routed{};
    for (std::uint32_t patient = 0; patient < 72; ++patient) {
        const auto row = course.rows_of(patient).front();
        const bool is_open = row.sent_at >= sim::Duration{hours{8}}.count() &&
                             row.sent_at < sim::Duration{hours{17}}.count();
        const auto expected = row.urgency == 1    ? urgent
                              : !is_open          ? closed
                              : row.use_type == 1 ? bills
                                                  : others;
        CHECK(row.recipient == static_cast<int>(expected.index()));
        ++routed[expected.index()];
    }
    for (const int count : routed) CHECK(count > 3);
}

TEST_CASE("the response time is told on the wall clock and on the site's") {
    Ward ward(days{2});
    const auto nurse = ward.role("nurse");
    ward[nurse].roster = daily_shift(hours{8}, hours{17});
    ward.scenario.open_hours = daily(hours{8}, hours{17});
    ward.message(hours{18});
    const Course course = ward.run();
    CHECK(course.metric("first_response_time") == Approx(14.0 + 4.0 / 60.0));
    CHECK(course.metric("first_response_time_business") == Approx(4.0 / 60.0));
}

TEST_CASE("a patient has one primary clinician for ever and it does not depend on others") {
    Ward ward(days{1});
    const auto nurse = ward.role("nurse", 3);
    const auto physician = ward.role("physician", 5);
    ward.patients().primary = physician;
    ward.question();
    for (int i = 0; i < 40; ++i) ward.message(minute(i));
    const Course first = ward.run();
    ward[nurse].count = 4;
    const Course second = ward.run();
    for (std::uint32_t patient = 0; patient < 40; ++patient) {
        const int before = first.rows_of(patient).front().recipient;
        CHECK(before >= 3);
        CHECK(second.rows_of(patient).front().recipient == before + 1);
    }
}

TEST_CASE("what happened in the warm-up is not counted") {
    Ward ward(hours{1});
    ward.scenario.warm_up = hours{1};
    const auto nurse = ward.role("nurse");
    ward.message(minute(10));
    ward.message(minute(58));  // answered in the window, sent before
    ward.message(minute(70));
    const Course course = ward.run();
    CHECK(course.metric("messages_from_patients") == 1.0);
    CHECK(course.metric("threads_started") == 1.0);
    CHECK(course.outcomes.threads.open_at_start == 1);
    CHECK(course.outcomes.threads.closed == 2);
    CHECK(course.spent(nurse, models::Activity::portal_replying) == minute(2 + 4));
    CHECK(course.metric("staffed_hours") == 1.0);
}

TEST_CASE("patients write by their own Poisson process whatever the staff does") {
    Ward ward(sim::weeks{2});
    const auto nurse = ward.role("nurse");
    ward.portal();
    ward.patients().count = 50;
    ward.patients().threads_per_second = 1.0 / sim::in_seconds(days{2});
    ward.patients().profile.fill(1.0);
    const Course course = ward.run();
    // 50 patients, 7 threads each expected: 350, standard deviation 19.
    CHECK(course.metric("threads_started") > 350 - 5 * 19);
    CHECK(course.metric("threads_started") < 350 + 5 * 19);
    ward[nurse].count = 7;
    CHECK(ward.run().metric("threads_started") == course.metric("threads_started"));
}

TEST_CASE("the quantiles of the response time are exact to the bin") {
    Ward ward;
    ward.role("nurse");
    for (int i = 0; i < 20; ++i) ward.message(minute(10 * i));
    const Course course = ward.run();
    for (std::size_t q = 0; q < 5; ++q) {
        const double told_min = 60.0 * course.metric("first_response_time_quantiles", q);
        CHECK(told_min > 4.0 / 1.125);
        CHECK(told_min < 4.0 * 1.125);
    }
}

}  // namespace wardwire::test
