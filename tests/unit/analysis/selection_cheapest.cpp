// SPDX-License-Identifier: Apache-2.0
#include "analysis/selection/cheapest.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

namespace {

using namespace wardwire::analysis;

/// Systems of which every replication is the same.
SimulateService certain(const std::vector<CostAndMargins>& systems, std::vector<Trial>& seen) {
    return [&](std::span<const Trial> trials) {
        std::vector<CostAndMargins> yields;
        for (const Trial& trial : trials) yields.push_back(systems[trial.system]);
        seen.insert(seen.end(), trials.begin(), trials.end());
        return yields;
    };
}

TEST_CASE("the cheapest system that keeps all requirements is confirmed by fresh replications") {
    std::vector<Trial> seen;
    const std::vector<CostAndMargins> systems{
        {4.0, {1.0, 1.0}}, {1.0, {1.0, -1.0}}, {3.0, {0.0, 2.0}}, {2.0, {-1.0, 3.0}}};
    const CheapestFound found = find_cheapest(
        systems.size(), {.first_stage = 3, .most = 12, .confirmation = 4}, certain(systems, seen));
    REQUIRE(found.chosen());
    CHECK(*found.chosen() == 2);
    CHECK(found.systems[0].standing == Standing::dearer);
    CHECK(found.systems[1].standing == Standing::fails);
    CHECK(found.systems[2].standing == Standing::meets);
    CHECK(found.systems[3].standing == Standing::fails);
    REQUIRE(found.confirmations.size() == 1);
    CHECK(found.confirmations[0].confidence == Approx(0.975));
    CHECK(found.confirmations[0].lower_limits == std::vector{0.0, 2.0});
    // All is settled after three replications of each; the fresh ones are numbered from 12.
    REQUIRE(seen.size() == 4 * 3 + 4);
    CHECK(seen[12] == Trial{2, 12});
    CHECK(seen.back() == Trial{2, 15});
}

TEST_CASE("when no system keeps a requirement none is tried again") {
    std::vector<Trial> seen;
    const std::vector<CostAndMargins> systems{{1.0, {-1.0}}, {2.0, {-0.5}}};
    const CheapestFound found = find_cheapest(2, {}, certain(systems, seen));
    CHECK_FALSE(found.chosen());
    CHECK(found.confirmations.empty());
    CHECK(seen.size() == 2 * 5);
}

TEST_CASE("a system that fails its confirmation gives way to the next dearer one") {
    // The first keeps its requirement in the search, and not in fresh replications.
    const auto simulate = [](std::span<const Trial> trials) {
        std::vector<CostAndMargins> yields;
        for (const Trial& trial : trials)
            yields.push_back({static_cast<double>(trial.system),
                              {trial.system == 0 && trial.replication >= 40 ? -1.0 : 1.0}});
        return yields;
    };
    const CheapestFound found = find_cheapest(3, {}, simulate);
    REQUIRE(found.confirmations.size() == 2);
    CHECK_FALSE(found.confirmations[0].holds());
    CHECK(found.confirmations[1].confidence == Approx(0.9875));
    CHECK(found.chosen() == std::size_t{1});
}

TEST_CASE("an outcome that is never defined leaves a system open and unconfirmed") {
    std::vector<Trial> seen;
    const std::vector<CostAndMargins> systems{{1.0, {std::nan("")}}, {2.0, {1.0}}};
    const CheapestFound found = find_cheapest(2, {}, certain(systems, seen));
    CHECK(found.systems[0].standing == Standing::open);
    CHECK(found.systems[0].replications == 40);
    CHECK(found.chosen() == std::size_t{1});
}

}  // namespace
