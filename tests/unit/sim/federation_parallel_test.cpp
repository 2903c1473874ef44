// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "app/bench/federated.hpp"
#include "sim/parallel/federation.hpp"
#include "sim/parallel/window_barrier.hpp"
#include "sim/parallel/window_plan.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/instants.hpp"

namespace wardwire::test {
namespace {

using sim::Duration;
using sim::FederationLevel;
using sim::Threading;
using sim::Time;

/// Ticks every microsecond; throws at some times, or asks for a stop at one.
struct Ticker {
    struct Tick {};
    using Event = std::variant<Tick>;
    using Kernel = sim::Kernel<Ticker>;

    void start(Kernel& kernel) {
        if (is_linked) kernel.links().add_to_all(Duration{10});
        kernel.at(at_microsecond(1), Tick{});
    }
    void on(Tick, Kernel& kernel) {
        if (stop != nullptr && kernel.now() == stops_at) stop->request_stop();
        if (kernel.now() == throws_at)
            throw std::runtime_error("kernel " + std::to_string(kernel.index()));
        kernel.after(Duration{1}, Tick{});
    }

    bool is_linked = true;
    Time throws_at = sim::end_of_time;
    std::stop_source* stop = nullptr;
    Time stops_at = sim::end_of_time;
};

std::string error_of(app::bench::Federated<Ticker>& system, const sim::FederationOptions& options) {
    system.start();
    try {
        run_until(*system.federation, at_microsecond(100), options);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("of all exceptions in a window the earliest surfaces for any number of threads") {
    const unsigned threads = GENERATE(1U, 2U, 3U, 7U, 16U);
    const auto claim_seed = GENERATE(0U, 1U, 2U);
    CAPTURE(threads, claim_seed);
    std::vector<Ticker> tickers(20);
    // Horizons are 11, 21, ...; kernel 4 is as early as 9, and 2 and 19 are of a later window.
    tickers[2].throws_at = at_microsecond(25);
    tickers[4].throws_at = at_microsecond(13);
    tickers[9].throws_at = at_microsecond(13);
    tickers[11].throws_at = at_microsecond(14);
    tickers[19].throws_at = at_microsecond(21);
    app::bench::Federated<Ticker> system(tickers);
    CHECK(error_of(system, {threads, Threading::always, {}, claim_seed}) == "kernel 4");
    for (const auto& kernel : system.kernels)
        CHECK(kernel.now() == (kernel.index() == 11                         ? at_microsecond(14)
                               : kernel.index() == 4 || kernel.index() == 9 ? at_microsecond(13)
                                                                            : at_microsecond(20)));
}

TEST_CASE("of kernels without links the one that throws earliest surfaces") {
    const unsigned threads = GENERATE(1U, 2U, 7U);
    std::vector<Ticker> tickers(8);
    for (Ticker& ticker : tickers) ticker.is_linked = false;
    tickers[1].throws_at = at_microsecond(90);
    tickers[6].throws_at = at_microsecond(30);
    app::bench::Federated<Ticker> system(tickers);
    CHECK(error_of(system, {threads}) == "kernel 6");
    CHECK(system.kernels[0].now() == at_microsecond(100));
}

TEST_CASE("a stop request ends a run between windows and it can go on from there") {
    const unsigned threads = GENERATE(1U, 2U, 7U);
    const auto threading = GENERATE(Threading::when_it_pays, Threading::always);
    CAPTURE(threads);
    std::stop_source stop;
    std::vector<Ticker> tickers(8);
    tickers[3].stop = &stop;
    tickers[3].stops_at = at_microsecond(1'000);
    app::bench::Federated<Ticker> system(tickers), undisturbed(std::vector<Ticker>(8));
    system.start();
    undisturbed.start();
    auto report = run_until(*system.federation, at_microsecond(3'000),
                            {threads, threading, stop.get_token()});
    CHECK(report.was_stopped);
    // Whoever asks is not always heard at the end of the same window.
    CHECK(system.kernels[0].now() >= at_microsecond(1'000));
    CHECK(system.kernels[0].now() < at_microsecond(1'021));
    const std::uint64_t events = system.federation->events_executed();
    CHECK(
        run_until(*system.federation, at_microsecond(3'000), {threads, threading, stop.get_token()})
            .events == 0);
    CHECK(system.federation->events_executed() == events);

    report = run_until(*system.federation, at_microsecond(3'000), {threads, threading});
    undisturbed.federation->run_until(at_microsecond(3'000));
    CHECK_FALSE(report.was_stopped);
    CHECK(system.federation->digest() == undisturbed.federation->digest());
}

TEST_CASE("a stop request keeps back kernels without links that have not begun") {
    std::stop_source stop;
    std::vector<Ticker> tickers(4);
    for (Ticker& ticker : tickers) ticker.is_linked = false;
    tickers[1].stop = &stop;
    tickers[1].stops_at = at_microsecond(50);
    app::bench::Federated<Ticker> system(tickers);
    system.start();
    const auto report =
        run_until(*system.federation, at_microsecond(100), {1, {}, stop.get_token()});
    CHECK(report.was_stopped);
    CHECK(report.level == FederationLevel::independent);
    CHECK(system.kernels[1].now() == at_microsecond(100));
    CHECK(system.kernels[2].now() == sim::start_of_time);
}

TEST_CASE("a federation of nobody runs on any number of threads") {
    sim::Federation<Ticker> nobody({});
    CHECK(run_until(nobody, at_microsecond(100), {7, Threading::always}).events == 0);
}

TEST_CASE("no more threads work than there are linked kernels") {
    app::bench::Federated<Ticker> system(std::vector<Ticker>(3));
    system.start();
    const auto report = run_until(*system.federation, at_microsecond(500), {16, Threading::always});
    CHECK(report.workers == 3);
    CHECK(report.level == FederationLevel::windows_parallel);
    CHECK(report.parallel_windows == report.windows);
    CHECK(report.windows == 50);
    CHECK(report.events == 1'500);
    CHECK(report.busiest_share() == Approx(1.0 / 3));  // of doubles, each exact to 2^-53
}

TEST_CASE("windows of a few events run on one thread and the report says why") {
    app::bench::Federated<app::bench::PartOfPhold> system(
        app::bench::parts_of_phold({.kernels = 2}));
    system.start();
    const auto report = run_until(*system.federation, sim::start_of_time + sim::seconds{5'000});
    CHECK(report.level == FederationLevel::windows_sequential);
    CHECK(report.events_per_window() < 5);
    CHECK(report.parallel_windows == 0);
    if (std::thread::hardware_concurrency() > 1) {
        CHECK(report.predicted_speed_up > 0);
        CHECK(report.predicted_speed_up < 1.1);
    }
}

TEST_CASE("the prediction is work over the busiest worker's share and a meeting") {
    // 1,000 events of 100 ns on two workers: 100 us against 50 us and 250 ns.
    CHECK(sim::predicted_speed_up({1'000, 1, 100}, 2) == Approx(100'000.0 / 50'250.0));
    // A kernel with 800 of them is not divided.
    CHECK(sim::predicted_speed_up({1'000, 800, 100}, 2) == Approx(100'000.0 / 80'250.0));
    CHECK(sim::predicted_speed_up({1'000, 1, 100}, 1) == 1);
}

TEST_CASE("a plan takes the best number of workers or one where none pays") {
    CHECK(sim::plan_windows({1'000, 10, 100}, 2).workers == 2);
    CHECK(sim::plan_windows({1'000, 10, 100}, 64).workers > 16);
    CHECK(sim::plan_windows({1'000, 500, 100}, 64).workers == 2);
    CHECK(sim::plan_windows({3, 2, 50}, 64).workers == 1);
    CHECK(sim::plan_windows({3, 2, 50}, 64).predicted_speed_up < 1);
    CHECK(sim::plan_windows({1'000, 10, 100}, 1).predicted_speed_up == 0);
    CHECK(sim::plan_windows({0, 0, 0}, 4).workers == 1);
}

TEST_CASE("a barrier gives everybody the least bound of each window") {
    constexpr unsigned workers = 5;
    constexpr std::uint32_t windows = 300;
    const auto spin = GENERATE(0, 10, 100);
    sim::WindowBarrier barrier(workers, sim::Patience(std::chrono::microseconds{spin}));
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> threads;
        for (unsigned worker = 0; worker < workers; ++worker)
            threads.emplace_back([&, worker] {
                for (std::uint32_t epoch = 1; epoch <= windows; ++epoch) {
                    // Another worker has the least each time.
                    const Time mine = at_microsecond(10 * epoch + (worker + epoch) % workers);
                    const bool ends = epoch == windows && worker == 2;
                    const auto news = barrier.meet(worker, workers, epoch, {mine, worker, ends});
                    if (news.bound != at_microsecond(10 * epoch) ||
                        news.events_of_busiest != workers - 1 ||
                        news.must_end != (epoch == windows))
                        ++wrong;
                }
            });
    }
    CHECK(wrong == 0);
}

TEST_CASE("a federation allocates nothing after warm-up") {
    const unsigned threads = GENERATE(0U, 2U);
    CAPTURE(threads);
    app::bench::Federated<app::bench::PartOfPhold> system(
        app::bench::parts_of_phold({.kernels = 10, .processes_per_kernel = 20}));
    system.start();
    const auto allocations_until = [&](int seconds) {
        const std::uint64_t before = allocations();
        const Time end = sim::start_of_time + sim::seconds{seconds};
        if (threads == 0)
            system.federation->run_until(end);
        else
            run_until(*system.federation, end, {threads, Threading::always});
        return allocations() - before;
    };
    for (auto& kernel : system.kernels) kernel.reserve(200);  // all jobs
    allocations_until(200);
    const std::uint64_t brief = allocations_until(201);
    const std::uint64_t long_run = allocations_until(301);
    CHECK(brief > 0);  // what it takes to begin
    CHECK(long_run == brief);
}

}  // namespace wardwire::test
