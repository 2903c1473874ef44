// SPDX-License-Identifier: Apache-2.0
#include <barrier>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/bench/contest.hpp"
#include "app/bench/federated.hpp"
#include "sim/parallel/federation.hpp"
#include "sim/parallel/window_barrier.hpp"

namespace wardwire::app::bench {
namespace {

using Shape = PartOfPhold::Shape;
using sim::Threading;

constexpr std::uint64_t events_of_contest = 1'500'000;

/// Long enough for so many events.
sim::Time end_of(const Shape& shape) {
    const double jobs =
        double{1} * shape.kernels * shape.processes_per_kernel * shape.jobs_per_process;
    const double delay = sim::in_seconds(shape.latency + shape.mean);
    return sim::start_of_time +
           sim::from_seconds(static_cast<double>(events_of_contest) * delay / jobs);
}

/// Linked kernels; 0 threads: the federation's own loop.
Work linked(const Shape& shape, unsigned threads, Threading threading) {
    Federated<PartOfPhold> system(parts_of_phold(shape));
    system.start();
    if (threads == 0)
        system.federation->run_until(end_of(shape));
    else
        sim::run_until(*system.federation, end_of(shape), {threads, threading});
    return {system.federation->events_executed(), system.federation->digest()};
}

/// All processes in one kernel, without a federation.
Work plain(Shape shape) {
    const sim::Time end = end_of(shape);
    shape.processes_per_kernel *= std::exchange(shape.kernels, 1);
    std::vector<PartOfPhold> parts = parts_of_phold(shape);
    sim::Kernel kernel(parts.front());
    parts.front().start(kernel);
    kernel.run_until(end);
    return {kernel.events_executed(), kernel.digest()};
}

/// Two threads against one, in windows of so many events.
Contest windows(std::uint32_t events_per_window) {
    // As many jobs as fall due in a hundred latencies.
    const Shape shape{.kernels = 4,
                      .processes_per_kernel = (events_per_window * 100 + 3) / 4,
                      .remote = 0.25,
                      .latency = sim::seconds{1},
                      .mean = sim::seconds{99}};
    return {"windows of " + std::to_string(events_per_window) + " events, 2 threads to 1",
            "events",
            0,
            0,
            Clock::wall,
            [=] { return linked(shape, 0, {}); },
            [=] { return linked(shape, 2, Threading::always); }};
}

/// 277 sites of 60 people with 10 tasks each, 1,662 events in a window of a second.
constexpr Shape many_sites{.kernels = 277,
                           .processes_per_kernel = 60,
                           .jobs_per_process = 10,
                           .remote = 0.05,
                           .latency = sim::seconds{1},
                           .mean = sim::seconds{99}};

Contest overhead(const char* name, const Shape& shape) {
    return {name + std::string(", federation to kernel"),
            "events",
            0,
            0.95,
            Clock::processor,
            [=] { return plain(shape); },
            [=] { return linked(shape, 0, {}); }};
}

Contest phold(std::uint32_t processes, std::uint32_t kernels, double goal_millions) {
    const Shape shape{.kernels = kernels, .processes_per_kernel = processes / kernels};
    return {"PHOLD, " + std::to_string(processes) + " processes, 2 threads",
            "events",
            1e6 * goal_millions,
            0,
            Clock::wall,
            [=] { return plain(shape); },
            [=] { return linked(shape, 2, Threading::always); }};
}

constexpr std::uint32_t meetings = 200'000;

/// Two threads, `meet(worker, number)` on each.
template <class Meet>
Work meet_often(Meet meet) {
    const auto all = [&](unsigned worker) {
        for (std::uint32_t number = 1; number <= meetings; ++number) meet(worker, number);
    };
    std::jthread other([&] { all(1); });
    all(0);
    other.join();
    return {meetings, meetings};
}

Work meetings_plain() {
    std::barrier barrier(2);
    return meet_often([&](unsigned, std::uint32_t) { barrier.arrive_and_wait(); });
}

Work meetings_ours() {
    sim::WindowBarrier barrier(2, sim::Patience(std::chrono::microseconds{10}));
    return meet_often(
        [&](unsigned worker, std::uint32_t number) { barrier.meet(worker, 2, number, {}); });
}

}  // namespace

std::vector<Contest> federation_contests() {
    std::vector<Contest> contests;
    for (const std::uint32_t events_per_window : {2U, 5U, 10U, 20U, 50U, 100U, 200U, 1000U})
        contests.push_back(windows(events_per_window));
    contests.push_back({"277 linked sites, 2 threads to 1", "events", 0, 1.7, Clock::wall,
                        [] { return linked(many_sites, 0, {}); },
                        [] { return linked(many_sites, 2, Threading::always); }});
    contests.push_back(overhead("277 linked sites", many_sites));
    contests.push_back(overhead("4 linked kernels", {.kernels = 4, .processes_per_kernel = 250}));
    contests.push_back(phold(1'000, 8, 30));
    contests.push_back(phold(10'000, 8, 18));
    contests.push_back(phold(100'000, 8, 9));
    contests.push_back(
        {"meetings of 2 threads", "meetings", 0, 0, Clock::wall, meetings_plain, meetings_ours});
    return contests;
}

}  // namespace wardwire::app::bench
