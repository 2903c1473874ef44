// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <utility>
#include <vector>

#include "app/bench/process_models.hpp"
#include "app/bench/single_server.hpp"
#include "tests/support/process_nurse.hpp"

namespace wardwire::test {
namespace {

using sim::Purpose;

constexpr std::size_t customers = 100'000;

/// A queue whose draws have the same addresses in every style.
template <class Queue>
Queue queue_of(const sim::Chance& chance) {
    return Queue({sim::Exponential{1.0 / 0.9}, chance.channel(Purpose{1}).stream(0)},
                 {sim::Exponential{1.0}, chance.channel(Purpose{2}).stream(0)});
}

/// Mean and variance after each customer, to the last bit. A wait that differs by one microsecond
/// moves the mean of 10^5 by 10^-11 s, which is thousands of times what a double resolves there.
template <class Kernel>
std::vector<std::pair<double, double>> course(Kernel& kernel, const sim::Tally& waits) {
    std::vector<std::pair<double, double>> seen;
    while (waits.count() < customers && kernel.step())
        if (waits.count() > seen.size() + 1) seen.push_back({waits.mean(), waits.variance()});
    return seen;
}

constexpr sim::Time end_of_days = sim::start_of_time + sim::days{500};

template <class Nurse>
bool is_same_day(const NursesDay& day, const Nurse& nurse) {
    return day.waits == nurse.day.waits && day.handled_at == nurse.day.handled_at &&
           day.task_done_at == nurse.day.task_done_at;
}

}  // namespace

TEST_CASE("M/M/1 has the same waits as events, as two processes and as a process a customer") {
    const sim::Chance chance(20260101, 3);
    auto by_events = queue_of<app::bench::SingleServer<>>(chance);
    sim::Kernel kernel(by_events);
    by_events.start(kernel);
    const auto expected = course(kernel, by_events.waits());
    REQUIRE(expected.size() == customers - 1);

    auto by_two = queue_of<app::bench::TwoProcessServer>(chance);
    by_two.start();
    CHECK(course(by_two.kernel(), by_two.waits()) == expected);

    auto by_customers = queue_of<app::bench::CustomerProcesses>(chance);
    by_customers.start();
    CHECK(course(by_customers.kernel(), by_customers.waits()) == expected);

    auto other_draws = queue_of<app::bench::TwoProcessServer>(sim::Chance(20260101, 4));
    other_draws.start();
    CHECK(course(other_draws.kernel(), other_draws.waits()) != expected);
}

TEST_CASE("an interrupted nurse has the same day as a process and as events") {
    const sim::Chance chance(20260102, 1);
    NurseByEvents by_events(chance);
    sim::Kernel kernel(by_events);
    by_events.start(kernel);
    kernel.run_until(end_of_days);

    NurseByProcess by_process(chance);
    by_process.kernel().run_until(end_of_days);
    CHECK(by_process.day.waits.size() > 100'000);
    CHECK(by_process.day.task_done_at.size() > 15'000);
    CHECK(is_same_day(by_process.day, by_events));

    SECTION("another lag is noticed") {
        NurseByProcess slower(chance);
        slower.day.lag += sim::microseconds{1};
        slower.kernel().run_until(end_of_days);
        CHECK_FALSE(is_same_day(slower.day, by_events));
    }
}

TEST_CASE("D2: processes that run again give the same digest, and shuffled ties the same waits") {
    const sim::Chance chance(20260103, 1);
    NurseByProcess first(chance);
    NurseByProcess second(chance);
    first.kernel().run_until(end_of_days);
    second.kernel().run_until(end_of_days);
    CHECK(first.kernel().digest() == second.kernel().digest());
    CHECK(first.kernel().events_executed() > 300'000);

    auto queue = queue_of<app::bench::TwoProcessServer>(chance);
    auto shuffled = queue_of<app::bench::TwoProcessServer>(chance);
    shuffled.kernel().shuffle_ties(7);
    queue.start();
    shuffled.start();
    CHECK(course(queue.kernel(), queue.waits()) == course(shuffled.kernel(), shuffled.waits()));
    CHECK(queue.kernel().digest() != shuffled.kernel().digest());
}

}  // namespace wardwire::test
