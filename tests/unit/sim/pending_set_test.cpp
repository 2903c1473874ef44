// SPDX-License-Identifier: Apache-2.0
#include "sim/pending_set.hpp"

#include <catch2/catch.hpp>
#include <utility>
#include <variant>
#include <vector>

#include "app/bench/phold.hpp"
#include "app/bench/single_server.hpp"
#include "sim/archive.hpp"
#include "tests/support/broken_contract.hpp"

namespace wardwire::test {

using sim::PendingSetKind;
using sim::Purpose;

namespace {

/// Asks that seldom come to an end: each answer cancels or postpones the time-out of another.
struct Impatient {
    struct Answer {
        std::uint32_t who;
    };
    struct TimeOut {
        std::uint32_t who;
    };
    using Event = std::variant<Answer, TimeOut>;
    using Kernel = sim::Kernel<Impatient>;

    void on(Answer answer, Kernel& kernel) {
        const std::uint64_t bits = channel.bits(answer.who, draws++);
        const auto other = static_cast<std::uint32_t>(bits % time_outs.size());
        if (bits >> 63 == 0)
            kernel.cancel(time_outs[other]);
        else
            kernel.reschedule(time_outs[other], kernel.now() + sim::microseconds{bits >> 40 & 511});
        kernel.cancel(time_outs[answer.who]);
        time_outs[answer.who] = kernel.after(sim::microseconds{5'000}, TimeOut{answer.who});
        kernel.after(sim::microseconds{bits >> 20 & 2047}, answer);
    }
    void on(TimeOut, Kernel&) { ++timed_out; }

    sim::Channel channel = sim::Chance(3, 0).channel(Purpose{1});
    std::vector<sim::EventId> time_outs = std::vector<sim::EventId>(300);
    std::uint64_t draws = 0;
    std::uint64_t timed_out = 0;
};

std::uint64_t digest_of_queue(PendingSetKind kind) {
    const sim::Chance chance(1, 0);
    app::bench::SingleServer<> server(
        {sim::Exponential{1.2}, chance.channel(Purpose{1}).stream(0)},
        {sim::Exponential{1.0}, chance.channel(Purpose{2}).stream(0)});
    sim::Kernel kernel(server);
    kernel.use(kind);
    server.start(kernel);
    kernel.run_until(sim::start_of_time + sim::hours{10});
    CHECK(kernel.pending_set() == kind);
    CHECK(server.waits().count() > 20'000);
    return kernel.digest();
}

std::uint64_t digest_of_phold(PendingSetKind kind) {
    const sim::Chance chance(1, 0);
    app::bench::Phold phold(1'000, chance.channel(Purpose{1}));
    sim::Kernel kernel(phold);
    kernel.use(kind);
    phold.start(kernel);
    // In short windows, as a federation would.
    for (int window = 1; window <= 500; ++window)
        kernel.run_before(sim::start_of_time + sim::microseconds{100'000} * window);
    CHECK(kernel.events_executed() > 40'000);
    return kernel.digest();
}

/// With the other kind from the middle on, when it is not the same.
std::uint64_t digest_of_impatient(PendingSetKind first, PendingSetKind second) {
    Impatient model;
    sim::Kernel kernel(model);
    kernel.use(first);
    for (std::uint32_t i = 0; i < model.time_outs.size(); ++i)
        kernel.after(sim::microseconds{i}, Impatient::Answer{i});
    kernel.run_until(sim::start_of_time + sim::microseconds{50'000});
    sim::Saver saver;
    saver(kernel);
    const auto bytes = std::move(saver).finish();
    sim::Kernel later(model);
    later.use(second);
    sim::Loader loader(bytes);
    loader(later);
    REQUIRE(loader.is_complete());
    CHECK(later.pending_set() == second);
    later.run_until(sim::start_of_time + sim::microseconds{100'000});
    CHECK(model.timed_out > 100);
    return later.digest();
}

}  // namespace

TEST_CASE("a run is the same whichever way its pending events are kept") {
    const auto heap = PendingSetKind::heap, radix = PendingSetKind::radix;
    CHECK(digest_of_queue(heap) == digest_of_queue(radix));
    CHECK(digest_of_phold(heap) == digest_of_phold(radix));
    const std::uint64_t expected = digest_of_impatient(heap, heap);
    CHECK(digest_of_impatient(radix, radix) == expected);
    CHECK(digest_of_impatient(heap, radix) == expected);
    CHECK(digest_of_impatient(radix, heap) == expected);
}

TEST_CASE("many expected events are kept in a radix heap unless it was chosen by hand") {
    sim::PendingSet<int> set;
    CHECK(set.kind() == PendingSetKind::heap);
    set.reserve(sim::PendingSet<int>::most_for_heap);
    CHECK(set.kind() == PendingSetKind::heap);
    set.reserve(sim::PendingSet<int>::most_for_heap + 1);
    CHECK(set.kind() == PendingSetKind::radix);
    set.use(PendingSetKind::heap);
    set.reserve(1'000'000);
    CHECK(set.kind() == PendingSetKind::heap);
    set.use(PendingSetKind::automatic);
    set.push(1, 1, 1);
    set.reserve(1'000'000);
    CHECK(set.kind() == PendingSetKind::heap);
    CHECK(broken_contract([&] { set.use(PendingSetKind::radix); }).find("while it is empty") !=
          std::string::npos);
}

}  // namespace wardwire::test
