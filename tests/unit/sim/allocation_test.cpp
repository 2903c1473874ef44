// SPDX-License-Identifier: Apache-2.0
#include "tests/support/allocations.hpp"

#include <catch2/catch.hpp>

#include "app/bench/phold.hpp"
#include "app/bench/single_server.hpp"

namespace wardwire::test {

using sim::Purpose;

TEMPLATE_TEST_CASE(
    "a pending set within its reserve allocates nothing and beyond it the count notices", "",
    sim::IndexedHeap<int>, sim::RadixHeap<int>) {
    TestType heap;
    heap.reserve(1'000);
    const auto before = allocations();
    std::uint64_t order = 0;
    for (int round = 0; round < 3; ++round) {
        // Keys of the next day, of which several are equal.
        for (std::uint64_t i = 0; i < 1'000; ++i)
            heap.push(round * 1'000 + static_cast<int>(i % 7), order++, 0);
        while (!heap.empty()) heap.pop();
    }
    CHECK(allocations() == before);
    for (int i = 0; i < 1'001; ++i) heap.push(3'000 + i, order++, i);
    CHECK(allocations() > before);
}

TEST_CASE("a single server allocates nothing after warm-up") {
    const sim::Chance chance(1, 0);
    app::bench::SingleServer<> server(
        {sim::Exponential{2.0}, chance.channel(Purpose{1}).stream(0)},
        {sim::Exponential{1.0}, chance.channel(Purpose{2}).stream(0)});
    sim::Kernel kernel(server);
    server.start(kernel);
    kernel.run_until(sim::start_of_time + sim::hours{100});
    const auto before = allocations();
    kernel.run_until(sim::start_of_time + sim::hours{110});
    CHECK(allocations() == before);
    CHECK(kernel.events_executed() > 300'000);
}

TEST_CASE("a thousand logical processes allocate nothing after warm-up") {
    const sim::Chance chance(1, 0);
    app::bench::Phold phold(1'000, chance.channel(Purpose{1}));
    sim::Kernel kernel(phold);
    kernel.use(GENERATE(sim::PendingSetKind::heap, sim::PendingSetKind::radix));
    phold.start(kernel);
    const auto before = allocations();
    kernel.run_until(sim::start_of_time + sim::seconds{300});
    CHECK(allocations() == before);
    CHECK(kernel.events_executed() > 200'000);
}

}  // namespace wardwire::test
