// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstdint>

#include "app/bench/process_models.hpp"
#include "tests/support/allocations.hpp"

namespace wardwire::test {
namespace {

using sim::Purpose;

template <class Queue>
Queue half_loaded() {
    const sim::Chance chance(1, 0);
    return Queue({sim::Exponential{2.0}, chance.channel(Purpose{1}).stream(0)},
                 {sim::Exponential{1.0}, chance.channel(Purpose{2}).stream(0)});
}

sim::Process spends(sim::Processes&, sim::Duration length) { co_await sim::delay(length); }

}  // namespace

TEST_CASE("two processes that wait and wake allocate nothing after warm-up") {
    auto queue = half_loaded<app::bench::TwoProcessServer>();
    queue.start();
    queue.kernel().run_until(sim::start_of_time + sim::hours{100});
    const auto before = allocations();
    queue.kernel().run_until(sim::start_of_time + sim::hours{110});
    CHECK(allocations() == before);
    CHECK(queue.kernel().events_executed() > 400'000);
}

TEST_CASE("a process a customer allocates nothing after warm-up") {
    auto queue = half_loaded<app::bench::CustomerProcesses>();
    queue.start();
    queue.kernel().run_until(sim::start_of_time + sim::hours{100});
    const auto before = allocations();
    queue.kernel().run_until(sim::start_of_time + sim::hours{110});
    CHECK(allocations() == before);
    CHECK(queue.kernel().events_executed() > 400'000);
}

TEST_CASE("frames are reused, and more processes than ever before are noticed") {
    sim::Processes all;
    const auto spend = [&all](int processes) {
        for (int i = 0; i < processes; ++i) spends(all, sim::seconds{1});
        all.kernel().run_until(all.now() + sim::seconds{2});
    };
    spend(1'600);
    const auto before = allocations();
    spend(1'600);
    CHECK(allocations() == before);
    spend(3'200);
    CHECK(allocations() > before);
}

}  // namespace wardwire::test
