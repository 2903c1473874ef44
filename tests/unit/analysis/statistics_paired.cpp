// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "analysis/special_values.hpp"
#include "analysis/statistics/paired_comparison.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

const std::vector before{4.1, 3.8, 5.0, 4.4, 4.7};
const std::vector after{3.6, 3.5, 4.1, 4.0, 4.2};

TEST_CASE("a comparison of pairs has the interval of their differences") {
    const PairedComparison found = compare_pairs(before, after);
    CHECK(found.difference.mean == printed(-0.52, 10));
    CHECK(*found.difference.half_width == printed(0.2831429554, 10));
    // Variances .225 and .097, of the difference .052 (by hand).
    CHECK(found.variance_share == printed(0.052 / (0.225 + 0.097), 9));
    // t = .52 / √(.052/5) = 5.0990 on 4 degrees of freedom.
    CHECK(found.p_value == printed(0.006987, 6));
    CHECK_FALSE(found.is_identical);
}

TEST_CASE("luck that belongs to customers leaves a third of the variance of a difference") {
    // The first 2000 waits in M/M/1 of load .8 beside a server that is a tenth faster. Of 4000
    // replications the difference has .30 of the variance that independent ones would have; of 400
    // the share has a standard deviation of .018, limits four of them, false alarm 6e-5. The waits
    // differ by 4 - 2.3143 = 1.6857 in the long run, and by 1.66 from empty (error .03).
    std::mt19937_64 bits(9);
    const auto exponential = [&] {
        return -std::log((static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53);
    };
    std::vector<double> slow;
    std::vector<double> fast;
    for (int replication = 0; replication < 400; ++replication) {
        double wait_slow = 0.0, wait_fast = 0.0, sum_slow = 0.0, sum_fast = 0.0;
        for (int customer = 0; customer < 2000; ++customer) {
            sum_slow += wait_slow;
            sum_fast += wait_fast;
            const double service = exponential();
            const double gap = exponential() / 0.8;
            wait_slow = std::max(0.0, wait_slow + service - gap);
            wait_fast = std::max(0.0, wait_fast + 0.9 * service - gap);
        }
        slow.push_back(sum_slow / 2000.0);
        fast.push_back(sum_fast / 2000.0);
    }
    const PairedComparison together = compare_pairs(slow, fast);
    CHECK(std::abs(together.variance_share - 0.30) < 4.0 * 0.018);
    CHECK(std::abs(together.difference.mean + 1.66) < 4.0 * 0.03);
    // Pairs of two replications have no luck in common.
    std::rotate(fast.begin(), fast.begin() + 1, fast.end());
    CHECK(compare_pairs(slow, fast).variance_share > 0.6);
}

TEST_CASE("a pair counts only when both sides are defined") {
    auto holes = after;
    holes[2] = undefined;
    const PairedComparison found = compare_pairs(before, holes);
    CHECK(found.difference.used == 4);
    CHECK(found.first.mean == Approx((4.1 + 3.8 + 4.4 + 4.7) / 4.0));
}

TEST_CASE("systems that never differ are the same, not merely alike") {
    const PairedComparison found = compare_pairs(before, before);
    CHECK(found.difference.mean == 0.0);
    CHECK(*found.difference.half_width == 0.0);
    CHECK(judge(found, found.p_value, 0.1) == Judgement::identical);
    const auto nothing = std::vector(5, undefined);
    CHECK_FALSE(compare_pairs(nothing, nothing).is_identical);
}

TEST_CASE("a constant difference is beyond doubt") {
    const PairedComparison found =
        compare_pairs(std::vector{1.0, 2.0, 3.0}, std::vector{2.0, 3.0, 4.0});
    CHECK(found.p_value == 0.0);
    CHECK(found.variance_share == 0.0);
    CHECK(judge(found, 0.0, 0.0) == Judgement::established);
}

TEST_CASE("what is said of a difference depends on chance and on what matters") {
    const PairedComparison found = compare_pairs(before, after);  // -.52 ± .283
    CHECK(judge(found, 0.007, 0.0) == Judgement::established);
    CHECK(judge(found, 0.007, 0.2) == Judgement::matters);
    CHECK(judge(found, 0.007, 0.4) == Judgement::established);
    CHECK(judge(found, 0.007, 0.81) == Judgement::too_small);
    CHECK(judge(found, 0.06, 0.0) == Judgement::not_established);
    CHECK(judge(compare_pairs(std::vector{1.0, 2.0}, std::vector{2.0, 4.0}), undefined, 0.0) ==
          Judgement::too_few_replications);
}

}  // namespace
