// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/network.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "analysis/queueing/escalation.hpp"
#include "analysis/queueing/markov_chain.hpp"
#include "analysis/queueing/routing.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

TEST_CASE("an in-basket of triage, nurses and clinicians flows as Jackson says") {
    const OpenNetwork basket({{16.0, 10.0, 2, {0.0, .5, .3}},
                              {0.0, 6.0, 3, {0.0, 0.0, .2}},
                              {0.0, 5.0, 4, {0.0, .1, 0.0}}});
    const double rates[] = {16.0, 8.65306122, 6.53061224};
    const double waits[] = {.17777778, .02317293, .00360266};
    const double numbers[] = {4.44444444, 1.64269362, 1.32965005};
    for (std::size_t k = 0; k < 3; ++k) {
        CAPTURE(k);
        CHECK(basket.queue(k).arrival_rate == printed(rates[k]));
        CHECK(basket.queue(k).mean_wait() == printed(waits[k]));
        CHECK(basket.queue(k).mean_in_system() == printed(numbers[k]));
    }
    CHECK(basket.mean_in_system() == printed(7.41678812));
    CHECK(basket.mean_sojourn() == printed(.46354926));
}

TEST_CASE("a quarter of messages that come back load the queue by a third more") {
    const OpenNetwork feedback({{.6, 1.0, 1, {.25}}});
    CHECK(feedback.mean_in_system() == Approx(4.0));
    CHECK(feedback.mean_sojourn() == printed(6.66666667));
}

TEST_CASE("traffic around a ring of three is counted to the last round") {
    // Each message goes on with probability .9; entering at the first, by geometric series.
    const OpenNetwork ring({{1.0, 100.0, 1, {0.0, .9, 0.0}},
                            {0.0, 100.0, 1, {0.0, 0.0, .9}},
                            {0.0, 100.0, 1, {.9, 0.0, 0.0}}});
    const double rounds = 1.0 / (1.0 - .729);
    CHECK(ring.queue(0).arrival_rate == Approx(rounds));
    CHECK(ring.queue(1).arrival_rate == Approx(.9 * rounds));
    CHECK(ring.queue(2).arrival_rate == Approx(.81 * rounds));
}

TEST_CASE("a closed group of senders agrees with its table") {
    const double table[][4] = {{5, .43604782, .63952177, 1.46663218},
                               {10, .78541766, 2.14582343, 2.73207944},
                               {15, .96350305, 5.36496945, 5.56819143}};
    for (const auto& [population, utilisation, number, sojourn] : table) {
        CAPTURE(population);
        const MachineRepair model{static_cast<int>(population), 10.0, 1.0, 1};
        CHECK(model.utilisation() == printed(utilisation));
        CHECK(model.mean_in_system() == printed(number));
        CHECK(model.mean_sojourn() == printed(sojourn));
    }
    CHECK(MachineRepair{5, 10.0, 1.0, 5}.mean_sojourn() == Approx(1.0));  // nobody waits
}

TEST_CASE("the wiser the routing to two queues, the shorter the stay") {
    const TwoQueues queues{1.6, 1.0};
    CHECK(queues.mean_sojourn_random() == Approx(5.0));
    CHECK(queues.mean_sojourn_in_turn() == printed(3.84397977));
    CHECK(queues.mean_sojourn_shorter_queue() == printed(2.95573662));
    CHECK(queues.mean_sojourn_pooled() == printed(2.77777778));
    CHECK(std::isinf(TwoQueues{2.0, 1.0}.mean_sojourn_shorter_queue()));
}

TEST_CASE("a pool that helps another agrees with its table") {
    const auto answer = OverflowPools{2.4, 1.2, 1.0, 2, 3}.solve();
    CHECK(answer.first_wait == printed(.348517415, 9));
    CHECK(answer.second_wait == printed(.280249795, 9));
    CHECK(answer.first_utilisation == printed(.740470609, 9));
    CHECK(answer.second_utilisation == printed(.706352927, 9));
    const double weighted = (2.4 * answer.first_wait + 1.2 * answer.second_wait) / 3.6;
    CHECK(weighted > MultiServerQueue{3.6, 1.0, 5}.mean_wait());
}

TEST_CASE("two tiers of escalation agree with their table") {
    struct Row {
        EscalationTiers tiers;
        std::array<double, 6> values;
    };
    const Row table[] = {{{12.0, 2, 6.0, 1.0, .2, 2, 5.0},
                          {.16109189, 1.93310263, .83890811, 3.94648210, .24346512, .06169168}},
                         {{16.0, 3, 6.0, 2.0, .15, 2, 5.0},
                          {.12830176, 1.02641406, .77484288, 4.14490391, .33321533, .08039157}}};
    for (const auto& [tiers, values] : table) {
        CAPTURE(tiers.arrival_rate);
        const auto answer = tiers.solve();
        CHECK(answer.probability_of_timeout == printed(values[0]));
        CHECK(answer.first_queue == printed(values[1]));
        CHECK(answer.first_utilisation == printed(values[2]));
        CHECK(answer.second_arrival_rate == printed(values[3]));
        CHECK(answer.second_queue == printed(values[4]));
        CHECK(answer.second_wait == printed(values[5]));
    }
    CHECK(std::isinf(EscalationTiers{12.0, 2, 6.0, 1.0, .2, 1, 3.0}.solve().second_wait));
}

TEST_CASE("a chain solved state by state is the closed form it stands for") {
    // M/M/3 with room for 200, of which the last place is taken less than .8^197 of the time.
    const MarkovChain<int> chain(0, [](int n, auto go) {
        if (n < 200) go(n + 1, 2.4);
        if (n > 0) go(n - 1, n < 3 ? n : 3.0);
    });
    CHECK(chain.mean_of([](int n) { return n; }) == printed(4.98876404));
    CHECK(chain.mean_of([](int n) { return n >= 3 ? 1.0 : 0.0; }) == printed(.64719101));
}

TEST_CASE("a chain that only goes round spends its time as its rates say") {
    // 0 -> 1 -> 2 -> 0 at rates 1, 2, 4: mean stays 1, 1/2, 1/4.
    const std::vector<Jump> jumps{{0, 1, 1.0}, {1, 2, 2.0}, {2, 0, 4.0}};
    const std::vector<double> law = stationary_law(3, jumps);
    CHECK(law[0] == Approx(4.0 / 7.0));
    CHECK(law[1] == Approx(2.0 / 7.0));
    CHECK(law[2] == Approx(1.0 / 7.0));
}

}  // namespace
