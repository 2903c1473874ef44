// SPDX-License-Identifier: Apache-2.0
// Compiled without optimisation, where a resumption inside a resumption would keep its stack.
#include <catch2/catch.hpp>
#include <cstddef>
#include <memory>

#include "sim/process.hpp"

namespace wardwire::sim {
namespace {

constexpr int resumptions = 1'000'000;  // at 16 bytes of stack each, twice the usual limit

Process passes_on(Processes&, Signal& comes, Signal& goes, int& count) {
    while (count < resumptions) {
        co_await wait(comes);
        ++count;
        goes.fire_one();
    }
}

Process starts_next(Processes& all, int& count) {
    if (++count < resumptions) starts_next(all, count);
    co_return;
}

Process follows(Processes&, Signal& comes, Signal& goes, int& count) {
    co_await wait(comes);
    ++count;
    goes.fire_one();
}

}  // namespace

TEST_CASE("two processes that wake each other a million times in one instant keep the stack flat") {
    Processes all;
    Signal ping;
    Signal pong;
    int count = 0;
    passes_on(all, ping, pong, count);
    passes_on(all, pong, ping, count);
    all.kernel().run_until(start_of_time);
    ping.fire_one();
    all.kernel().run_until(start_of_time);
    CHECK(count >= resumptions);
}

TEST_CASE("a million processes of which each starts the next keep the stack flat") {
    Processes all;
    int count = 0;
    starts_next(all, count);
    all.kernel().run_until(start_of_time);
    CHECK(count == resumptions);
    CHECK(all.alive() == 0);
}

TEST_CASE("a hundred thousand processes in a chain, each woken by the one before, all wake") {
    Processes all;
    constexpr std::size_t length = 100'000;
    const auto signals = std::make_unique<Signal[]>(length + 1);
    int count = 0;
    for (std::size_t i = 0; i < length; ++i) follows(all, signals[i], signals[i + 1], count);
    all.kernel().run_until(start_of_time);
    signals[0].fire_one();
    all.kernel().run_until(start_of_time);
    CHECK(count == static_cast<int>(length));
}

}  // namespace wardwire::sim
