// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/time_varying.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "analysis/queueing/bursts.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

TEST_CASE("with a server for everyone the number follows the arrivals, late and damped") {
    const SineRate rate{10.0, 5.0, 24.0};
    const double table[][3] = {{0.0, 15.89062165, 17.44127369},
                               {6.0, 27.84833453, 29.54929659},
                               {8.0, 28.85154625, 29.54929659},
                               {12.0, 24.10937835, 22.55872631},
                               {18.0, 12.15166547, 10.45070341}};
    for (const auto& [time, exponential, fixed] : table) {
        CAPTURE(time);
        CHECK(mean_busy_exponential(rate, 2.0, time) == printed(exponential));
        CHECK(mean_busy_fixed(rate, 2.0, time) == printed(fixed));
    }
    const double peak = 6.0 + 1.84243329;  // the arrivals peak at 6 h
    CHECK(mean_busy_exponential(rate, 2.0, peak) - 20.0 == printed(8.85908264));
    CHECK(poisson_at_least(9, 5.0) == printed(.06809363));
    CHECK(poisson_at_least(0, 5.0) == 1.0);
}

TEST_CASE("shifts let the backlog breathe as tabled") {
    TransientQueue queue(SineRate{8.0, 6.0, 24.0, -0.5 * std::numbers::pi}, 2.0, 200);
    struct Row {
        double time, number, waiting;
    };
    const Row table[] = {
        {4.0, 2.587539, .593609},     {8.0, 13.484485, 10.510317}, {10.0, 9.948529, 3.204886},
        {12.0, 10.198143, 3.320920},  {16.0, 8.293061, 2.108585},  {18.0, 5.282531, .560535},
        {20.0, 7.182638, 4.479333},   {22.0, 4.815298, 2.622370},  {24.0, 2.227935, .820983},
        {32.0, 13.569900, 10.595486}, {36.0, 10.236286, 3.355561}, {48.0, 2.232485, .824953}};
    const auto servers_until = [](double time) {
        const double hour = std::fmod(time, 24.0);
        return hour > 8.0 && hour <= 18.0 ? 8 : 3;
    };
    for (const Row& row : table) {
        CAPTURE(row.time);
        if (row.time == 48.0) queue.advance(42.0, 8);  // the shift ends between two rows
        const int servers = servers_until(row.time);
        queue.advance(row.time, servers);
        CHECK(queue.now() == row.time);
        CHECK(queue.mean_in_system() == printed(row.number, 6));
        CHECK(queue.mean_in_queue(servers) == printed(row.waiting, 6));
    }
    CHECK(queue.probability_full() < 1e-12);
}

TEST_CASE("an empty M/M/1 fills as tabled") {
    TransientQueue queue([](double) { return .8; }, 1.0, 300);
    const double table[][2] = {{1.0, .55155186},   {5.0, 1.46946083},  {10.0, 2.03028156},
                               {20.0, 2.64763492}, {50.0, 3.40503898}, {100.0, 3.79187269},
                               {200.0, 3.96298228}};
    const double empty[] = {.59739875, .34896794, .28642259, .24485240};
    std::size_t row = 0;
    for (const auto& [time, number] : table) {
        CAPTURE(time);
        queue.advance(time, 1);
        CHECK(queue.mean_in_system() == printed(number));
        if (row < 4) CHECK(queue.probability_empty() == printed(empty[row]));
        ++row;
    }
    CHECK(queue.probability_full() < 1e-12);
}

TEST_CASE("bursts lengthen the queue at the same mean rate") {
    const BurstyArrivalQueue slow_changes{.3, 1.3, .1, .1, 1.0};
    CHECK(slow_changes.mean_arrival_rate() == Approx(.8));
    CHECK(slow_changes.mean_in_system() == printed(8.73292252));
    CHECK(slow_changes.mean_sojourn() == printed(10.91615315));
    const BurstyArrivalQueue quick_changes{.3, 1.3, 1.0, 1.0, 1.0};
    CHECK(quick_changes.mean_in_system() == printed(4.58105174));
    CHECK(quick_changes.mean_sojourn() == printed(5.72631467));
    CHECK(BurstyArrivalQueue{.8, .8, 1.0, 1.0, 1.0}.mean_in_system() == Approx(4.0));  // M/M/1
    CHECK(std::isinf(BurstyArrivalQueue{1.0, 2.0, 1.0, 1.0, 1.0}.mean_in_system()));
}

TEST_CASE("replies that trigger replies come in clusters") {
    const HawkesProcess replies{2.0, .5, 3.0};
    CHECK(replies.mean_rate() == 4.0);
    CHECK(replies.long_run_fano_factor() == 4.0);
    CHECK(replies.variance_of_count(1.0) == printed(9.78504128));
    CHECK(replies.variance_of_count(5.0) == printed(72.00442467));
    CHECK(replies.variance_of_count(20.0) == printed(312.0));
    CHECK(HawkesProcess{2.0, 0.0, 3.0}.variance_of_count(5.0) == Approx(10.0));  // Poisson
}

}  // namespace
