// SPDX-License-Identifier: Apache-2.0
// A run that is saved and restored in the middle is the run that was never stopped.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <vector>

#include "models/structure.hpp"
#include "sim/archive.hpp"
#include "tests/support/random_ward.hpp"

namespace wardwire::test {

namespace {

std::vector<std::byte> state_at(const models::Scenario& scenario, sim::Time at) {
    models::Site site(scenario, {1, 0, 1.0});
    site.start();
    site.kernel.run_until(at);
    sim::Saver saver;
    saver(site);
    return std::move(saver).finish();
}

sim::Observation go_on(const models::Scenario& scenario, const std::vector<std::byte>& state,
                       std::uint32_t replication) {
    models::Site site(scenario, {1, replication, 1.0, 0});
    sim::Loader loader(state);
    loader(site);
    REQUIRE(loader.is_complete());
    site.kernel.run_until(site.end());
    return site.finish();
}

bool equal(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool same_values(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal);
}

void require_same(const sim::Observation& a, const sim::Observation& b) {
    REQUIRE(a.digest == b.digest);
    REQUIRE(a.events == b.events);
    REQUIRE(same_values(a.metrics, b.metrics));
    REQUIRE(a.counts == b.counts);
    REQUIRE(same_values(a.series, b.series));
    REQUIRE(a.messages.size() == b.messages.size());
    for (std::size_t i = 0; i < a.messages.size(); ++i) {
        REQUIRE(a.messages[i].message == b.messages[i].message);
        REQUIRE(a.messages[i].closed_at == b.messages[i].closed_at);
        REQUIRE(a.messages[i].handling_seconds == b.messages[i].handling_seconds);
    }
}

sim::Time share_of_run(const models::Scenario& scenario, double share) {
    return sim::start_of_time +
           sim::from_seconds(share * sim::in_seconds(scenario.warm_up + scenario.length));
}

}  // namespace

TEST_CASE("D1: a ward saved at any time and restored goes on bit for bit") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        INFO("ward " << seed);
        const models::Scenario scenario = RandomWard(seed)();
        const sim::Observation straight = models::Site(scenario, {1, 0, 1.0}).run();
        for (const double share : {0.0, 0.1, 0.55, 1.0})
            require_same(go_on(scenario, state_at(scenario, share_of_run(scenario, share)), 0),
                         straight);
    }
}

TEST_CASE("a ward saved and restored again and again goes on bit for bit") {
    const models::Scenario scenario = RandomWard(7)();
    const sim::Observation straight = models::Site(scenario, {1, 0, 1.0}).run();
    std::vector<std::byte> state = state_at(scenario, share_of_run(scenario, 0.05));
    for (int i = 2; i < 20; ++i) {
        models::Site site(scenario, {1, 0, 1.0});
        sim::Loader loader(state);
        loader(site);
        REQUIRE(loader.is_complete());
        site.kernel.run_until(share_of_run(scenario, 0.05 * i));
        sim::Saver saver;
        saver(site);
        state = std::move(saver).finish();
    }
    require_same(go_on(scenario, state, 0), straight);
}

TEST_CASE("futures of one state differ after it and only after it") {
    const models::Scenario scenario = RandomWard(3)();
    const sim::Time at = share_of_run(scenario, 0.5);
    const std::vector<std::byte> state = state_at(scenario, at);
    const sim::Observation straight = go_on(scenario, state, 0);
    const sim::Observation other = go_on(scenario, state, 1);
    CHECK(other.digest != straight.digest);
    CHECK(go_on(scenario, state, 1).digest == other.digest);
    const auto sent_before = [at](const sim::Observation& run) {
        std::vector<std::uint64_t> messages;
        for (const sim::MessageRow& row : run.messages)
            if (row.sent_at <= at.time_since_epoch().count()) messages.push_back(row.message);
        return messages;
    };
    CHECK(sent_before(other) == sent_before(straight));
}

TEST_CASE("the structure of a scenario is what a state depends on, not its rates") {
    models::Scenario scenario = RandomWard(5)();
    const std::string structure = models::structure_of(scenario);
    scenario.roles[0].reading = sim::Constant{77.0};
    CHECK(models::structure_of(scenario) == structure);
    scenario.roles[0].count += 1;
    CHECK(models::structure_of(scenario) != structure);
}

}  // namespace wardwire::test
