// SPDX-License-Identifier: Apache-2.0
// Calls on a line. A call takes 10 minutes.
#include <catch2/catch.hpp>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::Activity;
using models::WhenBusy;

namespace {

struct CallLine : Ward {
    CallLine() : Ward(minute(119)), nurse(role("nurse")) {
        models::TelephoneLine line;
        line.name = "line";
        line.answered_by = {nurse};
        line.duration = always(minute(10));
        scenario.telephone.push_back(line);
    }
    models::TelephoneLine& line() { return scenario.telephone.front(); }
    models::RoleId nurse;
};

}  // namespace

TEST_CASE("calls wait in the line in the order in which they came") {
    CallLine ward;
    ward.call(minute(10));
    ward.call(minute(12));
    ward.call(minute(13));
    const Course course = ward.run();
    // Waits 0, 8 and 17.
    CHECK(course.outcomes.pools[0].claimed == 3);
    CHECK(course.metric("pool_wait") == Approx(25.0 / 3.0));
    CHECK(course.metric("pool_backlog") == Approx(25.0 / 119.0));
    CHECK(course.metric("pool_backlog_maximum") == 2.0);
    CHECK(course.spent(ward.nurse, Activity::telephone) == minute(30));
}

TEST_CASE("a caller gives up when patience ends") {
    CallLine ward;
    ward.line().patience = always(minute(5));
    ward.call(minute(10));
    ward.call(minute(12));  // gives up at 17
    ward.call(minute(16));  // answered at 20
    const Course course = ward.run();
    CHECK(course.outcomes.pools[0].claimed == 2);
    CHECK(course.metric("pool_abandoned_share") == Approx(1.0 / 3.0));
    CHECK(course.metric("pool_wait_claimed") == Approx((0 + 4) / 2.0));
    CHECK(course.metric("pool_wait") == Approx((0 + 5 + 4) / 3.0));
}

TEST_CASE("a caller who has been answered does not give up") {
    CallLine ward;
    ward.line().patience = always(minute(5));
    ward.call(minute(10));
    const Course course = ward.run();
    CHECK(course.spent(ward.nurse, Activity::telephone) == minute(10));
    CHECK(course.metric("pool_abandoned_share") == 0.0);
}

TEST_CASE("a call waits for the task or interrupts it as the line says") {
    CallLine ward;
    ward.task(ward.nurse, minute(60), minute(30));
    ward.call(minute(70));
    CHECK(ward.run().metric("pool_wait") == 20.0);
    ward.line().when_busy = WhenBusy::interrupt;
    const Course course = ward.run();
    CHECK(course.metric("pool_wait") == 0.0);
    CHECK(course.outcomes.roles[0].interruptions == std::array<std::uint64_t, 4>{0, 1, 0, 0});
    CHECK(course.metric("task_completion_time") == Approx(40.0));
}

TEST_CASE("a call is not interrupted by anything") {
    CallLine ward;
    ward.task(ward.nurse, minute(15), minute(5)).rank = 1;
    ward[ward.nurse].tasks.back().on_arrival = models::RecurringTask::OnArrival::interrupt;
    ward.call(minute(10));
    const Course course = ward.run();
    CHECK(course.outcomes.roles[0].interruptions == std::array<std::uint64_t, 4>{0, 0, 0, 0});
}

TEST_CASE("several roles may answer a line and whoever is free does") {
    CallLine ward;
    const auto clerk = ward.role("clerk");
    ward.line().answered_by = {ward.nurse, clerk};
    ward.call(minute(10));
    ward.call(minute(11));
    const Course course = ward.run();
    CHECK(course.spent(ward.nurse, Activity::telephone) == minute(10));
    CHECK(course.spent(clerk, Activity::telephone) == minute(10));
}

TEST_CASE("a call is taken before a message of lower importance") {
    CallLine ward;
    ward.task(ward.nurse, minute(60), minute(30)).interruptible = models::Interruptible::never;
    const auto asked = ward.message(minute(70));
    ward.call(minute(80));
    CHECK(ward.run().read(asked) == minute(100));
}

TEST_CASE("calls come by their own Poisson process") {
    CallLine ward;
    ward.scenario.length = sim::weeks{4};
    ward.line().calls_per_second = 1.0 / 3600.0;
    ward.line().profile.fill(0.0);
    ward.line().profile[9] = 168.0;  // Mondays at nine
    const Course course = ward.run();
    const auto telephone = static_cast<std::size_t>(models::Channel::telephone);
    // 672 expected, standard deviation 26.
    CHECK(course.metric("messages_by_hour", 24 * telephone + 9) > 672 - 5 * 26);
    CHECK(course.metric("messages_by_hour", 24 * telephone + 9) < 672 + 5 * 26);
    for (std::size_t hour = 0; hour < 24; ++hour)
        if (hour != 9) CHECK(course.metric("messages_by_hour", 24 * telephone + hour) == 0.0);
}

}  // namespace wardwire::test
