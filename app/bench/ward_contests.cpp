// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdint>
#include <queue>
#include <random>

#include "app/bench/contest.hpp"
#include "app/replication.hpp"
#include "app/scenario_files.hpp"
#include "models/outcome_report.hpp"

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

/// The chat messages of four weeks of the health system, its staff dealt out to so many places.
std::function<Work()> health_system(const char* clinics, const char* hospitals) {
    const auto read =
        read_and_validate("secure_chat_health_system", {{"/horizon/length", "4 weeks"},
                                                        {"/horizon/warm_up", "0 s"},
                                                        {"/sites/clinic/count", clinics},
                                                        {"/sites/hospital/count", hospitals}});
    const models::Scenario scenario = read.scenario.value();
    const sim::ResultLayout layout = models::outcome_layout(scenario);
    return [scenario, layout] {
        const sim::Observation run = simulate_replication(scenario, {scenario.seed, 0});
        double messages = 0.0;
        for (const sim::Measure& measure : layout.metrics)
            if (measure.name == "chat_messages_by_role_pair")
                for (std::size_t cell = 0; cell < measure.size; ++cell)
                    messages += run.metrics[measure.offset + cell];
        return Work{static_cast<std::uint64_t>(messages), run.digest};
    };
}

/// What a message costs when the same people, with the same work, are dealt out to 277 sites
/// instead of one hospital and one clinic: less than 1.5 times as much.
Contest staff_in_many_sites() {
    return {"33,000 staff in 277 sites, to 2",
            "messages",
            0,
            1.0 / 1.5,
            Clock::processor,
            health_system("1", "1"),
            health_system("263", "14")};
}

}  // namespace

std::vector<Contest> ward_contests() {
    std::vector<Contest> contests;
    for (const char* name : {"nurse_triage", "team_pool", "solo_inbox", "ward_secure_chat"})
        contests.push_back(year_of(name));
    contests.push_back(staff_in_many_sites());
    return contests;
}

}  // namespace wardwire::app::bench
