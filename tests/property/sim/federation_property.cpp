// SPDX-License-Identifier: Apache-2.0
#include "sim/federation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <optional>
#include <random>
#include <variant>
#include <vector>

#include "app/bench/federated.hpp"
#include "sim/parallel/federation.hpp"
#include "tests/support/one_loop.hpp"

namespace wardwire::test {
namespace {

using sim::Duration;
using sim::Time;

/// Schedules and sends at random, with times and latencies of a few microseconds: ties, and parcels
/// that arrive exactly at a horizon, are frequent.
struct Gossip {
    template <sim::Phase which>
    struct Rumour {
        static constexpr sim::Phase phase = which;
    };
    struct Arrives {
        Time earliest;
    };
    using Event = std::variant<Rumour<sim::Phase::early>, Rumour<sim::Phase::late>, Arrives>;
    struct Parcel {
        Time earliest;
    };

    struct Friend {
        std::uint32_t kernel;
        std::int64_t latency;
    };

    Event unpack(const Parcel& parcel) const { return Arrives{parcel.earliest}; }

    template <class AnyKernel>
    void start(AnyKernel& kernel) {
        for (const Friend& each : friends) kernel.links().add(each.kernel, Duration{each.latency});
        for (int i = 0; i < first_events; ++i) act(kernel);
    }
    template <sim::Phase which, class AnyKernel>
    void on(Rumour<which>, AnyKernel& kernel) {
        for (auto actions = random() % 3; actions > 0; --actions) act(kernel);
    }
    template <class AnyKernel>
    void on(Arrives parcel, AnyKernel& kernel) {
        if (kernel.now() < parcel.earliest) ++too_fast;
        for (auto actions = random() % 3; actions > 0; --actions) act(kernel);
    }

    template <class AnyKernel>
    void act(AnyKernel& kernel) {
        const Duration some{static_cast<std::int64_t>(random() % 4)};
        const auto draw = random() % 4;
        if (draw == 0 && !friends.empty()) {
            const Friend& to = friends[random() % friends.size()];
            const Duration delay = Duration{to.latency} + some;
            kernel.send(to.kernel, delay, {kernel.now() + Duration{to.latency}});
        } else if (draw < 3) {
            schedule(kernel, some, Rumour<sim::Phase::early>{});
        } else {
            schedule(kernel, some, Rumour<sim::Phase::late>{});
        }
    }

    /// Where the event came to lie in the pending set depends on all that the kernel did before,
    /// and on the order in which parcels were handed over.
    template <class AnyKernel, class Happening>
    void schedule(AnyKernel& kernel, Duration delay, const Happening& event) {
        if constexpr (requires { kernel.after(delay, event).slot; })
            places.push_back(kernel.after(delay, event).slot);
        else
            kernel.after(delay, event);
    }

    std::vector<Friend> friends;
    int first_events = 0;
    std::mt19937_64 random;
    std::vector<std::uint32_t> places;
    int too_fast = 0;
};

/// Some know everybody, some nobody; some have nothing to say at first, or ever.
std::vector<Gossip> random_circle(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<Gossip> circle(1 + random() % 12);
    const auto size = static_cast<std::uint32_t>(circle.size());
    for (Gossip& gossip : circle) {
        gossip.random.seed(random());
        gossip.first_events = static_cast<int>(random() % 3 * 20);
        const auto openness = random() % 4;
        for (std::uint32_t to = 0; to < size; ++to)
            if (random() % 4 < openness)
                gossip.friends.push_back({to, 1 + static_cast<std::int64_t>(random() % 5)});
    }
    return circle;
}

template <class Model>
void write_down(app::bench::Federated<Model>& system,
                std::vector<std::vector<sim::Executed>>& histories) {
    histories.resize(system.kernels.size());
    for (auto& kernel : system.kernels)
        kernel.watch(
            [](void* history, const sim::Executed& what, const typename Model::Event&) {
                static_cast<std::vector<sim::Executed>*>(history)->push_back(what);
            },
            &histories[kernel.index()]);
}

constexpr Time end = sim::start_of_time + Duration{100};

}  // namespace

TEST_CASE("a federation runs the history of one loop over all events") {
    const std::uint64_t seed = GENERATE(range(1U, 25U));
    const unsigned threads = GENERATE(0U, 3U);  // 0: without threads
    CAPTURE(seed, threads);

    std::vector<std::vector<sim::Executed>> expected;
    OneLoop<Gossip> loop(random_circle(seed));
    expected.resize(random_circle(seed).size());
    for (const sim::Executed& what : loop.run_until(end)) expected[what.kernel].push_back(what);

    app::bench::Federated<Gossip> system(random_circle(seed));
    std::vector<std::vector<sim::Executed>> histories;
    write_down(system, histories);
    system.start();
    if (threads == 0)
        system.federation->run_until(end);
    else
        run_until(*system.federation, end, {threads, sim::Threading::always, {}, seed});

    CHECK(histories == expected);
    for (const Gossip& gossip : system.models) CHECK(gossip.too_fast == 0);
    for (const auto& history : histories)
        CHECK(std::is_sorted(history.begin(), history.end(),
                             [](const auto& a, const auto& b) { return a.time < b.time; }));
}

TEST_CASE("parcels are handed over in the same order on any number of threads") {
    const std::uint64_t seed = GENERATE(range(1U, 9U));
    const unsigned threads = GENERATE(2U, 7U);
    CAPTURE(seed, threads);
    app::bench::Federated<Gossip> alone(random_circle(seed)), together(random_circle(seed));
    alone.start();
    together.start();
    alone.federation->run_until(end);
    run_until(*together.federation, end, {threads, sim::Threading::always, {}, seed});
    for (std::size_t i = 0; i < alone.models.size(); ++i)
        CHECK(alone.models[i].places == together.models[i].places);
    CHECK(alone.federation->digest() == together.federation->digest());
}

TEST_CASE("random circles send parcels, at horizons too, and not too few") {
    std::size_t events = 0, parcels = 0;
    for (std::uint64_t seed = 1; seed < 25; ++seed)
        for (const sim::Executed& what : OneLoop<Gossip>(random_circle(seed)).run_until(end)) {
            ++events;
            parcels += what.origin != what.kernel;
        }
    CHECK(events > 5'000);
    CHECK(parcels > 500);
}

}  // namespace wardwire::test
