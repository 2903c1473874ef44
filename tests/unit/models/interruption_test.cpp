// SPDX-License-Identifier: Apache-2.0
// What an interruption costs. The nurse of these wards begins a task of 30 minutes at minute 60; a
// message that takes 4 minutes breaks in at minute 70.
#include <catch2/catch.hpp>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::Activity;
using models::Continuation;
using models::Interruptible;
using models::WhenBusy;

namespace {

struct Interrupted : Ward {
    Interrupted() : Ward(minute(119)), nurse(role("nurse")) {
        task(nurse, minute(60), minute(30));
        question().rank = 3;
        when_busy(nurse, WhenBusy::interrupt);
        asked = message(minute(70));
    }
    models::RecurringTask& work() { return (*this)[nurse].tasks.front(); }
    models::InterruptionSpec& rule() { return (*this)[nurse].interruption; }

    models::RoleId nurse;
    std::uint32_t asked = 0;
};

double done_after(const Course& course) { return course.metric("task_completion_time"); }

}  // namespace

TEST_CASE("an interruption without cost delays the task by its own length") {
    Interrupted ward;
    const Course course = ward.run();
    CHECK(done_after(course) == Approx(30 + 4));
    CHECK(course.metric("fragments_per_task") == 2.0);
    CHECK(course.metric("interrupted_task_share") == 1.0);
    CHECK(course.outcomes.roles[0].interruptions == std::array<std::uint64_t, 4>{0, 0, 1, 0});
    CHECK(course.spent(ward.nurse, Activity::tasks) == minute(30));
}

TEST_CASE("switching comes before the message and finding back comes after it") {
    Interrupted ward;
    ward.rule().switch_cost = always(minute(2));
    ward.rule().resumption_lag = always(minute(3));
    const Course course = ward.run();
    CHECK(course.answered(ward.asked) == minute(70 + 2 + 4));
    CHECK(done_after(course) == Approx(30 + 2 + 4 + 3));
    CHECK(course.spent(ward.nurse, Activity::switching) == minute(2));
    CHECK(course.spent(ward.nurse, Activity::resuming) == minute(3));
}

TEST_CASE("the longer the interruption the longer it takes to find back") {
    Interrupted ward;
    ward.rule().switch_cost = always(minute(2));
    ward.rule().resumption_lag = always(minute(3));
    ward.rule().lag_growth = 0.5;
    const Course course = ward.run();
    CHECK(course.metric("resumption_minutes") == Approx(3 + 0.5 * 6));
    CHECK(done_after(course) == Approx(30 + 6 + 6));
}

TEST_CASE("a task that restarts takes its whole length again") {
    Interrupted ward;
    ward.rule().continuation = Continuation::restart;
    CHECK(done_after(ward.run()) == Approx(10 + 4 + 30));
}

TEST_CASE("a task that is resampled takes a new length of its own") {
    Interrupted ward;
    ward.rule().continuation = Continuation::resample;
    ward.work().duration = sim::Uniform{25 * 60.0, 35 * 60.0};
    const Course course = ward.run();
    const models::Draws draws(sim::Chance(1, 0));
    const models::Address first_task{models::entity_base("nurse"), 0};
    const sim::Duration again =
        draws.duration(models::Draw::task_duration, first_task.at(1), ward.work().duration);
    CHECK(again !=
          draws.duration(models::Draw::task_duration, first_task.at(0), ward.work().duration));
    CHECK(done_after(course) == Approx(10 + 4 + sim::in_minutes(again)));
}

TEST_CASE("a task that is dropped is never done") {
    Interrupted ward;
    ward.rule().drop_probability = 1.0;
    const Course course = ward.run();
    CHECK(course.metric("tasks_done") == 0.0);
    CHECK(course.metric("never_resumed_share") == 1.0);
    CHECK(course.spent(ward.nurse, Activity::tasks) == minute(10));
}

TEST_CASE("messages are never dropped") {
    Interrupted ward;
    ward.rule().drop_probability = 1.0;
    ward.rule().max_depth = 2;
    ward.question().urgent_probability = 1.0;
    ward.question().urgent_rank = 1;
    ward.portal().flag_sensitivity = 0.0;  // only the task is below the two
    const auto second = ward.message(minute(72));
    const Course course = ward.run();
    CHECK(course.answered(ward.asked) == minute(74));
    CHECK(course.answered(second) == minute(78));
}

TEST_CASE("an interruption may be interrupted down to the depth that is allowed") {
    Interrupted ward;
    ward.task(ward.nurse, minute(72), minute(10)).rank = 1;
    ward[ward.nurse].tasks.back().on_arrival = models::RecurringTask::OnArrival::interrupt;
    ward.rule().max_depth = 2;
    const Course nested = ward.run();
    // Bedside 72-82, message 70-72 and 82-84, task 60-70 and 84-104.
    CHECK(nested.answered(ward.asked) == minute(84));
    CHECK(nested.outcomes.roles[0].completion.greatest() == Approx(44 * 60.0));
    CHECK(nested.outcomes.roles[0].interruptions == std::array<std::uint64_t, 4>{1, 0, 1, 0});
    ward.rule().max_depth = 1;
    const Course flat = ward.run();
    // Message 70-74, bedside 74-84, for it outranks the suspended task.
    CHECK(flat.answered(ward.asked) == minute(74));
    CHECK(flat.outcomes.roles[0].completion.greatest() == Approx(44 * 60.0));
    CHECK(flat.outcomes.roles[0].interruptions == std::array<std::uint64_t, 4>{0, 0, 1, 0});
}

TEST_CASE("with depth zero nothing is interrupted") {
    Interrupted ward;
    ward.rule().max_depth = 0;
    CHECK(ward.run().read(ward.asked) == minute(90));
    ward.work().interruptible = Interruptible::between_steps;
    ward.work().steps = 3;
    CHECK(ward.run().read(ward.asked) == minute(90));
}

TEST_CASE("work that is never interruptible goes on to its end") {
    Interrupted ward;
    ward.work().interruptible = Interruptible::never;
    CHECK(ward.run().read(ward.asked) == minute(90));
}

TEST_CASE("work in steps is interrupted between two of them") {
    Interrupted ward;
    ward.work().interruptible = Interruptible::between_steps;
    ward.work().steps = 3;
    const auto later = ward.message(minute(76));
    const Course course = ward.run();
    // Steps 60-70, 70-80 and, after both messages, 88-98.
    CHECK(course.read(ward.asked) == minute(80));
    CHECK(course.read(later) == minute(84));
    CHECK(done_after(course) == Approx(38));
}

TEST_CASE("a finished step is not done again") {
    for (const auto rule : {Continuation::restart, Continuation::resample}) {
        Interrupted ward;
        ward.work().interruptible = Interruptible::between_steps;
        ward.work().steps = 4;  // 60 67:30 75
        ward.rule().continuation = rule;
        const Course course = ward.run();
        CHECK(course.read(ward.asked) == minute(75));
        CHECK(done_after(course) == Approx(34));
    }
}

TEST_CASE("what is to wait for the end of a task does not break in between its steps") {
    Interrupted ward;
    ward.work().interruptible = Interruptible::between_steps;
    ward.work().steps = 4;
    ward.when_busy(ward.nurse, WhenBusy::finish_task);
    CHECK(ward.run().read(ward.asked) == minute(90));
}

TEST_CASE("among equals the suspended task comes before what waits") {
    Interrupted ward;
    ward.scenario.length = minute(160);
    ward.question().urgent_probability = 0.5;
    ward.question().rank = 5;  // the task's own
    ward.question().urgent_rank = 3;
    std::vector<std::uint32_t> asked;
    for (int i = 0; i < 8; ++i) asked.push_back(ward.message(minute(71) + second(i)));
    const Course course = ward.run();
    int urgent = 0;
    for (const auto patient : asked) urgent += course.rows_of(patient).front().urgency;
    REQUIRE(urgent > 0);
    REQUIRE(urgent < 8);
    // First all that is urgent, then the task, then the rest.
    const bool first_is_urgent = course.rows_of(ward.asked).front().urgency == 1;
    const sim::Duration task_ends = minute(90 + 4 * (urgent + (first_is_urgent ? 1 : 0)));
    for (const auto patient : asked) {
        if (course.rows_of(patient).front().urgency == 1)
            CHECK(course.read(patient) < task_ends);
        else
            CHECK(course.read(patient) >= task_ends);
    }
}

TEST_CASE("each interruption multiplies the probability of an error") {
    Interrupted ward;
    ward.work().error_probability = 0.1;
    ward.rule().error_factor = 2.0;
    CHECK(ward.run().outcomes.roles[0].expected_errors == Approx(0.2));
    ward.message(minute(80));
    CHECK(ward.run().outcomes.roles[0].expected_errors == Approx(0.4));
    ward.rule().error_factor = 50.0;
    CHECK(ward.run().outcomes.roles[0].expected_errors == Approx(1.0));
}

}  // namespace wardwire::test
