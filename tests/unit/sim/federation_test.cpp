// SPDX-License-Identifier: Apache-2.0
#include "sim/federation.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "app/bench/federated.hpp"
#include "tests/support/broken_contract.hpp"
#include "tests/support/instants.hpp"

namespace wardwire::test {
namespace {

using sim::Duration;
using sim::FederationLevel;
using sim::Time;

/// Writes down what comes and when; a Ball goes on to another kernel, or stays after `left` throws.
struct Player {
    struct Ball {
        std::uint32_t to;
        int left;
    };
    struct Whistle {};
    using Event = std::variant<Ball, Whistle>;
    using Kernel = sim::Kernel<Player>;

    static constexpr Duration flight{10};

    void start(Kernel&) {}
    void on(Ball ball, Kernel& kernel) {
        seen.push_back(kernel.now());
        if (ball.left > 0) kernel.send(ball.to, flight, Ball{kernel.index(), ball.left - 1});
    }
    void on(Whistle, Kernel& kernel) { seen.push_back(kernel.now()); }

    std::vector<Time> seen;
};

struct Field : app::bench::Federated<Player> {
    explicit Field(std::size_t players) : Federated(std::vector<Player>(players)) {}

    void link(std::uint32_t from, std::uint32_t to) {
        kernels[from].links().add(to, Player::flight);
    }
    auto run_until(Time end) { return federation->run_until(end); }
};

}  // namespace

TEST_CASE("a federation of nobody runs to any time and does nothing") {
    sim::Federation<Player> nobody({});
    const auto report = nobody.run_until(at_microsecond(1'000));
    CHECK(report.events == 0);
    CHECK(report.windows == 0);
    CHECK(nobody.events_executed() == 0);
    CHECK(sentence(report) == "0 events: 0 kernels, nothing to run.");
}

TEST_CASE("one kernel in a federation runs as it does by itself") {
    Field field(1);
    Player player;
    sim::Kernel alone(player, {.seed = 1});
    for (sim::Kernel<Player>* kernel : {&field.kernels[0], &alone})
        for (const int when : {3, 5, 5, 20}) kernel->at(at_microsecond(when), Player::Whistle{});
    const auto report = field.run_until(at_microsecond(5));
    alone.run_until(at_microsecond(5));
    CHECK(report.level == FederationLevel::one_kernel);
    CHECK(report.events == 3);
    CHECK(field.models[0].seen == player.seen);
    CHECK(field.kernels[0].digest() == alone.digest());
    CHECK(field.kernels[0].now() == at_microsecond(5));
    CHECK(sentence(report) == "3 events: one kernel on one thread.");
}

TEST_CASE("a ball flies to and fro between two kernels") {
    Field field(2);
    field.link(0, 1);
    field.link(1, 0);
    field.kernels[0].at(at_microsecond(7), Player::Ball{1, 4});
    const auto report = field.run_until(at_microsecond(1'000));
    CHECK(field.models[0].seen ==
          std::vector{at_microsecond(7), at_microsecond(27), at_microsecond(47)});
    CHECK(field.models[1].seen == std::vector{at_microsecond(17), at_microsecond(37)});
    CHECK(report.level == FederationLevel::windows_sequential);
    CHECK(report.events == 5);
    CHECK(report.windows == 6);  // one for each throw, and the last
    CHECK(report.busiest_share() == 1.0);
    for (const auto& kernel : field.kernels) CHECK(kernel.now() == at_microsecond(1'000));
}

TEST_CASE("a parcel that arrives exactly at the horizon comes in its place in the next window") {
    Field field(2);
    field.link(0, 1);
    field.link(1, 0);
    field.kernels[0].at(at_microsecond(0), Player::Ball{1, 1});  // the first horizon is 10
    for (const int when : {9, 10, 11}) field.kernels[1].at(at_microsecond(when), Player::Whistle{});
    field.run_until(at_microsecond(100));
    CHECK(field.models[1].seen == std::vector{at_microsecond(9), at_microsecond(10),
                                              at_microsecond(10), at_microsecond(11)});
}

TEST_CASE("events at the end are executed and what arrives later waits for the next run") {
    Field field(2);
    field.link(0, 1);
    field.kernels[0].at(at_microsecond(20), Player::Ball{1, 1});
    field.kernels[0].at(at_microsecond(21), Player::Whistle{});
    field.run_until(at_microsecond(20));
    CHECK(field.models[0].seen == std::vector{at_microsecond(20)});
    CHECK(field.kernels[1].events_pending() == 1);
    CHECK(field.kernels[1].now() == at_microsecond(20));
    field.run_until(at_microsecond(30));
    CHECK(field.models[0].seen == std::vector{at_microsecond(20), at_microsecond(21)});
    CHECK(field.models[1].seen == std::vector{at_microsecond(30)});
}

TEST_CASE("a run to the end of time ends when nothing is left to happen") {
    Field field(3);
    field.link(0, 1);
    field.link(1, 0);
    field.kernels[0].at(at_microsecond(1), Player::Ball{1, 100});
    CHECK(field.run_until(sim::end_of_time).events == 101);
}

TEST_CASE("what was sent before the run arrives in it") {
    Field field(2);
    field.link(1, 0);
    field.kernels[1].send(0, Duration{15}, Player::Whistle{});
    field.run_until(at_microsecond(15));
    CHECK(field.models[0].seen == std::vector{at_microsecond(15)});
}

TEST_CASE("a kernel may have a link to itself") {
    Field field(1);
    field.link(0, 0);
    field.kernels[0].at(at_microsecond(0), Player::Ball{0, 3});
    field.run_until(at_microsecond(100));
    CHECK(field.models[0].seen == std::vector{at_microsecond(0), at_microsecond(10),
                                              at_microsecond(20), at_microsecond(30)});
}

TEST_CASE("kernels without links go to the end without windows") {
    Field field(3);
    for (auto& kernel : field.kernels) kernel.at(at_microsecond(kernel.index()), Player::Whistle{});
    const auto report = field.run_until(at_microsecond(50));
    CHECK(report.level == FederationLevel::independent);
    CHECK(report.windows == 0);
    CHECK(report.events == 3);
    CHECK(sentence(report) ==
          "3 events: 3 kernels without links, each to the end in one go, on one thread.");
}

TEST_CASE("only kernels with a link in or out take part in windows") {
    Field field(4);
    field.link(3, 1);
    for (auto& kernel : field.kernels) kernel.at(at_microsecond(1), Player::Whistle{});
    field.run_until(at_microsecond(2));
    CHECK(field.federation->alone() == std::vector<std::uint32_t>{0, 2});
    CHECK(field.federation->linked() == std::vector<std::uint32_t>{1, 3});
    field.kernels[2].links().add_to_all(Duration{5});
    field.run_until(at_microsecond(3));
    CHECK(field.federation->alone().empty());
}

TEST_CASE("a kernel without a link out holds nobody back") {
    Field field(2);
    field.link(0, 1);
    field.kernels[0].at(at_microsecond(0), Player::Whistle{});
    for (int when = 0; when < 100; ++when)
        field.kernels[1].at(at_microsecond(when), Player::Whistle{});
    CHECK(field.run_until(at_microsecond(100)).windows == 2);
}

TEST_CASE("the report says in a sentence what was done") {
    sim::FederationReport report;
    report.level = FederationLevel::windows_parallel;
    report.kernels = 277;
    report.workers = 2;
    report.windows = 1000;
    report.parallel_windows = 968;
    report.events = report.window_events = 1'662'000;
    report.events_of_busiest = 33'240;
    report.predicted_speed_up = 1.914;
    report.observed_speed_up = 1.81;
    CHECK(sentence(report) ==
          "1662000 events: 277 kernels in 1000 windows of 1662.0 events (busiest kernel 2.0 %), "
          "968 of them on 2 threads; several threads predicted 1.91 times as fast as one, "
          "observed 1.81.");
    report.level = FederationLevel::windows_sequential;
    report.workers = 1;
    report.predicted_speed_up = report.observed_speed_up = 0;
    report.was_stopped = true;
    CHECK(sentence(report) ==
          "1662000 events: 277 kernels in 1000 windows of 1662.0 events (busiest kernel 2.0 %), "
          "on one thread; stopped before the end.");
}

TEST_CASE("D3: broken contracts of a federation end the program and say why") {
    const auto told = [](auto act) { return broken_contract(act); };
    CHECK_THAT(told([] {
                   Field field(2);
                   field.kernels[0].links().add(1, Duration::zero());
                   field.run_until(at_microsecond(1));
               }),
               Catch::Contains("a link takes time"));
    CHECK_THAT(told([] {
                   Field field(2);
                   field.link(0, 2);
                   field.run_until(at_microsecond(1));
               }),
               Catch::Contains("a link leads to a kernel"));
    CHECK_THAT(told([] {
                   Field field(2);
                   sim::Federation<Player> wrong({&field.kernels[1], &field.kernels[0]});
               }),
               Catch::Contains("kernels stand in order of their index"));
    CHECK_THAT(told([] {
                   Field field(2);
                   field.run_until(at_microsecond(5));
                   field.run_until(at_microsecond(4));
               }),
               Catch::Contains("time does not run backwards"));
}

}  // namespace wardwire::test
