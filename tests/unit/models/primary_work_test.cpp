// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::RecurringTask;
using sim::hours;

TEST_CASE("a task counted from its arrival recurs while it is worked on") {
    Ward ward(minute(299));
    const auto nurse = ward.role("nurse");
    ward.task(nurse, minute(60), minute(50));
    // Due 60, 120, 180, 240; done 110, 170, 230, 290.
    CHECK(ward.run().metric("tasks_done") == 4.0);
}

TEST_CASE("a task counted from its completion rests for a gap") {
    Ward ward(minute(299));
    const auto nurse = ward.role("nurse");
    ward.task(nurse, minute(60), minute(50)).counted_from = RecurringTask::CountedFrom::completion;
    // Due 60, 170, 280; done 110, 220.
    CHECK(ward.run().metric("tasks_done") == 2.0);
}

TEST_CASE("a task counted from its completion comes back after it was dropped") {
    Ward ward(minute(200));
    const auto nurse = ward.role("nurse");
    ward.task(nurse, minute(60), minute(30)).counted_from = RecurringTask::CountedFrom::completion;
    ward.when_busy(nurse, models::WhenBusy::interrupt);
    ward[nurse].interruption.drop_probability = 1.0;
    ward.question().rank = 3;
    ward.message(minute(70));
    // Begun 60, dropped 74, due again 134, done 164.
    const Course course = ward.run();
    CHECK(course.metric("tasks_done") == 1.0);
    CHECK(course.spent(nurse, models::Activity::tasks) == minute(10 + 30));
}

TEST_CASE("the more important of two tasks is done first when both wait") {
    Ward ward(minute(119));
    const auto nurse = ward.role("nurse");
    ward.task(nurse, minute(60), minute(20)).rank = 2;
    ward.task(nurse, minute(61), minute(20)).rank = 6;
    ward.task(nurse, minute(62), minute(4)).rank = 4;
    const Course course = ward.run();
    // 60-80, then the third 80-84, then the second 84-104: each is done once begun.
    CHECK(course.outcomes.roles[0].completion.sum() == Approx((20 + 4 + 20) * 60.0));
    CHECK(course.outcomes.roles[0].microseconds[2] == sim::Duration{minute(44)}.count());
}

TEST_CASE("a bedside call may interrupt documentation") {
    Ward ward(minute(119));
    const auto nurse = ward.role("nurse");
    ward.task(nurse, minute(60), minute(30)).rank = 7;
    RecurringTask& bedside = ward.task(nurse, minute(70), minute(5));
    bedside.rank = 2;
    bedside.on_arrival = RecurringTask::OnArrival::interrupt;
    const Course course = ward.run();
    CHECK(course.outcomes.roles[0].interruptions == std::array<std::uint64_t, 4>{1, 0, 0, 0});
    CHECK(course.outcomes.roles[0].completion.greatest() == Approx(35 * 60.0));
    bedside.on_arrival = RecurringTask::OnArrival::wait;
    CHECK(ward.run().outcomes.roles[0].completion.greatest() == Approx(30 * 60.0));
}

TEST_CASE("visits fall due slot by slot and wait for each other") {
    Ward ward(hours{24});
    const auto physician = ward.role("physician");
    models::VisitSpec visits;
    visits.sessions = daily(hours{9}, hours{10} + minute(10));
    visits.slot = minute(20);
    visits.duration = always(minute(25));
    ward[physician].visits = visits;
    const Course course = ward.run();
    // Due 9:00, 9:20, 9:40; 10:00 would not fit. Begun 9:00, 9:25, 9:50.
    CHECK(course.metric("visits") == 3.0);
    CHECK(course.metric("visit_wait") == Approx((0 + 5 + 10) / 3.0));
    CHECK(course.metric("utilisation") == Approx(75.0 / (24 * 60)));
}

TEST_CASE("slots are counted from the session's beginning though the shift begins later") {
    Ward ward(hours{24});
    const auto physician = ward.role("physician");
    ward[physician].roster = daily_shift(hours{9} + minute(30), hours{17});
    models::VisitSpec visits;
    visits.sessions = daily(hours{9}, hours{10});
    visits.slot = minute(20);
    visits.duration = always(minute(5));
    ward[physician].visits = visits;
    CHECK(ward.run().metric("visits") == 1.0);  // 9:40
}

TEST_CASE("the chance of a no-show belongs to the appointment") {
    Ward ward(sim::days{20});
    const auto physician = ward.role("physician");
    models::VisitSpec visits;
    visits.sessions = daily(hours{9}, hours{10});
    visits.slot = minute(20);
    visits.duration = always(minute(5));
    visits.no_show_probability = 0.3;
    ward[physician].visits = visits;
    const Course course = ward.run();
    const models::Draws draws(sim::Chance(1, 0));
    std::uint64_t missed = 0;
    for (std::uint64_t day = 0; day < 20; ++day)
        for (const std::uint64_t slot : {540U, 560U, 580U})
            missed += draws.happens(models::Draw::visit_no_show,
                                    {models::entity_base("physician"), day * 1440 + slot}, 0.3);
    CHECK(missed > 0);
    CHECK(course.outcomes.roles[0].no_shows == missed);
    CHECK(course.metric("visits") == 60.0);
    CHECK(course.metric("tasks_done") == 60.0 - static_cast<double>(missed));
}

TEST_CASE("a message that comes during a visit is answered after it") {
    Ward ward(hours{24});
    const auto physician = ward.role("physician");
    ward.when_busy(physician, models::WhenBusy::interrupt);
    models::VisitSpec visits;
    visits.sessions = daily(hours{9}, hours{10});
    visits.slot = minute(60);
    visits.duration = always(minute(25));
    ward[physician].visits = visits;
    ward.question().rank = 1;
    const auto asked = ward.message(hours{9} + minute(10));
    CHECK(ward.run().read(asked) == hours{9} + minute(25));
    ward[physician].visits->interruptible = models::Interruptible::between_steps;
    ward[physician].visits->steps = 5;
    // Steps of 5 minutes; the message of 9:12 waits for 9:15.
    const auto later = ward.message(hours{9} + minute(12));
    const Course course = ward.run();
    CHECK(course.read(asked) == hours{9} + minute(15));
    CHECK(course.read(later) == hours{9} + minute(19));
}

}  // namespace wardwire::test
