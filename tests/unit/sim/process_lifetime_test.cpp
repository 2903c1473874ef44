// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <memory>
#include <type_traits>

#include "sim/process.hpp"

namespace wardwire::sim {
namespace {

struct Balance {
    int made = 0;
    int ended = 0;
};

/// Counts how many of it are made and end, temporaries and copies included.
class Counted {
 public:
    explicit Counted(Balance& balance) : balance_(&balance) { ++balance_->made; }
    Counted(const Counted& other) : balance_(other.balance_) { ++balance_->made; }
    Counted& operator=(const Counted&) = delete;
    ~Counted() { ++balance_->ended; }

    Duration length() const { return seconds{1}; }

 private:
    Balance* balance_;
};

Duration length_of(const Counted& counted) { return counted.length(); }

Process keeps(Processes&, Counted argument) {
    const Counted variable = argument;
    co_await hold(variable.length());
}

/// A temporary in the full expression of each kind of co_await.
Process awaits_beside_temporaries(Processes&, Signal& signal, Resource& resource, Balance& balance,
                                  int& wakes) {
    co_await delay(length_of(Counted{balance}));
    if ((co_await hold(Counted{balance}.length())).why == Why::time) ++wakes;
    const Wake wake = co_await wait(signal, length_of(Counted{balance}));
    if (wake.why == Why::time) ++wakes;
    if ((co_await resource.acquire(length_of(Counted{balance}))).why == Why::signal) ++wakes;
    if ((co_await resource.acquire(length_of(Counted{balance}))).why == Why::time) ++wakes;
}

template <class Awaited>
constexpr bool is_safe_temporary =
    !std::is_aggregate_v<Awaited> && std::is_trivially_destructible_v<Awaited>;

static_assert(is_safe_temporary<Delay> && is_safe_temporary<Hold> && is_safe_temporary<Wait> &&
              is_safe_temporary<Acquire>);

}  // namespace

TEST_CASE("arguments and variables of a process end once when it ends") {
    Balance balance;
    Processes all;
    for (int i = 0; i < 3; ++i) keeps(all, Counted{balance});
    all.kernel().run_until(start_of_time);
    CHECK(balance.made - balance.ended == 6);
    all.kernel().run_until(start_of_time + seconds{1});
    CHECK(all.alive() == 0);
    CHECK(balance.made == balance.ended);
}

TEST_CASE("processes alive at the end are counted and end with their world") {
    Balance balance;
    {
        Processes all;
        for (int i = 0; i < 5; ++i) keeps(all, Counted{balance});
        CHECK(all.alive() == 5);  // not yet begun: arguments, no variables
        CHECK(balance.made - balance.ended == 5);
        all.kernel().run_until(start_of_time);
        for (int i = 0; i < 2; ++i) keeps(all, Counted{balance});
        CHECK(all.alive() == 7);
        CHECK(balance.made - balance.ended == 12);
    }
    CHECK(balance.made == balance.ended);
}

TEST_CASE("temporaries beside co_await end exactly once") {
    Balance balance;
    Processes all;
    Signal signal;
    Resource resource{1};
    int wakes = 0;
    awaits_beside_temporaries(all, signal, resource, balance, wakes);
    all.kernel().run_until(start_of_time + seconds{9});
    CHECK(all.alive() == 0);
    CHECK(wakes == 4);
    CHECK(balance.made == 5);
    CHECK(balance.ended == 5);
}

TEST_CASE("two worlds of processes live side by side and end in any order") {
    Balance balance;
    auto first = std::make_unique<Processes>();
    Processes second;
    keeps(*first, Counted{balance});
    keeps(second, Counted{balance});
    first->kernel().run_until(start_of_time + seconds{1});
    CHECK(first->alive() == 0);
    CHECK(second.alive() == 1);
    first.reset();
    second.kernel().run_until(start_of_time + seconds{1});
    CHECK(second.alive() == 0);
    CHECK(balance.made == balance.ended);
}

}  // namespace wardwire::sim
