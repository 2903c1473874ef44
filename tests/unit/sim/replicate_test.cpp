// SPDX-License-Identifier: Apache-2.0
#include "sim/parallel/replicate.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace wardwire::sim {
namespace {

/// A little work that depends on nothing but its index.
std::uint64_t collatz_steps(std::size_t index) {
    std::uint64_t steps = 0;
    for (std::size_t n = index + 1; n != 1; ++steps) n = n % 2 == 0 ? n / 2 : 3 * n + 1;
    return steps;
}

/// Waits until `condition` holds; false when it does not within ten seconds.
template <class Condition>
bool comes_true(Condition condition) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > limit) return false;
        std::this_thread::sleep_for(std::chrono::microseconds{50});
    }
    return true;
}

/// A result that cannot be made from nothing and cannot be copied.
struct Parcel {
    explicit Parcel(std::size_t value) : content(std::make_unique<std::size_t>(value)) {}
    std::unique_ptr<std::size_t> content;
};

}  // namespace

TEST_CASE("D5: replications give the same results in order of index for any number of threads") {
    const std::size_t count = 1000;
    std::vector<std::uint64_t> expected;
    for (std::size_t index = 0; index < count; ++index) expected.push_back(collatz_steps(index));

    const unsigned threads = GENERATE(0U, 1U, 2U, 3U, 7U);
    CAPTURE(threads);
    CHECK(replicate(count, {threads, {}}, collatz_steps) == expected);
}

TEST_CASE("replications return in order of index although a later one ends first") {
    std::atomic<int> ended = 0;
    std::vector<std::size_t> completion;
    const auto results = replicate(
        2, {2, {}},
        [&](std::size_t index) {
            if (index == 0) comes_true([&] { return ended.load() == 1; });
            return index;
        },
        [&](std::size_t index, std::size_t) {
            completion.push_back(index);
            ++ended;
        });
    CHECK(completion == std::vector<std::size_t>{1, 0});
    CHECK(results == std::vector<std::size_t>{0, 1});
}

TEST_CASE("no replication yields no result") { CHECK(replicate(0, {}, collatz_steps).empty()); }

TEST_CASE("a result needs neither a default nor a copy") {
    const auto parcels = replicate(50, {3, {}}, [](std::size_t index) { return Parcel{index}; });
    REQUIRE(parcels.size() == 50);
    for (std::size_t index = 0; index < 50; ++index) CHECK(*parcels[index].content == index);
}

TEST_CASE("more threads than cores really work at the same time") {
    const unsigned threads = std::thread::hardware_concurrency() + 3;
    std::atomic<unsigned> under_way = 0;
    const auto met = replicate(threads, {threads, {}}, [&](std::size_t) {
        ++under_way;
        return comes_true([&] { return under_way.load() == threads; });
    });
    CHECK(met == std::vector<bool>(threads, true));
}

TEST_CASE("each finished replication is announced once and never two at a time") {
    const unsigned threads = GENERATE(1U, 2U, 7U);
    std::vector<int> announced(200, 0);
    std::atomic<int> inside = 0;
    bool alone = true;
    replicate(200, {threads, {}}, collatz_steps, [&](std::size_t index, std::uint64_t result) {
        alone = alone && inside.fetch_add(1) == 0 && result == collatz_steps(index);
        ++announced[index];
        std::this_thread::sleep_for(std::chrono::microseconds{20});
        inside.fetch_sub(1);
    });
    CHECK(alone);
    CHECK(announced == std::vector<int>(200, 1));
}

TEST_CASE("of several exceptions the one with the smallest index surfaces") {
    const unsigned threads = GENERATE(1U, 2U, 3U, 7U);
    CAPTURE(threads);
    std::atomic<int> under_way = 0;
    const auto run = [&](std::size_t index) {
        ++under_way;
        // The later failures come first when there are threads for them.
        if (index == 5) std::this_thread::sleep_for(std::chrono::milliseconds{5});
        --under_way;
        if (index == 5 || index == 6 || index == 9)
            throw std::runtime_error("run " + std::to_string(index));
        return index;
    };
    CHECK_THROWS_WITH(replicate(100, {threads, {}}, run), "run 5");
    CHECK(under_way == 0);
}

TEST_CASE("after an exception no further replication starts and finished ones stay announced") {
    std::vector<std::size_t> announced;
    std::size_t started = 0;
    const auto run = [&](std::size_t index) {
        ++started;
        if (index == 3) throw std::runtime_error("the third");
        return index;
    };
    const auto announce = [&](std::size_t index, std::size_t) { announced.push_back(index); };
    CHECK_THROWS_WITH(replicate(10, {1, {}}, run, announce), "the third");
    CHECK(started == 4);
    CHECK(announced == std::vector<std::size_t>{0, 1, 2});
}

TEST_CASE("an exception of the announcement ends the replications") {
    const auto announce = [](std::size_t index, std::uint64_t) {
        if (index == 4) throw std::runtime_error("disk full");
    };
    CHECK_THROWS_WITH(replicate(1000, {2, {}}, collatz_steps, announce), "disk full");
}

TEST_CASE("after a stop request no replication starts and the finished ones are returned") {
    const unsigned threads = GENERATE(1U, 2U, 7U);
    CAPTURE(threads);
    std::stop_source source;
    std::atomic<std::size_t> started = 0;
    std::vector<std::size_t> announced;
    const auto results = replicate(
        1000, {threads, source.get_token()},
        [&](std::size_t index) {
            ++started;
            if (index == 20) source.request_stop();
            if (index > 20) comes_true([&] { return source.stop_requested(); });
            return index;
        },
        [&](std::size_t index, std::size_t) { announced.push_back(index); });

    // Run 20 asks to stop; each other thread may have begun one more before it sees that.
    CHECK(results.size() == started);
    CHECK(results.size() >= 21);
    CHECK(results.size() <= 20 + threads);
    std::sort(announced.begin(), announced.end());
    CHECK(results == announced);
    for (std::size_t index = 0; index <= 20; ++index) CHECK(results[index] == index);
}

TEST_CASE("a stop requested beforehand runs nothing") {
    std::stop_source source;
    source.request_stop();
    CHECK(replicate(10, {2, source.get_token()}, collatz_steps).empty());
}

}  // namespace wardwire::sim
