// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>
#include <queue>
#include <random>

#include "sim/parallel/replicate.hpp"
#include "tests/bench/contest.hpp"
#include "tests/support/phold.hpp"
#include "tests/support/single_server.hpp"

namespace wardwire::bench {
namespace {

using sim::Purpose;

/// A plain loop's entry: time in microseconds, order of scheduling, and what it is.
struct Entry {
    std::int64_t time;
    std::uint64_t order;
    std::uint32_t what;

    bool operator>(const Entry& other) const {
        return time != other.time ? time > other.time : order > other.order;
    }
};

/// The reference: a std::priority_queue, one sequential generator, no digest, no cancellation.
struct PlainLoop {
    void after(std::int64_t delay, std::uint32_t what) { queue.push({now + delay, order++, what}); }
    std::uint32_t next() {
        const Entry first = queue.top();
        queue.pop();
        now = first.time;
        return first.what;
    }
    double uniform() { return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53; }
    std::int64_t exponential(double mean_seconds) {
        return std::llrint(-1e6 * mean_seconds * std::log(uniform()));
    }

    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    std::mt19937_64 random{1};
    std::int64_t now = 0;
    std::uint64_t order = 0;
};

constexpr double gap_seconds = 1.0 / 0.9;

}  // namespace

Work mm1_plain(std::uint64_t customers) {
    enum : std::uint32_t { arrival, service_ends };
    PlainLoop loop;
    test::Fifo<std::int64_t> line;
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
    test::SingleServer<> server(
        {sim::Exponential{gap_seconds}, chance.channel(Purpose{1}).stream(0)},
        {sim::Exponential{1.0}, chance.channel(Purpose{2}).stream(0)});
    sim::Kernel kernel(server, {.seed = chance.seed(), .replication = replication});
    server.start(kernel);
    kernel.run_until(sim::start_of_time +
                     sim::from_seconds(gap_seconds * static_cast<double>(customers)));
    return {server.waits().count(), kernel.digest()};
}

constexpr std::uint64_t phold_jobs = 2'000'000;

Work phold_plain(std::uint32_t processes) {
    PlainLoop loop;
    std::uint64_t proof = 0;
    const auto delay = [](std::uint64_t bits) {
        const double u = (static_cast<double>(bits & 0xffffffff) + 0.5) * 0x1p-32;
        return 100'000 + std::llrint(-0.9e6 * std::log(u));
    };
    for (std::uint32_t i = 0; i < processes; ++i) loop.after(delay(loop.random()), i);
    for (std::uint64_t job = 0; job < phold_jobs; ++job) {
        std::uint32_t process = loop.next();
        proof += static_cast<std::uint64_t>(loop.now) ^ process;
        const std::uint64_t bits = loop.random();
        if (bits >> 62 == 0)
            process = static_cast<std::uint32_t>((bits >> 32 & 0x3fffffff) * processes >> 30);
        loop.after(delay(bits), process);
    }
    return {phold_jobs, proof};
}

Work phold_ours(std::uint32_t processes) {
    const sim::Chance chance(1, 0);
    test::Phold phold(processes, chance.channel(Purpose{1}));
    sim::Kernel kernel(phold);
    phold.start(kernel);
    const double duration = static_cast<double>(phold_jobs) / processes;
    kernel.run_until(sim::start_of_time + sim::from_seconds(duration));
    return {kernel.events_executed(), kernel.digest()};
}

Contest phold(std::uint32_t processes, double goal_millions, double goal_ratio) {
    return {"PHOLD, " + std::to_string(processes) + " processes",
            "events",
            1e6 * goal_millions,
            goal_ratio,
            Clock::processor,
            [=] { return phold_plain(processes); },
            [=] { return phold_ours(processes); }};
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
    return {
        {"M/M/1, load 0.9", "customers", 15e6, 0.94, Clock::processor,
         [] { return mm1_plain(1'000'000); }, [] { return mm1_ours(1'000'000, 0); }},
        phold(1'000, 20, 1.54),
        phold(10'000, 12, 1.24),
        phold(100'000, 5, 0.83),
    };
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

}  // namespace wardwire::bench
