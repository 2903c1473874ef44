// SPDX-License-Identifier: Apache-2.0
// Messages that one site works on for the patients of another: a clinic (site 0) and a hub (site
// 1), 2 minutes apart. Reading takes no time and an answer 4 minutes unless a test says otherwise.
#include <catch2/catch.hpp>

#include "tests/support/linked_wards.hpp"

namespace wardwire::test {
namespace {

constexpr sim::Duration latency = sim::minutes{2};
const models::RoleId nurse{0};
const models::RoleId physician{1};
const models::PoolId advice{0};

Ward site(std::uint32_t nurses, std::uint32_t physicians) {
    Ward ward;
    ward.role("nurse", nurses);
    ward.role("physician", physicians);
    ward.pool("advice", {nurse});
    ward.portal().routing.push_back({});
    ward.portal().routing.back().to = at_site(to_pool(advice), 1);
    ward.patients().primary = physician;
    return ward;
}

/// The clinic's nurse has nothing to do; the hub has one nurse and no physician.
LinkedWards clinic_and_hub() { return LinkedWards({site(1, 1), site(1, 0)}, latency); }

}  // namespace

TEST_CASE("a message goes to the other site and the answer comes back, each in the link's time") {
    LinkedWards wards = clinic_and_hub();
    const auto asked = wards[0].message(minute(10));
    const Course course = wards.run();
    const auto rows = course.rows_of(asked);
    REQUIRE(rows.size() == 1);
    CHECK(sim::Duration{rows[0].sent_at} == minute(10));
    CHECK(sim::Duration{rows[0].delivered_at} == minute(12));
    CHECK(sim::Duration{rows[0].read_at} == minute(12));
    CHECK(sim::Duration{rows[0].responded_at} == minute(16));
    // The patient has it two minutes later.
    CHECK(course.metric("first_response_time") == Approx(8.0 / 60.0));
    CHECK(course.metric("time_to_first_touch") == Approx(2.0 / 60.0));
    CHECK(course.metric("time_to_close") == Approx(8.0 / 60.0));
    CHECK(course.metric("messages_per_thread") == 2.0);
    CHECK(course.metric("closed_without_clinician_share") == 1.0);
}

TEST_CASE("a message counts at the patient's site, and the work where it is done") {
    LinkedWards wards = clinic_and_hub();
    wards[0].message(minute(10));
    const Course course = wards.run();
    CHECK(course.metric("messages_from_patients_by_site", 0) == 1.0);
    CHECK(course.metric("messages_from_patients_by_site", 1) == 0.0);
    CHECK(course.metric("first_response_time_by_site", 0) == Approx(8.0 / 60.0));
    CHECK(std::isnan(course.metric("first_response_time_by_site", 1)));
    CHECK(course.metric("resolved_for_others_by_site", 0) == 0.0);
    CHECK(course.metric("resolved_for_others_by_site", 1) == 1.0);
    CHECK(course.metric("utilisation_by_site", 0) == 0.0);
    CHECK(course.metric("utilisation_by_site", 1) == Approx(4.0 / (24.0 * 60.0)));
}

TEST_CASE("the nurse at the hub takes the messages of two sites in the order of their arrival") {
    LinkedWards wards({site(1, 1), site(1, 0), site(1, 1)}, latency);
    const auto first = wards[0].message(minute(10));
    wards[2].message(minute(11));
    wards[1].message(minute(12));  // the hub's own, no link to cross
    const Course course = wards.run();
    // At the hub at 12 (from site 0 and its own) and 13 (from site 2): 12-16, 16-20, 20-24. What
    // comes from another site stands in the line of its kernel, which orders equal times by site.
    CHECK(course.answered(first) == minute(16));
    CHECK(course.metric("first_response_time_by_site", 0) == Approx(8.0 / 60.0));
    CHECK(course.metric("first_response_time_by_site", 1) == Approx(8.0 / 60.0));
    CHECK(course.metric("first_response_time_by_site", 2) == Approx(15.0 / 60.0));
}

TEST_CASE("what the hub does not resolve goes to the patient's own clinician, at home") {
    LinkedWards wards = clinic_and_hub();
    for (const std::size_t k : {0U, 1U}) {
        wards[k][nurse].forwards_to = models::Target{};
        wards[k][physician].is_clinician = true;
        wards[k][nurse].reading = wards[k][physician].reading = always(minute(1));
        wards[k].question().resolved_probability = {0.0, 1.0};
    }
    const auto asked = wards[0].message(minute(10));
    const Course course = wards.run();
    // Read at the hub 12-13, back at 15, read and answered by the physician 15-20.
    const auto rows = course.rows_of(asked);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].hop == 1);  // rows stand in order of site
    CHECK(sim::Duration{rows[0].delivered_at} == minute(15));
    CHECK(sim::Duration{rows[0].responded_at} == minute(20));
    CHECK(sim::Duration{rows[1].read_at} == minute(12));
    CHECK(sim::Duration{rows[1].closed_at} == minute(13));
    CHECK(course.metric("handoffs_per_thread") == 1.0);
    CHECK(course.metric("first_response_time") == Approx(10.0 / 60.0));
    CHECK(course.metric("time_to_first_touch") == Approx(2.0 / 60.0));
    CHECK(course.metric("closed_without_clinician_share") == 0.0);
}

TEST_CASE("the patient's next message finds whoever at the hub answered the last one") {
    LinkedWards wards({site(1, 1), site(9, 0)}, latency);
    for (const std::size_t k : {0U, 1U}) {
        wards[k][advice].claim = models::PoolSpec::Claim::sticky;
        wards[k].question().follow_up_probability = {1.0};
        wards[k].portal().max_rounds = 4;
    }
    wards[0].patients().reply_delay = always(minute(30));
    const auto asked = wards[0].message(minute(10));
    wards[0].message(minute(11));  // so that dealing out in turn would give another one
    const Course course = wards.run();
    const auto rows = course.rows_of(asked);
    REQUIRE(rows.size() == 4);
    // 10, answer at home 18, again at 48, 86, 124.
    CHECK(sim::Duration{rows[3].sent_at} == minute(124));
    for (const sim::MessageRow& row : rows) CHECK(row.responder == rows[0].responder);
}

TEST_CASE("a deadline at the hub sends a message back to a role at the patient's site") {
    LinkedWards wards = clinic_and_hub();
    for (const std::size_t k : {0U, 1U})
        wards[k][advice].escalation = {
            {minute(30), models::ClockKind::wall, at_site(to_role(physician), 0)}};
    wards[1][nurse].roster = daily_shift(sim::hours{8}, sim::hours{9});
    const auto asked = wards[0].message(minute(10));
    const Course course = wards.run();
    // Waits at the hub 12-42, at home at 44, answered at 48.
    CHECK(course.answered(asked) == minute(48));
    CHECK(course.metric("first_response_time") == Approx(38.0 / 60.0));
    CHECK(course.metric("pool_escalated_share", 0) == 1.0);
}

TEST_CASE("a full pool sends a message to the other site, and it comes back for an answer") {
    LinkedWards wards = clinic_and_hub();
    wards[0].portal().routing.back().to = to_pool(advice);
    wards[0][advice].overflow_above = 1;
    wards[0][advice].overflow_to = at_site(to_pool(advice), 1);
    for (int i = 0; i < 3; ++i) wards[0].message(minute(10));
    const Course course = wards.run();
    // One is in hand 10-14, one waits and is answered at 18, the third is at the hub 12-16.
    CHECK(course.metric("resolved_for_others_by_site", 1) == 1.0);
    CHECK(course.metric("first_response_time") == Approx((4.0 + 8.0 + 8.0) / 3.0 / 60.0));
}

TEST_CASE("a message closed without an answer at the hub is closed at home") {
    LinkedWards wards = clinic_and_hub();
    for (const std::size_t k : {0U, 1U}) wards[k].question().no_reply_probability = 1.0;
    wards[0].message(minute(10));
    const Course course = wards.run();
    CHECK(course.metric("unanswered_share") == 1.0);
    CHECK(course.metric("open_share") == 0.0);
    CHECK(course.metric("time_to_close") == Approx(8.0 / 60.0));
}

TEST_CASE("what is at another site or on its way when the run ends is open") {
    LinkedWards wards = clinic_and_hub();
    const sim::Duration end = sim::days{1};
    wards[0].message(end - minute(1));   // under way
    wards[0].message(end - minute(5));   // in hand at the hub
    wards[0].message(end - minute(10));  // answered there, not yet here? home at the end - 2
    const Course course = wards.run();
    CHECK(course.metric("threads_started") == 3.0);
    CHECK(course.metric("threads_open_at_end") == 2.0);
    CHECK(course.metric("open_share") == Approx(2.0 / 3.0));
}

TEST_CASE("people of different sites have names of their own, and the log says who is who") {
    LinkedWards wards = clinic_and_hub();
    const auto asked = wards[0].message(minute(10));
    const Course course = wards.run();
    const sim::RecordTables tables = models::record_tables(wards.scenario());
    const sim::MessageRow row = course.rows_of(asked).front();
    CHECK(tables.people.at(static_cast<std::size_t>(row.sender)) == "site a patient 1");
    CHECK(tables.people.at(static_cast<std::size_t>(row.responder)) == "site b nurse 1");
    CHECK(tables.people.size() == 1 + 1 + 1 + 1);
}

}  // namespace wardwire::test
