// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "analysis/studies/verdict.hpp"

using namespace wardwire::analysis;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::array here{8.0, 6.0, 5.0, undefined};
constexpr std::array there{10.0, 10.0, 4.0, 7.0};

}  // namespace

TEST_CASE("the mean of a target has Student's interval and leaves out what is undefined") {
    const Interval interval = statistic_of(Statistic::mean, here, {});
    CHECK(interval.mean == Approx(19.0 / 3.0));
    CHECK(interval.used == 3);
    // Deviations 5/3, -1/3, -4/3: variance 7/3; t(0.975, 2) = 4.3027.
    REQUIRE(interval.half_width);
    CHECK(*interval.half_width == Approx(4.3027 * std::sqrt(7.0 / 9.0)).epsilon(1e-4));
}

TEST_CASE("a paired statistic compares replications of one number") {
    CHECK(statistic_of(Statistic::difference, here, there).mean == Approx(-5.0 / 3.0));
    CHECK(statistic_of(Statistic::relative_change, here, there).mean ==
          Approx((-0.2 - 0.4 + 0.25) / 3.0));
    CHECK(statistic_of(Statistic::share_down, here, there).mean == Approx(2.0 / 3.0));
    CHECK(statistic_of(Statistic::share_up, here, there).mean == Approx(1.0 / 3.0));
    CHECK(statistic_of(Statistic::share_up, here, there).used == 3);
}

TEST_CASE("a share of replications has no interval of means") {
    CHECK_FALSE(statistic_of(Statistic::share_down, here, there).half_width);
    CHECK(statistic_of(Statistic::difference, here, there).half_width);
}

TEST_CASE("a change from nothing is undefined") {
    const std::array one{1.0};
    const std::array nothing{0.0};
    CHECK(std::isnan(statistic_of(Statistic::relative_change, one, nothing).mean));
}

TEST_CASE("what is accepted includes its ends and never an undefined mean") {
    const Accepted accepted{13.0, 15.0};
    CHECK(accepted.contains(13.0));
    CHECK(accepted.contains(15.0));
    CHECK_FALSE(accepted.contains(15.001));
    CHECK_FALSE(accepted.contains(12.999));
    CHECK_FALSE(accepted.contains(undefined));
    CHECK_FALSE(Accepted{}.contains(undefined));
    CHECK(Accepted{}.contains(-1e300));
}
