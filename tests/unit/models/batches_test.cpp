// SPDX-License-Identifier: Apache-2.0
// Pools whose members take several messages at a time, and pools that deal out and overflow. An
// answer takes 4 minutes.
#include <catch2/catch.hpp>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::PoolSpec;
using sim::hours;

namespace {

/// Two nurses find four messages when their pool opens at eight.
struct Morning : Ward {
    explicit Morning(std::uint32_t batch) : nurse(role("nurse", 2)) {
        PoolSpec& spec = (*this)[pool("pool", {nurse})];
        spec.hours = daily(hours{8}, hours{16});
        spec.batch = batch;
        for (int i = 0; i < 4; ++i) message(hours{7} + second(i));
    }
    models::RoleId nurse;
};

}  // namespace

TEST_CASE("a member takes a batch and does it one after another") {
    Morning by_two(2);
    const Course course = by_two.run();
    const sim::Duration first = hours{8} + minute(4);
    const sim::Duration second_of_batch = hours{8} + minute(8);
    CHECK(course.answerer(0) == course.answerer(1));
    CHECK(course.answerer(2) == course.answerer(3));
    CHECK(course.answerer(0) != course.answerer(2));
    CHECK(course.answered(0) == first);
    CHECK(course.answered(1) == second_of_batch);
    CHECK(course.answered(2) == first);
    CHECK(course.answered(3) == second_of_batch);

    Morning one_by_one(1);
    CHECK(one_by_one.run().answerer(0) != one_by_one.run().answerer(1));
    CHECK(one_by_one.run().answered(1) == first);
}

TEST_CASE("the last batch is what is left") {
    Morning by_three(3);
    const Course course = by_three.run();
    CHECK(course.answered(2) == hours{8} + minute(12));
    CHECK(course.answered(3) == hours{8} + minute(4));
}

TEST_CASE("what waits in a batch keeps its deadline") {
    Morning by_two(2);
    const auto doctor = by_two.role("doctor");
    by_two.scenario.pools[0].escalation = {{minute(62), models::ClockKind::wall, to_role(doctor)}};
    const Course course = by_two.run();
    // Due at 8:02, while the first of each batch is in hand.
    CHECK(course.answered(1) == hours{8} + minute(6) + second(1));
    CHECK(course.answerer(1) == 2);
    CHECK(course.metric("in_basket_escalations") == 2.0);
}

TEST_CASE("the rest of a batch goes back to the pool when the shift ends") {
    Morning by_four(4);
    by_four[by_four.nurse].count = 1;
    by_four[by_four.nurse].roster = daily_shift(hours{7}, hours{8} + minute(5));
    const auto second_shift = by_four.role("late");
    by_four[second_shift].roster = daily_shift(hours{9}, hours{16});
    by_four.scenario.pools[0].members.push_back(second_shift);
    const Course course = by_four.run();
    CHECK(course.answered(1) == hours{8} + minute(8));
    CHECK(course.answered(2) == hours{9} + minute(4));
    CHECK(course.answerer(2) == 1);
}

TEST_CASE("a pool that deals out overflows by what its members have not begun") {
    Ward ward;
    PoolSpec& spec = ward[ward.pool("pool", {ward.role("nurse")})];
    spec.claim = PoolSpec::Claim::round_robin;
    spec.overflow_above = 1;
    spec.overflow_to = to_role(ward.role("doctor"));
    for (int i = 0; i < 3; ++i) ward.message(minute(10 + i));
    const Course course = ward.run();
    CHECK(course.answered(0) == minute(14));
    CHECK(course.answered(1) == minute(18));
    CHECK(course.answered(2) == minute(16));
    CHECK(course.answerer(2) == 1);
}

}  // namespace wardwire::test
