// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/abandonment.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/queueing/erlang.hpp"
#include "analysis/queueing/multi_server_queue.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

TEST_CASE("M/M/c+M agrees with its table") {
    struct Row {
        AbandonmentQueue queue;
        double waits, abandons, mean_wait;
    };
    const Row table[] = {{{48.0, 1.0, 50, .5}, .46777407, .03091225, .06182450},
                         {{9.0, 1.0, 10, 1.0}, .41259176, .08591211, .08591211},
                         {{8.0, 1.0, 10, .5}, .31743435, .03882139, .07764278},
                         {{10.0, 1.0, 10, .5}, .61965523, .10391321, .20782642},
                         {{12.0, 1.0, 10, .5}, .85038495, .19565594, .39131189},
                         {{1.2, 1.0, 1, 1.0}, .69880579, .41766184, .41766184}};
    for (const auto& [queue, waits, abandons, mean_wait] : table) {
        CAPTURE(queue.arrival_rate, queue.servers);
        CHECK(queue.probability_of_wait() == printed(waits));
        CHECK(queue.probability_of_abandonment() == printed(abandons));
        CHECK(queue.mean_wait() == printed(mean_wait));
        // Each formula seen from the other side: waits of the served and of the abandoned.
        CHECK(queue.mean_wait() == Approx((1.0 - abandons) * queue.mean_wait_of_served() +
                                          abandons * queue.mean_wait_of_abandoned())
                                       .epsilon(1e-6));
    }
}

TEST_CASE("the call centre of Garnett, Mandelbaum and Reiman waits as published") {
    const AbandonmentQueue queue{48.0, 1.0, 50, .5};  // in minutes
    const double time = 12.5 / 60.0;
    CHECK(queue.mean_queue() == printed(2.96757592));
    CHECK(queue.utilisation() == printed(.93032424));
    CHECK(queue.probability_virtual_wait_exceeds(time) == printed(.11003501));
    CHECK(queue.probability_wait_exceeds(time) == printed(.09914981));
    CHECK(60.0 * queue.mean_wait() == printed(3.7, 1));
    const MultiServerQueue patient{48.0, 1.0, 50};
    CHECK(60.0 * patient.mean_wait() == printed(20.8, 1));
    CHECK(60.0 * patient.wait_percentile(0.9) == printed(58.1, 1));
}

TEST_CASE("waits with exponential patience have their tabled tails") {
    const AbandonmentQueue queue{10.0, 1.0, 10, .5};
    CHECK(queue.probability_virtual_wait_exceeds(0.0) == Approx(queue.probability_of_wait()));
    CHECK(queue.probability_virtual_wait_exceeds(.1) == printed(.51659096));
    CHECK(queue.probability_virtual_wait_exceeds(.25) == printed(.37241858));
    CHECK(queue.probability_virtual_wait_exceeds(.5) == printed(.18636750));
    CHECK(queue.mean_wait_of_abandoned() == printed(.27892836));
    CHECK(queue.mean_wait_of_served() == printed(.19958121));
}

TEST_CASE("M/M/c+D agrees with its table") {
    struct Row {
        FixedPatienceQueue queue;
        double waits, abandons, mean_wait;
    };
    const Row table[] = {{{10.0, 1.0, 10, .5}, .62110414, .10351736, .18115538},
                         {{10.0, 1.0, 10, 2.0}, .85157406, .04055115, .89212521},
                         {{12.0, 1.0, 10, .5}, .83026581, .19955421, .28330683},
                         {{12.0, 1.0, 10, 2.0}, .99288374, .16804551, 1.60412697},
                         {{.9, 1.0, 1, 4.0}, .78120114, .13199874, 1.74006938},
                         {{1.2, 1.0, 1, 4.0}, .90928796, .24226004, 2.47910123}};
    for (const auto& [queue, waits, abandons, mean_wait] : table) {
        CAPTURE(queue.arrival_rate, queue.servers, queue.patience);
        CHECK(queue.probability_of_wait() == printed(waits));
        CHECK(queue.probability_of_abandonment() == printed(abandons));
        CHECK(queue.mean_wait() == printed(mean_wait));
    }
}

TEST_CASE("patience runs from Erlang B, without any, to Erlang C, with no end of it") {
    CHECK(FixedPatienceQueue{8.0, 1.0, 10, 0.0}.probability_of_abandonment() ==
          Approx(erlang_b(8.0, 10)));
    CHECK(FixedPatienceQueue{8.0, 1.0, 10, 100.0}.mean_wait() ==
          Approx(MultiServerQueue{8.0, 1.0, 10}.mean_wait()));
    CHECK(AbandonmentQueue{8.0, 1.0, 10, 1e-9}.mean_wait() ==
          Approx(MultiServerQueue{8.0, 1.0, 10}.mean_wait()).epsilon(1e-6));
    CHECK(AbandonmentQueue{8.0, 1.0, 10, 1e9}.probability_of_abandonment() ==
          Approx(erlang_b(8.0, 10)).epsilon(1e-6));
}

}  // namespace
