// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "app/bench/single_server.hpp"
#include "tests/support/many_servers.hpp"
#include "tests/support/priority_server.hpp"
#include "tests/support/regeneration.hpp"

// Small queues on the kernel against theory. A quantity that agrees with theory fails its test with
// probability 3.2e-8 (see regeneration.hpp); there are 53, together 1.7e-6. Every test also runs a
// queue that is slightly wrong and expects it to be rejected: that is what it would detect. Time
// is counted in whole microseconds and service takes about a second, hence rounding shifts a mean
// by less than 1e-6, a hundredth of the smallest standard error here.

namespace wardwire::test {
namespace {

using Columns = std::vector<std::vector<CycleSums>>;
using Discipline = PriorityServer::Discipline;
using sim::Distribution;
using sim::Exponential;
using sim::Purpose;

constexpr std::uint64_t seed = 20240611;

/// True when every quantity for which there is theory is what it says.
bool agrees(const Columns& columns, const std::vector<double>& theory) {
    REQUIRE(columns.size() >= theory.size());
    bool all = true;
    for (std::size_t i = 0; i < theory.size(); ++i) {
        const double z = z_of(columns[i], theory[i]);
        UNSCOPED_INFO("quantity " << i << ", theory " << theory[i] << ", z " << z);
        all = all && std::abs(z) <= z_limit;
    }
    return all;
}

/// Mean wait and mean squared wait.
template <class Service>
Columns observe_single(double arrivals_per_second, const Service& service, std::uint64_t cycles) {
    return observe_cycles([=](std::uint32_t replication) -> std::vector<CycleSums> {
        const sim::Chance chance(seed, replication);
        app::bench::SingleServer<Service> server(
            {Exponential{1.0 / arrivals_per_second}, chance.channel(Purpose{1}).stream(0)},
            {service, chance.channel(Purpose{2}).stream(0)});
        sim::Kernel kernel(server);
        server.start(kernel);
        while (server.times_emptied() < cycles) kernel.step();
        const auto& waits = server.waits();
        const auto count = static_cast<double>(waits.count());
        const double squares = (count - 1) * waits.variance() + waits.sum() * waits.mean();
        return {{waits.sum(), count}, {squares, count}};
    });
}

/// Mean wait, share of those who wait, of those who wait more than 0.25 s, and who give up.
Columns observe_many(const ManyServers::Setting& setting, std::uint64_t cycles) {
    return observe_cycles([=](std::uint32_t replication) -> std::vector<CycleSums> {
        const sim::Chance chance(seed, replication);
        ManyServers servers(setting, chance);
        sim::Kernel kernel(servers);
        servers.start(kernel);
        while (servers.cycles() < cycles) kernel.step();
        const auto count = static_cast<double>(servers.waits().count());
        const auto share = [&](std::uint64_t part) {
            return CycleSums{static_cast<double>(part), count};
        };
        return {{servers.waits().sum(), count},
                share(servers.waited()),
                share(servers.waited_above_limit()),
                share(servers.abandoned())};
    });
}

/// Mean wait of each class, then mean time in system of each class.
Columns observe_priorities(const PriorityServer::Setting& setting, std::uint64_t cycles) {
    return observe_cycles([=](std::uint32_t replication) -> std::vector<CycleSums> {
        const sim::Chance chance(seed, replication);
        PriorityServer server(setting, chance);
        sim::Kernel kernel(server);
        server.start(kernel);
        while (server.times_emptied() < cycles) kernel.step();
        std::vector<CycleSums> sums;
        const auto add = [&](const sim::Tally& tally) {
            sums.push_back({tally.sum(), static_cast<double>(tally.count())});
        };
        for (std::size_t k = 0; k < PriorityServer::classes; ++k) add(server.waits(k));
        for (std::size_t k = 0; k < PriorityServer::classes; ++k) add(server.times_in_system(k));
        return sums;
    });
}

}  // namespace

TEST_CASE("waits for several servers follow Erlang") {
    // Erlang C (1917): P(wait) = C, mean wait C / (c - lambda), P(wait > t) = C e^{-(c - lambda)
    // t}.
    struct Row {
        int servers;
        double load, mean_wait, erlang_c, at_most_a_quarter;
        std::uint64_t cycles;
    };
    const auto row = GENERATE(values<Row>({{1, .50, 1.0, .5, .55875155, 10'000},
                                           {2, .80, 1.77777778, .71111111, .35656006, 6'000},
                                           {5, .90, 1.52498644, .76249322, .32710209, 3'000},
                                           {20, .90, .27538450, .55076900, .66594171, 1'500},
                                           {100, .95, .10129137, .50645685, .85489768, 500}}));
    CAPTURE(row.servers, row.load);
    const std::vector<double> theory{row.mean_wait, row.erlang_c, 1.0 - row.at_most_a_quarter};
    const ManyServers::Setting queue{.arrivals_per_second = row.load * row.servers,
                                     .servers = row.servers};
    CHECK(agrees(observe_many(queue, row.cycles), theory));

    ManyServers::Setting slow = queue;
    slow.mean_service_seconds = 1.03;
    CHECK_FALSE(agrees(observe_many(slow, row.cycles), theory));
}

TEST_CASE("waits for one server follow Pollaczek and Khinchine") {
    // Mean wait w = lambda E[S^2] / (2 (1 - lambda)), E[W^2] = 2 w^2 + lambda E[S^3] / (3 (1 -
    // lambda)), for a mean service of 1 s.
    SECTION("deterministic service") {
        const std::vector<double> theory{2.0, 4.0 + 5.33333333};
        CHECK(agrees(observe_single(.8, sim::Constant{1.0}, 6'000), theory));
        CHECK_FALSE(agrees(observe_single(.8, sim::Constant{1.03}, 6'000), theory));
    }
    SECTION("uniform service") {
        const std::vector<double> theory{2.66666667, 7.11111111 + 9.77777778};
        CHECK(agrees(observe_single(.8, sim::Uniform{0.0, 2.0}, 6'000), theory));
        // The same mean, a third less variance.
        CHECK_FALSE(agrees(observe_single(.8, sim::Uniform{0.184, 1.816}, 6'000), theory));
    }
    SECTION("lognormal service of squared coefficient of variation 4") {
        // The mean alone: the sum of squared waits over a cycle is too skew for Student's law.
        const std::vector<double> theory{2.5};
        const auto service = [](double mean) { return sim::Lognormal::from_moments(mean, 2.0); };
        CHECK(agrees(observe_single(.5, service(1.0), 20'000), theory));
        CHECK_FALSE(
            agrees(observe_single(.5, sim::Lognormal::from_moments(1.05, 2.1), 20'000), theory));
    }
}

TEST_CASE("waits by class follow Cobham when service is not interrupted") {
    // Cobham 1954: w_k = W0 / ((1 - s_{k-1}) (1 - s_k)) with W0 = sum of lambda_i E[S_i^2] / 2 and
    // s_k the load of the classes up to k.
    const std::array<double, 3> arrivals{.2, .3, .3};
    const auto queue = [&](Distribution a, Distribution b, Distribution c) {
        return PriorityServer::Setting{Discipline::non_preemptive, arrivals, {a, b, c}};
    };
    const auto exponential = [](double mean) { return Distribution{Exponential{mean}}; };
    const Distribution one = sim::Constant{1.0};
    CHECK(agrees(observe_priorities(queue(exponential(1), exponential(1), exponential(1)), 4'000),
                 {1.0, 2.0, 8.0}));
    CHECK(
        agrees(observe_priorities(queue(exponential(.5), exponential(1), exponential(1.5)), 4'000),
               {1.13888889, 1.89814815, 11.38888889}));
    CHECK(agrees(observe_priorities(queue(one, one, one), 4'000), {.5, 1.0, 4.0}));

    SECTION("longer service of one class is rejected") {
        CHECK_FALSE(agrees(
            observe_priorities(queue(exponential(1.05), exponential(1), exponential(1)), 4'000),
            {1.0, 2.0, 8.0}));
    }
}

TEST_CASE("times in system by class follow the formula for preemptive resume") {
    // T_k = E[S_k] / (1 - s_{k-1}) + sum_{i <= k} lambda_i E[S_i^2] / 2 / ((1 - s_{k-1}) (1 -
    // s_k)).
    const std::array<double, 3> arrivals{.2, .3, .3};
    const auto times_in_system = [&](Discipline discipline, Distribution service) {
        Columns columns =
            observe_priorities({discipline, arrivals, {service, service, service}}, 4'000);
        return Columns(columns.begin() + 3, columns.end());
    };
    const std::vector<double> exponential{1.25, 2.5, 10.0}, deterministic{1.125, 1.875, 6.0};
    CHECK(agrees(times_in_system(Discipline::preemptive_resume, Exponential{1.0}), exponential));
    CHECK(
        agrees(times_in_system(Discipline::preemptive_resume, sim::Constant{1.0}), deterministic));

    SECTION("a server who does not give way is rejected") {
        CHECK_FALSE(
            agrees(times_in_system(Discipline::non_preemptive, Exponential{1.0}), exponential));
    }
}

TEST_CASE("waits and losses of customers with random patience follow Erlang A") {
    // Palm 1957; Garnett, Mandelbaum & Reiman 2002: a birth-death process, solved numerically.
    struct Row {
        double arrivals;
        int servers;
        double giving_up_per_second, mean_wait, waiting, giving_up;
        std::uint64_t cycles;
    };
    const auto row = GENERATE(values<Row>({{48, 50, .5, .06182450, .46777407, .03091225, 1'000},
                                           {10, 10, .5, .20782642, .61965523, .10391321, 2'000},
                                           {1.2, 1, 1., .41766184, .69880579, .41766184, 4'000}}));
    CAPTURE(row.arrivals, row.servers);
    const auto queue = [&](double mean_service, double mean_patience) {
        return ManyServers::Setting{row.arrivals, row.servers, mean_service,
                                    Exponential{mean_patience}};
    };
    const double mean_patience = 1.0 / row.giving_up_per_second;
    const auto shares = [&](const ManyServers::Setting& setting) {
        Columns columns = observe_many(setting, row.cycles);
        return Columns{columns[0], columns[1], columns[3]};
    };
    const std::vector<double> theory{row.mean_wait, row.waiting, row.giving_up};
    CHECK(agrees(shares(queue(1.0, mean_patience)), theory));
    CHECK_FALSE(agrees(shares(queue(1.03, mean_patience)), theory));
    CHECK_FALSE(agrees(shares(queue(1.0, 1.25 * mean_patience)), theory));
}

TEST_CASE("waits and losses of customers with fixed patience follow Zeltyn and Mandelbaum") {
    // Zeltyn & Mandelbaum 2005, M/M/n + D.
    struct Row {
        double arrivals;
        int servers;
        double patience, mean_wait, waiting, giving_up;
        std::uint64_t cycles;
    };
    const auto row = GENERATE(values<Row>({{10, 10, .5, .18115538, .62110414, .10351736, 2'000},
                                           {12, 10, 2, 1.60412697, .99288374, .16804551, 50},
                                           {.9, 1, 4, 1.74006938, .78120114, .13199874, 4'000}}));
    CAPTURE(row.arrivals, row.servers);
    const auto queue = [&](double mean_service, Distribution patience) {
        return ManyServers::Setting{row.arrivals, row.servers, mean_service, patience};
    };
    const auto shares = [&](const ManyServers::Setting& setting) {
        Columns columns = observe_many(setting, row.cycles);
        return Columns{columns[0], columns[1], columns[3]};
    };
    const std::vector<double> theory{row.mean_wait, row.waiting, row.giving_up};
    CHECK(agrees(shares(queue(1.0, sim::Constant{row.patience})), theory));
    CHECK_FALSE(agrees(shares(queue(1.03, sim::Constant{row.patience})), theory));
    // Random patience of the same mean.
    CHECK_FALSE(agrees(shares(queue(1.0, Exponential{row.patience})), theory));
}

}  // namespace wardwire::test
