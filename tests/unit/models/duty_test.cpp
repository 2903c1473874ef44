// SPDX-License-Identifier: Apache-2.0
// Shifts and what happens at their ends. Most of these wards have one nurse from 8 to 16 o'clock;
// an answer takes 4 minutes.
#include <catch2/catch.hpp>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::Activity;
using models::RosterSpec;
using models::WhenBusy;
using models::WhenFree;
using sim::days;
using sim::hours;

namespace {

struct DayShift : Ward {
    explicit DayShift(sim::Duration length = days{2}) : Ward(length), nurse(role("nurse")) {
        (*this)[nurse].roster = daily_shift(hours{8}, hours{16});
    }
    void put_back() { (*this)[nurse].roster.at_shift_end = RosterSpec::AtShiftEnd::put_back; }
    models::RoleId nurse;
};

}  // namespace

TEST_CASE("a message waits for the shift to begin") {
    DayShift ward;
    const auto early = ward.message(hours{7});
    const auto late = ward.message(hours{17});
    const Course course = ward.run();
    CHECK(course.read(early) == hours{8});
    CHECK(course.read(late) == days{1} + hours{8});
    CHECK(course.metric("staffed_hours") == 16.0);
    CHECK(course.metric("overtime") == 0.0);
}

TEST_CASE("what is in hand at the end of a shift is finished in overtime and nothing else") {
    DayShift ward;
    ward[ward.nurse].cost_usd_per_hour = 60.0;
    const auto in_hand = ward.message(hours{16} - minute(1));
    const auto waiting = ward.message(hours{16} - second(30));
    const Course course = ward.run();
    CHECK(course.answered(in_hand) == hours{16} + minute(3));
    CHECK(course.read(waiting) == days{1} + hours{8});
    CHECK(course.metric("overtime") == Approx(3.0 / 60.0));
    CHECK(course.metric("staffed_hours") == Approx(16.0 + 3.0 / 60.0));
    CHECK(course.metric("cost") == Approx(60.0 * 16 + 1.5 * 3.0));
}

TEST_CASE("what is put back at the end of a shift goes on where it was left") {
    DayShift ward;
    ward.put_back();
    const auto asked = ward.message(hours{16} - minute(1));
    const Course course = ward.run();
    CHECK(course.read(asked) == hours{16} - minute(1));
    CHECK(course.answered(asked) == days{1} + hours{8} + minute(3));
    CHECK(course.metric("overtime") == 0.0);
}

TEST_CASE("what is put back while finding back into it has lost nothing") {
    DayShift ward;
    ward.put_back();
    ward.when_busy(ward.nurse, WhenBusy::interrupt);
    ward[ward.nurse].interruption.resumption_lag = always(minute(10));
    ward.task(ward.nurse, hours{7} + minute(52), minute(4)).rank = 1;
    ward[ward.nurse].tasks.back().on_arrival = models::RecurringTask::OnArrival::interrupt;
    const auto asked = ward.message(hours{16} - minute(10));
    // 15:50 asked, 15:52 bedside, 15:56 finding back, 16:00 put back with 2 minutes to do.
    CHECK(ward.run().answered(asked) == days{1} + hours{8} + minute(2));
}

TEST_CASE("what is put back while switching to it has not been begun") {
    DayShift ward;
    ward.put_back();
    ward.when_busy(ward.nurse, WhenBusy::interrupt);
    ward[ward.nurse].interruption.switch_cost = always(minute(5));
    ward.task(ward.nurse, hours{7} + minute(40), minute(30));
    ward.question().rank = 3;
    const auto asked = ward.message(hours{16} - minute(1));
    const Course course = ward.run();
    CHECK(course.answered(asked) == days{1} + hours{8} + minute(4));
    CHECK(course.spent(ward.nurse, Activity::switching) == minute(1));
    CHECK(course.spent(ward.nurse, Activity::portal_replying) == minute(4));
}

TEST_CASE("messages seen and not begun are read next day in the order in which they came") {
    DayShift ward;
    ward.task(ward.nurse, hours{7}, hours{1});
    std::vector<std::uint32_t> asked;
    for (int i = 0; i < 9; ++i) asked.push_back(ward.message(hours{15} + minute(10 + i)));
    asked.push_back(ward.message(hours{17}));
    ward[ward.nurse].tasks.back().interruptible = models::Interruptible::never;
    const Course course = ward.run();
    for (std::size_t i = 0; i < asked.size(); ++i)
        CHECK(course.read(asked[i]) == days{1} + hours{8} + minute(4 * static_cast<int>(i)));
}

TEST_CASE("who looks at the in-basket as the shift ends sees nothing that comes later") {
    DayShift ward;
    ward.attention(ward.nurse).when_free = WhenFree::next_check;
    ward[ward.nurse].attention.check_interval = always(hours{7} + minute(58));
    const auto seen = ward.message(hours{9});
    const auto missed = ward.message(hours{16} + minute(1));
    const Course course = ward.run();
    CHECK(course.answered(seen) == hours{16} + minute(2));
    CHECK(course.read(missed) == days{1} + hours{8});
}

TEST_CASE("a block for the in-basket that begins with the shift is kept every day") {
    DayShift ward(days{3});
    ward.attention(ward.nurse).when_free = WhenFree::inbox_block;
    ward[ward.nurse].attention.inbox_blocks = daily(hours{8}, hours{9});
    const auto first = ward.message(hours{8} + minute(30));
    const auto second = ward.message(hours{10});
    const auto third = ward.message(days{2} + hours{8} + minute(30));
    const Course course = ward.run();
    CHECK(course.read(first) == hours{8} + minute(30));
    CHECK(course.read(second) == days{1} + hours{8});
    CHECK(course.read(third) == days{2} + hours{8} + minute(30));
}

TEST_CASE("a shift may begin in the middle of a block") {
    DayShift ward;
    ward.attention(ward.nurse).when_free = WhenFree::inbox_block;
    ward[ward.nurse].attention.inbox_blocks = daily(hours{7}, hours{9});
    const auto asked = ward.message(hours{8} + minute(30));
    CHECK(ward.run().read(asked) == hours{8} + minute(30));
}

TEST_CASE("a rotation goes round and each person begins with a week of his own") {
    Ward ward(sim::weeks{3});
    const auto nurse = ward.role("nurse", 2);
    ward[nurse].roster.rotation = {{{{hours{8}, hours{9}}}}, {{{hours{10}, hours{11}}}}};
    std::vector<std::uint32_t> asked;
    for (int week = 0; week < 3; ++week)
        for (const int hour : {8, 10})
            asked.push_back(ward.message(sim::weeks{week} + hours{hour} + minute(5)));
    const Course course = ward.run();
    std::vector<int> who;
    for (const auto patient : asked) who.push_back(course.answerer(patient));
    CHECK(who == std::vector<int>{0, 1, 1, 0, 0, 1});
}

TEST_CASE("who is absent is not there and the draw belongs to the date of the shift") {
    DayShift ward(days{60});
    ward[ward.nurse].roster.absence_probability = 0.3;
    const Course course = ward.run();
    const models::Draws draws(sim::Chance(1, 0));
    int worked = 0;
    for (std::uint64_t day = 0; day < 60; ++day)
        if (!draws.happens(models::Draw::absence, {models::entity_base("nurse"), day * 24 + 16},
                           0.3))
            ++worked;
    CHECK(worked < 60);
    CHECK(course.metric("staffed_hours") == 8.0 * worked);
    ward[ward.nurse].roster.full_time_share = 0.5;
    CHECK(ward.run().metric("staffed_hours") < 8.0 * worked);
}

TEST_CASE("on a holiday a clinic has no shift and a hospital has") {
    DayShift ward(days{3});
    ward.scenario.calendar.holidays = {1};
    CHECK(ward.run().metric("staffed_hours") == 16.0);
    ward.scenario.setting = models::Setting::inpatient;
    CHECK(ward.run().metric("staffed_hours") == 24.0);
}

TEST_CASE("a clinic that was closed for two months opens again") {
    DayShift ward(days{70});
    for (int day = 1; day <= 62; ++day) ward.scenario.calendar.holidays.push_back(day);
    const auto asked = ward.message(days{5});
    CHECK(ward.run().read(asked) == days{63} + hours{8});
}

TEST_CASE("after a shift there may be one look at the in-basket in the person's own time") {
    DayShift ward;
    ward[ward.nurse].attention.after_hours_probability = 1.0;
    ward[ward.nurse].attention.after_hours_delay = always(hours{2});
    const auto seen = ward.message(hours{17});
    const auto during = ward.message(hours{18} + minute(1));
    const auto missed = ward.message(hours{19});
    const Course course = ward.run();
    CHECK(course.read(seen) == hours{18});
    CHECK(course.read(during) == hours{18} + minute(4));
    CHECK(course.read(missed) == days{1} + hours{8});
    CHECK(course.metric("after_hours") == Approx(8.0 / 60.0));
    CHECK(course.metric("staffed_hours") == Approx(16.0));
}

TEST_CASE("a task that was not begun goes to a colleague who stays") {
    DayShift ward(hours{19});
    ward[ward.nurse].count = 2;
    ward[ward.nurse].roster.rotation = {{{{hours{8}, hours{16}}}}, {{{hours{12}, hours{20}}}}};
    ward.task(ward.nurse, hours{7}, hours{2}).interruptible = models::Interruptible::never;
    ward.task(ward.nurse, hours{7} + minute(30), minute(10));
    const Course course = ward.run();
    // The first nurse is at the long one from 15:00 to 17:00; the short one waits from 15:30 and
    // goes at 16:00 to the second nurse, whose own come at 19:00 and later.
    CHECK(course.outcomes.roles[0].tasks_done == 2);
    CHECK(course.outcomes.roles[0].completion.least() == Approx(600.0));
    CHECK(course.metric("tasks_left_undone") == 0.0);
}

TEST_CASE("a task that nobody is there to take over stays undone") {
    DayShift ward(hours{20});
    ward.task(ward.nurse, hours{7}, hours{2}).interruptible = models::Interruptible::never;
    ward.task(ward.nurse, hours{7} + minute(30), minute(10));
    const Course course = ward.run();
    CHECK(course.outcomes.roles[0].tasks_done == 1);
    CHECK(course.metric("tasks_left_undone") == 1.0);
    CHECK(course.metric("overtime") == 1.0);
}

TEST_CASE("visits that were due are still seen after the end of the shift") {
    DayShift ward(hours{20});
    models::VisitSpec visits;
    visits.sessions = daily(hours{15}, hours{16});
    visits.slot = minute(20);
    visits.duration = always(minute(30));
    ward[ward.nurse].visits = visits;
    const Course course = ward.run();
    // 15:00-15:30, 15:30-16:00, 16:00-16:30.
    CHECK(course.metric("visits") == 3.0);
    CHECK(course.outcomes.roles[0].tasks_done == 3);
    CHECK(course.metric("overtime") == 0.5);
    CHECK(course.metric("visit_wait") == Approx((0 + 10 + 20) / 3.0));
}

}  // namespace wardwire::test
