// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/bench/federated.hpp"
#include "sim/archive.hpp"
#include "sim/parallel/federation.hpp"
#include "tests/support/station_in_line.hpp"

/// Promise D1 for linked kernels: the same digest and results, whatever runs them.
namespace wardwire::test {
namespace {

using sim::Time;

constexpr Time middle = sim::start_of_time + sim::seconds{8};
constexpr Time end_time = sim::start_of_time + sim::seconds{20};

constexpr sim::Duration latency = sim::microseconds{500'000};

std::vector<app::bench::PartOfPhold> phold() {
    return app::bench::parts_of_phold(
        {.kernels = 20, .processes_per_kernel = 10, .jobs_per_process = 3, .latency = latency});
}

std::vector<StationInLine> line_of_stations() {
    const sim::Chance chance(7, 0);
    std::vector<StationInLine> stations;
    for (std::uint32_t index = 0; index < 20; ++index) stations.emplace_back(index, 20U, chance);
    return stations;
}

/// How a run is executed; none of it may show.
struct Way {
    unsigned threads = 0;  ///< 0: by the federation itself
    sim::PendingSetKind pending_set = sim::PendingSetKind::heap;
    std::uint64_t claim_seed = 0;
    bool is_saved_and_restored = false;
};

template <class Model>
void advance(app::bench::Federated<Model>& system, Time until, const Way& way) {
    if (way.threads == 0)
        system.federation->run_until(until);
    else
        run_until(*system.federation, until,
                  {way.threads, sim::Threading::always, {}, way.claim_seed});
}

struct Result {
    std::uint64_t digest;
    std::uint64_t events;
    std::vector<double> stays;

    bool operator==(const Result&) const = default;
};

template <class Model>
Result result(const app::bench::Federated<Model>& system) {
    Result all{system.federation->digest(), system.federation->events_executed(), {}};
    if constexpr (requires(Model model) { model.stays(); })
        for (const Model& model : system.models) {
            all.stays.push_back(static_cast<double>(model.stays().count()));
            all.stays.push_back(model.stays().mean());
        }
    return all;
}

template <class Model>
Result run(std::vector<Model> (*models)(), const Way& way) {
    app::bench::Federated<Model> first(models());
    for (auto& kernel : first.kernels) kernel.use(way.pending_set);
    first.start();
    if (!way.is_saved_and_restored) {
        advance(first, end_time, way);
        return result(first);
    }
    advance(first, middle, way);
    sim::Saver saver;
    first.persist(saver);
    const std::vector<std::byte> bytes = std::move(saver).finish();

    app::bench::Federated<Model> second(models());
    for (auto& kernel : second.kernels) kernel.use(way.pending_set);
    second.start();
    sim::Loader loader(bytes);
    second.persist(loader);
    REQUIRE(loader.is_complete());
    advance(second, end_time, {3, way.pending_set, way.claim_seed, false});
    return result(second);
}

template <class Model>
void check_all_ways(std::vector<Model> (*models)()) {
    const Result expected = run(models, {});
    CHECK(expected.events > 1'000);
    for (const unsigned threads : {1U, 2U, 3U, 7U, 16U})
        for (const auto pending_set : {sim::PendingSetKind::heap, sim::PendingSetKind::radix})
            for (const std::uint64_t claim_seed : {0U, 1U})
                for (const bool is_saved_and_restored : {false, true}) {
                    const Way way{threads, pending_set, claim_seed, is_saved_and_restored};
                    CAPTURE(threads, pending_set, claim_seed, is_saved_and_restored);
                    CHECK(run(models, way) == expected);
                }
}

}  // namespace

TEST_CASE("D1: PHOLD on linked kernels is the same whoever runs it") { check_all_ways(phold); }

TEST_CASE("customers who walk along a line of queues stay as long whoever runs it") {
    check_all_ways(line_of_stations);
}

TEST_CASE("another latency is another history") {
    app::bench::Federated<app::bench::PartOfPhold> system(
        app::bench::parts_of_phold({.kernels = 20,
                                    .processes_per_kernel = 10,
                                    .jobs_per_process = 3,
                                    .latency = latency + sim::microseconds{1}}));
    system.start();
    system.federation->run_until(end);
    CHECK(result(system) != run(phold, {}));
}

}  // namespace wardwire::test
