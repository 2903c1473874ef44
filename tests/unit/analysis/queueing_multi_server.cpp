// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/queueing/erlang.hpp"
#include "analysis/queueing/multi_server_queue.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

TEST_CASE("M/M/c agrees with its table") {
    struct Row {
        int servers;
        double utilisation, erlang_b, erlang_c, wait, number, percentile_95, at_most_quarter;
    };
    const Row table[] = {
        {1, .50, .33333333, .50000000, 1.00000000, 1.00000000, 4.605170, .55875155},
        {1, .80, .44444444, .80000000, 4.00000000, 4.00000000, 13.862944, .23901646},
        {1, .90, .47368421, .90000000, 9.00000000, 9.00000000, 28.903718, .12222108},
        {2, .50, .20000000, .33333333, .33333333, 1.33333333, 1.897120, .74039974},
        {2, .80, .32989691, .71111111, 1.77777778, 4.44444444, 6.637014, .35656006},
        {3, .80, .26840634, .64719101, 1.07865169, 4.98876404, 4.267697, .44295753},
        {5, .80, .19906687, .55411255, .55411255, 6.21645022, 2.405345, .56845671},
        {5, .90, .24302100, .76249322, 1.52498644, 11.36243899, 5.449141, .32710209},
        {10, .80, .12166106, .40918015, .20459008, 9.63672060, 1.051066, .75181969},
        {10, .90, .16796323, .66873152, .66873152, 15.01858372, 2.593360, .47919137},
        {10, .95, .19137916, .82558558, 1.65117116, 25.18612598, 5.608140, .27142328},
        {20, .90, .10921285, .55076900, .27538450, 22.95692104, 1.199646, .66594171},
        {50, .95, .07817560, .62909473, .25163789, 59.45279987, 1.012904, .66326986},
        {100, .95, .04880421, .50645685, .10129137, 104.62268022, .463083, .85489768}};
    for (const Row& row : table) {
        CAPTURE(row.servers, row.utilisation);
        const MultiServerQueue queue{row.servers * row.utilisation, 1.0, row.servers};
        CHECK(erlang_b(queue.offered_load(), row.servers) == printed(row.erlang_b));
        CHECK(queue.probability_of_wait() == printed(row.erlang_c));
        CHECK(queue.mean_wait() == printed(row.wait));
        CHECK(queue.mean_in_system() == printed(row.number));
        CHECK(queue.wait_percentile(0.95) == printed(row.percentile_95, 6));
        CHECK(1.0 - queue.probability_wait_exceeds(0.25) == printed(row.at_most_quarter));
    }
}

TEST_CASE("the sojourn in M/M/3 is the sum of wait and service") {
    const MultiServerQueue queue{2.4, 1.0, 3};
    CHECK(1.0 - queue.probability_sojourn_exceeds(1.0) == printed(.33937633));
    CHECK(1.0 - queue.probability_sojourn_exceeds(2.0) == printed(.59630870));
    CHECK(1.0 - queue.probability_sojourn_exceeds(3.0) == printed(.76331740));
    CHECK(1.0 - queue.probability_sojourn_exceeds(5.0) == printed(.92360954));
    CHECK(MultiServerQueue{0.8, 1.0, 1}.sojourn_percentile(0.95) == printed(14.97866137));
}

TEST_CASE("the sojourn passes smoothly through equal rates of wait and service") {
    // (c - 1)μ = λ makes both exponentials alike; a neighbour 1e-9 away may differ by as much.
    const double equal = MultiServerQueue{1.0, 1.0, 2}.probability_sojourn_exceeds(1.5);
    const double near = MultiServerQueue{1.0 + 1e-9, 1.0, 2}.probability_sojourn_exceeds(1.5);
    CHECK(near == Approx(equal).margin(1e-9));
    CHECK(equal == Approx(std::exp(-1.5) * (1.0 + 1.5 / 3.0)));  // C = 1/3 at a = 1, c = 2
}

TEST_CASE("the fewest servers that let at most one in five wait are the tabled ones") {
    CHECK(fewest_servers(5.0, 0.2) == 8);
    CHECK(fewest_servers(10.0, 0.2) == 14);
    CHECK(fewest_servers(20.0, 0.2) == 26);
    CHECK(fewest_servers(50.0, 0.2) == 58);
    CHECK(fewest_servers(100.0, 0.2) == 111);
    CHECK(halfin_whitt_beta(0.2) == printed(1.0615162754, 10));
    CHECK(halfin_whitt_probability_of_wait(halfin_whitt_beta(0.2)) == Approx(0.2));
}

TEST_CASE("pooling servers shortens the wait at equal load") {
    CHECK(MultiServerQueue{1.6, 1.0, 2}.mean_wait() == printed(1.77777778));
    CHECK(MultiServerQueue{3.2, 1.0, 4}.mean_wait() == printed(.74554059));
    CHECK(MultiServerQueue{6.4, 1.0, 8}.mean_wait() == printed(.28602808));
}

TEST_CASE("a published call centre of 14 agents waits as published") {
    // Load 10 Erlang of 3-minute calls: C = .17413193, 88.835 % answered within 20 s.
    const MultiServerQueue queue{10.0 / 180.0, 1.0 / 180.0, 14};
    CHECK(queue.probability_of_wait() == printed(.17413193360, 11));
    CHECK(1.0 - queue.probability_wait_exceeds(20.0) == printed(.88835001918, 11));
}

TEST_CASE("a queue with more work than servers waits for ever") {
    const MultiServerQueue queue{3.0, 1.0, 3};
    CHECK(queue.probability_of_wait() == 1.0);
    CHECK(std::isinf(queue.mean_wait()));
    CHECK(std::isinf(queue.wait_percentile(0.5)));
    CHECK(std::isinf(queue.sojourn_percentile(0.5)));
    CHECK(queue.probability_wait_exceeds(1e6) == 1.0);
}

TEST_CASE("M/M/c/K loses what does not fit and serves the rest sooner") {
    struct Row {
        BoundedQueue queue;
        double loss, number, sojourn, wait;
    };
    const Row table[] = {{{.8, 1.0, 1, 5}, .08881950, 1.86833203, 2.56306521, 1.56306521},
                         {{3.0, 4.0, 2, 3}, .04936015, .76234004, .26730769, .01730769},
                         {{4.0, 1.0, 5, 10}, .04248567, 4.72375009, 1.23333666, .23333666},
                         {{9.0, 1.0, 10, 15}, .06125876, 9.51554089, 1.12627663, .12627663}};
    for (const auto& [queue, loss, number, sojourn, wait] : table) {
        CAPTURE(queue.servers, queue.capacity);
        CHECK(queue.probability_of_loss() == printed(loss));
        CHECK(queue.mean_in_system() == printed(number));
        CHECK(queue.mean_sojourn() == printed(sojourn));
        CHECK(queue.mean_wait() == printed(wait));
    }
}

TEST_CASE("a queue without room is Erlang B and one with endless room is Erlang C") {
    CHECK(BoundedQueue{4.0, 1.0, 5, 5}.probability_of_loss() == Approx(erlang_b(4.0, 5)));
    CHECK(BoundedQueue{4.0, 1.0, 5, 500}.mean_wait() ==
          Approx(MultiServerQueue{4.0, 1.0, 5}.mean_wait()).epsilon(1e-10));
}

}  // namespace
