// SPDX-License-Identifier: Apache-2.0
// Messages that take the place of calls, and messages of which a call or a visit is made.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::Activity;

namespace {

/// A nurse who answers messages in 4 minutes and calls in 10.
struct Clinic : Ward {
    Clinic() : Ward(minute(600)), nurse(role("nurse")) {
        models::TelephoneLine line;
        line.name = "line";
        line.answered_by = {nurse};
        line.duration = always(minute(10));
        scenario.telephone.push_back(line);
        question();
        portal().line = 0;
    }
    models::RoleId nurse;
};

}  // namespace

TEST_CASE("a message that takes the place of a call takes away the next that would have come") {
    Clinic clinic;
    clinic.question().replaces_call_probability = 1.0;
    clinic.call(minute(5));
    clinic.message(minute(30));
    clinic.call(minute(60));  // is not made
    clinic.call(minute(90));
    const Course course = clinic.run();
    CHECK(course.outcomes.pools[0].claimed == 2);
    CHECK(course.metric("calls_not_made") == 1.0);
    CHECK(course.metric("work_minutes_per_call") == Approx(10.0));
    CHECK(course.spent(clinic.nurse, Activity::telephone) == minute(20));
}

TEST_CASE("a message that takes no place leaves the calls alone") {
    Clinic clinic;
    clinic.call(minute(5));
    clinic.message(minute(30));
    clinic.call(minute(60));
    const Course course = clinic.run();
    CHECK(course.outcomes.pools[0].claimed == 2);
    CHECK(course.metric("calls_not_made") == 0.0);
}

TEST_CASE("calls fall by the share of threads that take their place") {
    Clinic clinic;
    clinic.scenario.length = sim::weeks{20};
    clinic.question().replaces_call_probability = 0.4;
    clinic.question().handling = {always(second(1))};
    clinic.patients().count = 100;
    clinic.patients().threads_per_second = 50.0 / 100.0 / sim::in_seconds(sim::days{1});
    clinic.patients().profile.fill(1.0);
    clinic.scenario.telephone[0].calls_per_second = 60.0 / sim::in_seconds(sim::days{1});
    clinic.scenario.telephone[0].profile.fill(1.0);
    const Course course = clinic.run();
    const double threads = course.metric("threads_started");
    // Binomial, five standard deviations; what is open at the end is one call or two.
    CHECK(std::abs(course.metric("calls_not_made") - 0.4 * threads) <
          5.0 * std::sqrt(threads * 0.4 * 0.6) + 3.0);
}

TEST_CASE("a message of which a call is made waits in the line, and the thread ends") {
    Clinic clinic;
    clinic.question().to_call_probability = {1.0};
    clinic.question().follow_up_probability = {1.0};
    clinic.message(minute(10));
    const Course course = clinic.run();
    // Answered 10-14, called back 14-24.
    CHECK(course.metric("converted_to_call") == 1.0);
    CHECK(course.metric("rounds_per_thread") == 1.0);
    CHECK(course.spent(clinic.nurse, Activity::telephone) == minute(10));
    CHECK(course.metric("work_minutes_per_thread_by_urgency", 0) == Approx(14.0));
    CHECK(course.outcomes.pools[0].claimed == 1);
}

TEST_CASE("a call that staff make may have a length of its own") {
    Clinic clinic;
    clinic.question().to_call_probability = {1.0};
    clinic.scenario.telephone[0].callback = always(minute(3));
    clinic.message(minute(10));
    const Course course = clinic.run();
    CHECK(course.spent(clinic.nurse, Activity::telephone) == minute(3));
    CHECK(course.metric("work_minutes_per_thread_by_urgency", 0) == Approx(7.0));
}

TEST_CASE("a visit that a message is made into comes with the clinician's next slot") {
    Clinic clinic;
    const auto physician = clinic.role("physician");
    clinic.patients().primary = physician;
    models::VisitSpec visits;
    visits.sessions = daily(minute(60), minute(120));
    visits.slot = minute(30);
    visits.duration = always(minute(20));
    clinic[physician].visits = visits;
    clinic.question().to_visit_probability = {1.0, 1.0};
    clinic.message(minute(10));
    const Course course = clinic.run();
    CHECK(course.metric("converted_to_visit") == 1.0);
    // Two slots, and the added visit with the first of them.
    CHECK(course.outcomes.roles[physician.index()].visits == 3);
    CHECK(course.spent(physician, Activity::visits) == minute(60));
}

TEST_CASE("what patients have learnt leaves fewer messages flagged urgent for nothing") {
    Clinic clinic;
    const auto other = clinic.role("other");
    clinic.portal().flag_specificity = 0.0;
    clinic.portal().routing = {
        {{}, models::RoutingRule::Flag::urgent, models::RoutingRule::When::any, to_role(other)},
        {{},
         models::RoutingRule::Flag::any,
         models::RoutingRule::When::any,
         to_role(clinic.nurse)}};
    Clinic taught = clinic;
    taught.portal().education_factor = 0.0;
    const auto asked = clinic.message(minute(10));
    taught.message(minute(10));
    CHECK(clinic.run().answerer(asked) == 1);
    CHECK(taught.run().answerer(asked) == 0);
}

}  // namespace wardwire::test
