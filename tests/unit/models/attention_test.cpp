// SPDX-License-Identifier: Apache-2.0
// When a message is seen. In most of these wards a nurse does a task from minute 60 to 90 and is
// free otherwise; an answer takes 4 minutes.
#include <catch2/catch.hpp>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::Channel;
using models::WhenBusy;
using models::WhenFree;

namespace {

/// One nurse who is busy from minute 60 to 90; messages are more important than the task.
struct BusyNurse : Ward {
    BusyNurse() : Ward(minute(119)), nurse(role("nurse")) {
        task(nurse, minute(60), minute(30));
        question().rank = 3;
    }
    models::RoleId nurse;
};

}  // namespace

TEST_CASE("a free nurse answers a message at once") {
    Ward ward;
    const auto nurse = ward.role("nurse");
    ward[nurse].reading = always(minute(1));
    const auto asked = ward.message(minute(10));
    const Course course = ward.run();
    CHECK(course.read(asked) == minute(10));
    CHECK(course.answered(asked) == minute(15));
}

TEST_CASE("a message waits until a nurse is free") {
    BusyNurse ward;
    ward.when_busy(ward.nurse, WhenBusy::finish_task);
    const auto asked = ward.message(minute(70));
    const Course course = ward.run();
    CHECK(course.read(asked) == minute(90));
    CHECK(course.answered(asked) == minute(94));
    CHECK(course.metric("interruptions_per_hour") == 0.0);
}

TEST_CASE("a message that interrupts is answered before the task goes on") {
    BusyNurse ward;
    ward.when_busy(ward.nurse, WhenBusy::interrupt);
    const auto asked = ward.message(minute(70));
    const Course course = ward.run();
    CHECK(course.read(asked) == minute(70));
    CHECK(course.answered(asked) == minute(74));
    CHECK(course.metric("task_completion_time") == Approx(34.0));
}

TEST_CASE("only what is more important interrupts") {
    BusyNurse ward;
    ward.when_busy(ward.nurse, WhenBusy::interrupt);
    ward.question().rank = 5;  // the task's own
    const auto asked = ward.message(minute(70));
    CHECK(ward.run().read(asked) == minute(90));
}

TEST_CASE("what came while busy waits for the next check though the nurse was free before") {
    BusyNurse ward;
    ward.when_busy(ward.nurse, WhenBusy::next_check);
    ward[ward.nurse].attention.check_interval = always(minute(50));
    const auto while_busy = ward.message(minute(70));
    const auto while_free = ward.message(minute(95));
    const Course course = ward.run();
    // Looks are at 0, 50 and 100.
    CHECK(course.read(while_free) == minute(95));
    CHECK(course.read(while_busy) == minute(100));
}

TEST_CASE("what comes while the nurse looks at the in-basket is seen in the same look") {
    Ward ward;
    const auto nurse = ward.role("nurse");
    ward.attention(nurse).when_free = WhenFree::next_check;
    ward[nurse].attention.check_interval = always(minute(50));
    const auto first = ward.message(minute(10));
    const auto during = ward.message(minute(52));
    const auto after = ward.message(minute(59));
    const Course course = ward.run();
    CHECK(course.read(first) == minute(50));
    CHECK(course.read(during) == minute(54));
    // The look lasted from 50 to 58; the next comes 50 minutes after its end.
    CHECK(course.read(after) == minute(108));
}

TEST_CASE("a check that falls due during a task comes right after it") {
    BusyNurse ward;
    ward.attention(ward.nurse).when_free = WhenFree::next_check;
    ward.when_busy(ward.nurse, WhenBusy::next_check);
    ward[ward.nurse].attention.check_interval = always(minute(75));
    const auto asked = ward.message(minute(10));
    CHECK(ward.run().read(asked) == minute(90));
}

TEST_CASE("a block on the timetable is the only look at the in-basket") {
    Ward ward(sim::days{2});
    const auto nurse = ward.role("nurse");
    ward.attention(nurse).when_free = WhenFree::inbox_block;
    ward.when_busy(nurse, WhenBusy::inbox_block);
    ward[nurse].attention.inbox_blocks = daily(minute(120), minute(180));
    const auto before = ward.message(minute(10));
    const auto within = ward.message(minute(150));
    const auto after = ward.message(minute(180));
    const Course course = ward.run();
    CHECK(course.read(before) == minute(120));
    CHECK(course.read(within) == minute(150));
    CHECK(course.read(after) == minute(24 * 60 + 120));
}

TEST_CASE("who has blocks for one channel still checks at intervals for another") {
    Ward ward(minute(300));
    const auto nurse = ward.role("nurse");
    ward.attention(nurse).when_free = WhenFree::next_check;
    ward.attention(nurse, Channel::chat).when_free = WhenFree::inbox_block;
    ward[nurse].attention.check_interval = always(minute(50));
    ward[nurse].attention.inbox_blocks = daily(minute(120), minute(130));
    const auto first = ward.message(minute(10));
    const auto after_block = ward.message(minute(140));
    const Course course = ward.run();
    // Checks come 50 minutes after the end of a look: 50, 100 + 4, ...
    CHECK(course.read(first) == minute(50));
    CHECK(course.read(after_block) < minute(200));
}

TEST_CASE("do not disturb holds the push back until the nurse is free") {
    BusyNurse ward;
    ward.when_busy(ward.nurse, WhenBusy::do_not_disturb);
    const auto first = ward.message(minute(70));
    const auto second = ward.message(minute(80));
    const Course course = ward.run();
    CHECK(course.read(first) == minute(90));
    CHECK(course.read(second) == minute(94));
}

TEST_CASE("a push that is not noticed at once is noticed after its delay") {
    BusyNurse ward;
    ward.attention(ward.nurse).noticed_at_once_probability = 0.0;
    ward.attention(ward.nurse).notice_delay = always(minute(7));
    ward.when_busy(ward.nurse, WhenBusy::interrupt);
    const auto while_free = ward.message(minute(10));
    const auto while_busy = ward.message(minute(70));
    const Course course = ward.run();
    CHECK(course.read(while_free) == minute(17));
    CHECK(course.read(while_busy) == minute(77));
}

TEST_CASE("each message has a chance of its own to be noticed at once") {
    Ward ward(minute(60 * 300));
    const auto nurse = ward.role("nurse");
    ward.attention(nurse).noticed_at_once_probability = 0.25;
    ward.attention(nurse).notice_delay = always(minute(7));
    for (int i = 0; i < 300; ++i) ward.message(minute(60 * i));
    const Course course = ward.run();
    const models::Draws draws(sim::Chance(1, 0));
    int at_once = 0;
    for (std::uint32_t patient = 0; patient < 300; ++patient) {
        const bool noticed =
            draws.happens(models::Draw::notice, models::Address{patient, 0}.at(0), 0.25);
        at_once += noticed ? 1 : 0;
        CHECK(course.read(patient) - minute(60 * patient) == (noticed ? minute(0) : minute(7)));
    }
    CHECK(at_once > 50);  // 75 expected, standard deviation 7.5
    CHECK(at_once < 100);
}

TEST_CASE("urgent messages have a rule of their own and only a flag makes them urgent") {
    BusyNurse ward;
    ward.question().urgent_probability = 1.0;
    ward.question().urgent_rank = 1;
    ward.attention(ward.nurse).when_busy = WhenBusy::finish_task;
    ward.attention(ward.nurse).when_busy_urgent = WhenBusy::interrupt;
    const auto asked = ward.message(minute(70));
    CHECK(ward.run().read(asked) == minute(70));
    ward.portal().flag_sensitivity = 0.0;
    const Course course = ward.run();
    CHECK(course.read(asked) == minute(90));
    CHECK(course.metric("first_response_time_by_urgency", 1) == Approx(24.0 / 60.0));
}

TEST_CASE("an urgent push that would reach somebody busy reaches somebody free") {
    Ward ward;
    const auto nurse = ward.role("nurse");
    ward.attention(nurse).when_free = WhenFree::next_check;
    ward.attention(nurse).when_busy_urgent = WhenBusy::finish_task;
    ward[nurse].attention.check_interval = always(minute(50));
    ward.question().urgent_probability = 1.0;
    const auto asked = ward.message(minute(10));
    CHECK(ward.run().read(asked) == minute(10));
    ward.attention(nurse).when_busy_urgent = WhenBusy::next_check;
    CHECK(ward.run().read(asked) == minute(50));
    ward.attention(nurse).when_busy_urgent = WhenBusy::finish_task;
    ward.question().urgent_probability = 0.0;
    CHECK(ward.run().read(asked) == minute(50));
}

TEST_CASE("channels have rules of their own") {
    BusyNurse ward;
    ward.when_busy(ward.nurse, WhenBusy::interrupt, Channel::chat);
    ward.when_busy(ward.nurse, WhenBusy::finish_task, Channel::portal);
    const auto asked = ward.message(minute(70));
    CHECK(ward.run().read(asked) == minute(90));
}

}  // namespace wardwire::test
