// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>
#include <cstdio>
#include <queue>
#include <random>

#include "app/bench/contest.hpp"
#include "app/bench/phold.hpp"
#include "app/bench/single_server.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app::bench {
namespace {

using sim::Purpose;

/// A plain loop's entry: time in microseconds, order of scheduling, and what it is.
struct PlainEvent {
    std::int64_t time;
    std::uint64_t order;
    std::uint32_t what;

    bool operator>(const PlainEvent& other) const {
        return time != other.time ? time > other.time : order > other.order;
    }
};

/// The reference: a std::priority_queue, one sequential generator, no digest, no cancellation.
struct PlainLoop {
    void after(std::int64_t delay, std::uint32_t what) { queue.push({now + delay, order++, what}); }
    std::uint32_t next() {
        const PlainEvent first = queue.top();
        queue.pop();
        now = first.time;
        return first.what;
    }
    double uniform() { return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53; }
    std::int64_t exponential(double mean_seconds) {
        return std::llrint(-1e6 * mean_seconds * std::log(uniform()));
    }

    std::priority_queue<PlainEvent, std::vector<PlainEvent>, std::greater<>> queue;
    std::mt19937_64 random{1};
    std::int64_t now = 0;
    std::uint64_t order = 0;
};

constexpr double gap_seconds = 1.0 / 0.9;

}  // namespace

Work mm1_plain(std::uint64_t customers) {
    enum : std::uint32_t { arrival, service_ends };
    PlainLoop loop;
    Fifo<std::int64_t> line;
    sim::Tally waits;
    bool is_busy = false;
    const auto begin_service = [&] {
        is_busy = true;
        waits.add(1e-6 * static_cast<double>(loop.now - line.pop()));
        loop.after(loop.exponential(1.0), service_ends);
    };
    loop.after(loop.exponential(gap_seconds), arrival);
    while (waits.count() < customers) {
        if (loop.next() == arrival) {
            line.push(loop.now);
            if (!is_busy) begin_service();
            loop.after(loop.exponential(gap_seconds), arrival);
        } else {
            is_busy = false;
            if (!line.empty()) begin_service();
        }
    }
    return {waits.count(), std::bit_cast<std::uint64_t>(waits.mean())};
}

namespace {

Work mm1_ours(std::uint64_t customers, std::uint32_t replication) {
    const sim::Chance chance(1, replication);
    SingleServer<> server({sim::Exponential{gap_seconds}, chance.channel(Purpose{1}).stream(0)},
                          {sim::Exponential{1.0}, chance.channel(Purpose{2}).stream(0)});
    sim::Kernel kernel(server, {.seed = chance.seed(), .replication = replication});
    server.start(kernel);
    kernel.run_until(sim::start_of_time +
                     sim::from_seconds(gap_seconds * static_cast<double>(customers)));
    return {server.waits().count(), kernel.digest()};
}

constexpr std::uint64_t phold_jobs = 2'000'000;

Work phold_plain(const PholdPlan& plan) {
    PlainLoop loop;
    std::uint64_t proof = 0;
    const auto lookahead = std::llrint(1e6 * plan.lookahead_s);
    const auto delay = [&](std::uint64_t bits) {
        const double u = (static_cast<double>(bits & 0xffffffff) + 0.5) * 0x1p-32;
        return lookahead + std::llrint(-1e6 * plan.mean_beyond_s * std::log(u));
    };
    const double remote_below = plan.remote_share * 0x1p32;
    for (std::uint32_t i = 0; i < plan.processes * plan.jobs_each; ++i)
        loop.after(delay(loop.random()), i % plan.processes);
    for (std::uint64_t job = 0; job < phold_jobs; ++job) {
        std::uint32_t process = loop.next();
        proof += static_cast<std::uint64_t>(loop.now) ^ process;
        const std::uint64_t bits = loop.random();
        const auto which = static_cast<double>(bits >> 32);
        if (which < remote_below)
            process = static_cast<std::uint32_t>(which * (plan.processes / remote_below));
        loop.after(delay(bits), process);
    }
    return {phold_jobs, proof};
}

Work phold_ours(const PholdPlan& plan) {
    const sim::Chance chance(1, 0);
    Phold phold(plan, chance.channel(Purpose{1}));
    sim::Kernel kernel(phold);
    const double pending = static_cast<double>(plan.processes) * plan.jobs_each;
    kernel.reserve(static_cast<std::size_t>(pending));
    phold.start(kernel);
    const double mean_delay_s = plan.lookahead_s + plan.mean_beyond_s;
    kernel.run_until(sim::start_of_time + sim::from_seconds(phold_jobs * mean_delay_s / pending));
    return {kernel.events_executed(), kernel.digest()};
}

Contest phold(const PholdPlan& plan, double goal_millions, double goal_ratio) {
    char name[80];
    std::snprintf(name, sizeof name, "PHOLD, %u x %u, remote %g, lookahead %g", plan.processes,
                  plan.jobs_each, plan.remote_share, plan.lookahead_s);
    return {name,
            "events",
            1e6 * goal_millions,
            goal_ratio,
            Clock::processor,
            [=] { return phold_plain(plan); },
            [=] { return phold_ours(plan); }};
}

/// The grid of plans; three of them have goals.
void add_phold(std::vector<Contest>& contests) {
    for (const std::uint32_t processes : {1'000U, 10'000U, 100'000U})
        for (const std::uint32_t jobs_each : {1U, 10U})
            for (const double remote : {0.1, 0.25, 0.5})
                for (const double lookahead_s : {0.1, 1.0}) {
                    const bool has_goal = jobs_each == 1 && remote == 0.25 && lookahead_s == 0.1;
                    const double millions = processes == 1'000 ? 20 : processes == 10'000 ? 12 : 5;
                    const double ratio = processes == 1'000    ? 1.54
                                         : processes == 10'000 ? 1.24
                                                               : 0.83;
                    const double beyond_s = lookahead_s < 1.0 ? 0.9 : 1.0;
                    contests.push_back(phold({processes, jobs_each, remote, lookahead_s, beyond_s},
                                             has_goal ? millions : 0, has_goal ? ratio : 0));
                }
}

Work replications(unsigned threads) {
    const auto works = sim::replicate(20, {threads, {}}, [](std::size_t index) {
        return mm1_ours(500'000, static_cast<std::uint32_t>(index));
    });
    Work total;
    for (const Work& work : works) {
        total.operations += work.operations;
        total.proof = total.proof * 31 + work.proof;
    }
    return total;
}

constexpr std::uint64_t empty_runs = 1'000'000;

Work empty_runs_plain() {
    std::vector<std::size_t> results;
    for (std::size_t index = 0; index < empty_runs; ++index) results.push_back(index);
    return {empty_runs, results.back()};
}

Work empty_runs_ours(unsigned threads) {
    const auto results =
        sim::replicate(empty_runs, {threads, {}}, [](std::size_t index) { return index; });
    return {empty_runs, results.back()};
}

}  // namespace

std::vector<Contest> model_contests() {
    std::vector<Contest> contests = {
        {"M/M/1, load 0.9", "customers", 22e6, 1.38, Clock::processor,
         [] { return mm1_plain(1'000'000); }, [] { return mm1_ours(1'000'000, 0); }},
    };
    add_phold(contests);
    return contests;
}

std::vector<Contest> replication_contests() {
    return {
        {"empty replications, 1 thread", "runs", 5e6, 0, Clock::processor, empty_runs_plain,
         [] { return empty_runs_ours(1); }},
        {"empty replications, 2 threads", "runs", 2e6, 0, Clock::processor, empty_runs_plain,
         [] { return empty_runs_ours(2); }},
        {"20 replications, 2 threads to 1", "customers", 42e6, 1.9, Clock::wall,
         [] { return replications(1); }, [] { return replications(2); }},
    };
}

}  // namespace wardwire::app::bench
