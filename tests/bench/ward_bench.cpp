// SPDX-License-Identifier: Apache-2.0
// The ward model's speed on one core, beside a std::priority_queue loop of the same minute, and
// what its summaries cost. Goals: 5 million events a second; summaries below 5 % of an event.
#include <chrono>
#include <cstdio>
#include <queue>
#include <random>
#include <vector>

#include "app/scenario_files.hpp"
#include "models/site.hpp"
#include "sim/record/histogram.hpp"
#include "sim/record/tally.hpp"

namespace wardwire {
namespace {

template <class Work>
double seconds_of(Work&& work) {
    const auto started = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
}

/// Nanoseconds per hold on a std::priority_queue with 1000 pending.
double reference_ns() {
    constexpr int holds = 3'000'000;
    std::mt19937_64 random(1);
    std::priority_queue<std::pair<double, int>, std::vector<std::pair<double, int>>, std::greater<>>
        pending;
    std::exponential_distribution<double> delay;
    for (int i = 0; i < 1000; ++i) pending.emplace(delay(random), i);
    const double spent = seconds_of([&] {
        for (int i = 0; i < holds; ++i) {
            const auto [time, who] = pending.top();
            pending.pop();
            pending.emplace(time + delay(random), who);
        }
    });
    return 1e9 * spent / holds;
}

/// Nanoseconds of one duration that is tallied and put into a histogram.
double summary_ns() {
    constexpr int adds = 10'000'000;
    sim::Tally tally;
    sim::DurationHistogram histogram;
    const double spent = seconds_of([&] {
        for (int i = 0; i < adds; ++i) {
            const sim::Duration d = sim::seconds{1 + (i & 4095)};
            tally.add(d);
            histogram.add(d);
        }
    });
    return tally.count() == histogram.total() ? 1e9 * spent / adds : 0.0;
}

struct WardSpeed {
    double events_per_second = 0.0;
    double summaries_per_event = 0.0;
};

std::uint64_t summaries_in(const models::Outcomes& outcomes) {
    std::uint64_t adds = outcomes.response.wall.count() * 3 + outcomes.threads.rounds.count() * 4 +
                         outcomes.conversations.turns.count() * 4 +
                         outcomes.conversations.response_latency.count();
    for (const auto& role : outcomes.roles)
        adds += role.between_interruptions.count() + role.fragments.count() +
                role.completion.count() + role.resumption.count() + role.visit_wait.count() +
                role.read_delay.count();
    for (const auto& pool : outcomes.pools) adds += 2 * pool.wait.count();
    return adds;
}

WardSpeed speed_of(const char* name) {
    const auto overrides =
        std::vector<models::Override>{{"/horizon/length", "52 weeks"}, {"/horizon/warm_up", "0 s"}};
    const auto read = app::read_and_validate(name, overrides);
    WardSpeed best;
    for (std::uint32_t replication = 0; replication < 5 && read.scenario; ++replication) {
        models::Site site(*read.scenario, {1, replication, 0.0});
        sim::Observation observation;
        const double spent = seconds_of([&] { observation = site.run(); });
        const auto events = static_cast<double>(observation.events);
        if (events / spent > best.events_per_second)
            best = {events / spent, static_cast<double>(summaries_in(site.outcomes)) / events};
    }
    return best;
}

}  // namespace
}  // namespace wardwire

int main() {
    using namespace wardwire;
    const double reference = reference_ns();
    const double summary = summary_ns();
    std::printf("reference hold %.0f ns; one summary %.1f ns\n\n", reference, summary);
    std::printf("%-20s %12s %14s %22s\n", "52 weeks of", "M events/s", "holds an event",
                "summaries of an event");
    for (const char* name : {"nurse_triage", "team_pool", "solo_inbox", "ward_secure_chat"}) {
        const WardSpeed speed = speed_of(name);
        const double event_ns = 1e9 / speed.events_per_second;
        std::printf("%-20s %12.1f %14.2f %20.1f %%\n", name, speed.events_per_second / 1e6,
                    event_ns / reference, 100.0 * speed.summaries_per_event * summary / event_ns);
    }
    return 0;
}
