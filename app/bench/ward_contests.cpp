// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdint>
#include <queue>
#include <random>

#include "app/bench/contest.hpp"
#include "app/replication.hpp"
#include "app/scenario_files.hpp"

namespace wardwire::app::bench {
namespace {

/// Holds with 1,000 pending, drawn as a plain loop draws them: what an event costs at the least.
Work holds() {
    constexpr std::uint64_t count = 2'000'000;
    std::mt19937_64 random(1);
    std::exponential_distribution<double> delay;
    std::priority_queue<std::pair<double, std::uint32_t>,
                        std::vector<std::pair<double, std::uint32_t>>, std::greater<>>
        pending;
    for (std::uint32_t i = 0; i < 1000; ++i) pending.emplace(delay(random), i);
    std::uint64_t proof = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto [time, who] = pending.top();
        pending.pop();
        proof += who;
        pending.emplace(time + delay(random), who);
    }
    return {count, proof};
}

/// A year of a bundled scenario on one thread, events a second.
Contest year_of(const char* name) {
    const auto read =
        read_and_validate(name, {{"/horizon/length", "52 weeks"}, {"/horizon/warm_up", "0 s"}});
    const models::Scenario scenario = read.scenario.value();
    return {
        std::string("ward model, ") + name, "events", 5e6, 0, Clock::processor, holds, [scenario] {
            const sim::Observation run = simulate_replication(scenario, {scenario.seed, 0});
            return Work{run.events, run.digest};
        }};
}

}  // namespace

std::vector<Contest> ward_contests() {
    std::vector<Contest> contests;
    for (const char* name : {"nurse_triage", "team_pool", "solo_inbox", "ward_secure_chat"})
        contests.push_back(year_of(name));
    return contests;
}

}  // namespace wardwire::app::bench
