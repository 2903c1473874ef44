// SPDX-License-Identifier: Apache-2.0
#include "analysis/special_values.hpp"
#include "analysis/statistics/interval.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/sample.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

/// How many of `experiments` samples of five normals with mean 10 and standard deviation 3 have
/// their mean within `factor` standard errors of 10.
int covered(int experiments, double factor, std::uint64_t seed) {
    std::mt19937_64 bits(seed);
    int hits = 0;
    for (int experiment = 0; experiment < experiments; ++experiment) {
        std::array<double, 5> values{};
        for (double& value : values) {
            const double uniform = (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53;
            value = 10.0 + 3.0 * normal_quantile(uniform);
        }
        const Sample sample = summarise(values);
        hits += std::abs(sample.mean - 10.0) <= factor * sample.standard_error() ? 1 : 0;
    }
    return hits;
}

TEST_CASE("a half-width is the Student factor over the root of the number of replications") {
    const std::vector<std::pair<std::size_t, double>> table = {{5, 1.241664},  {10, 0.715357},
                                                               {20, 0.468014}, {30, 0.373406},
                                                               {50, 0.284197}, {100, 0.198422}};
    for (const auto& [n, factor] : table) {
        CAPTURE(n);
        CHECK(half_width_factor(n) == printed(factor, 6));
    }
    CHECK(std::isnan(half_width_factor(1)));
}

TEST_CASE("the mean of five values has the interval worked out by hand") {
    // Mean 3, variance 2.5, standard error 0.7071068; t(.975, 4) = 2.7764451 (any table).
    const Interval interval = mean_interval(std::vector{1.0, 2.0, 3.0, 4.0, 5.0});
    CHECK(interval.mean == 3.0);
    CHECK(interval.used == 5);
    CHECK(*interval.half_width == Approx(2.7764451052 * std::sqrt(0.5)).epsilon(1e-10));
    CHECK(*interval.relative_half_width() == Approx(*interval.half_width / 3.0));
    CHECK(interval.excludes_zero());
}

TEST_CASE("fewer than three defined values give a mean and no interval") {
    CHECK_FALSE(mean_interval(std::vector{1.0, 2.0}).half_width);
    CHECK_FALSE(mean_interval(std::vector{1.0, 2.0, undefined}).half_width);
    CHECK(mean_interval(std::vector{1.0, 2.0, undefined}).mean == 1.5);
    CHECK(mean_interval(std::vector{1.0, 2.0, 3.0}).half_width);
    CHECK_FALSE(mean_interval(std::vector{1.0, 2.0}).excludes_zero());
}

TEST_CASE("replications in which an outcome is undefined are left out and counted out") {
    const Interval with = mean_interval(std::vector{1.0, undefined, 2.0, 3.0, undefined, 6.0});
    const Interval without = mean_interval(std::vector{1.0, 2.0, 3.0, 6.0});
    CHECK(with.mean == without.mean);
    CHECK(with.half_width == without.half_width);
    CHECK(with.used == 4);
}

TEST_CASE("an outcome that exists in no replication has neither mean nor interval") {
    for (const auto& values : {std::vector<double>{}, std::vector{undefined, undefined}}) {
        const Interval interval = mean_interval(values);
        CHECK(std::isnan(interval.mean));
        CHECK_FALSE(interval.half_width);
        CHECK_FALSE(interval.relative_half_width());
        CHECK(interval.used == 0);
    }
}

TEST_CASE("values far from zero keep their spread") {
    const Sample sample = summarise(std::vector{1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0});
    CHECK(sample.variance == 1.0);
}

TEST_CASE("pairing narrows the interval of a difference that shares its chance") {
    const std::vector first{4.1, 3.8, 5.0, 4.4, 4.7};
    const std::vector second{3.6, 3.5, 4.1, 4.0, 4.2};
    const Interval paired = paired_difference(first, second);
    const Interval welch = welch_difference(first, second);
    CHECK(paired.mean == printed(0.52, 10));
    CHECK(welch.mean == printed(0.52, 10));
    CHECK(*paired.half_width == printed(0.2831429554, 10));
    CHECK(*welch.half_width == printed(0.601691928, 9));  // 6.908352 degrees of freedom
    CHECK(paired.used == 5);
    CHECK(welch.used == 10);
}

TEST_CASE("a pair counts only when both of its values are defined") {
    const std::vector first{4.1, undefined, 3.8, 5.0, 4.4, 4.7};
    const std::vector second{3.6, 9.0, 3.5, 4.1, undefined, 4.2};
    const Interval paired = paired_difference(first, second);
    CHECK(paired.used == 4);
    CHECK(paired.mean == Approx((0.5 + 0.3 + 0.9 + 0.5) / 4.0));
}

TEST_CASE("two constant samples differ by exactly their distance") {
    const Interval welch = welch_difference(std::vector(3, 5.0), std::vector(4, 2.0));
    CHECK(welch.mean == 3.0);
    CHECK(welch.half_width == 0.0);
    CHECK_FALSE(welch_difference(std::vector(2, 5.0), std::vector(4, 2.0)).half_width);
}

TEST_CASE("a weighted mean forgets the weight of an undefined value") {
    CHECK(weighted_mean(std::vector{1.0, undefined, 4.0}, std::vector{1.0, 5.0, 2.0}) == 3.0);
    CHECK(std::isnan(weighted_mean(std::vector{undefined}, std::vector{1.0})));
}

TEST_CASE("95 of 100 intervals from five normal replications hold the true mean") {
    // Binomial(4000, .95): standard deviation 13.8, limit 4 of them: false alarm 6e-5. A coverage
    // of .935 or below would be seen with certainty, .94 with probability .15.
    constexpr int experiments = 4000;
    const double limit = 4.0 * std::sqrt(experiments * 0.95 * 0.05);
    CHECK(std::abs(covered(experiments, student_factor(0.95, 4.0), 1) - 0.95 * experiments) <=
          limit);

    SECTION("and the test rejects the normal factor, which covers .88") {
        CHECK(std::abs(covered(experiments, normal_quantile(0.975), 1) - 0.95 * experiments) >
              limit);
    }
}

}  // namespace
