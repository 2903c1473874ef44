// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "analysis/special_values.hpp"
#include "analysis/statistics/order_statistics.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

std::vector<double> one_to(int last) {
    std::vector<double> values(static_cast<std::size_t>(last));
    std::iota(values.begin(), values.end(), 1.0);
    return values;
}

TEST_CASE("the median of ten values lies between the second and the ninth") {
    // The binomial (10, 1/2) is 0, 1 or above 8 with probability 22/1024.
    const auto limits = quantile_limits(one_to(10), 0.5);
    REQUIRE(limits);
    CHECK(limits->lower == 2.0);
    CHECK(limits->upper == 9.0);
    CHECK(limits->confidence == printed(0.978515625, 9));
}

TEST_CASE("the limits of a high quantile are order statistics of the binomial") {
    // Of a hundred, at most 83 lie below the .9 quantile with probability .0206 and at most 95
    // with .9763.
    const auto limits = quantile_limits(one_to(100), 0.9);
    REQUIRE(limits);
    CHECK(limits->lower == 84.0);
    CHECK(limits->upper == 96.0);
    CHECK(limits->confidence == printed(0.9763 - 0.0206, 4));
}

TEST_CASE("few values say nothing about a rare event") {
    CHECK_FALSE(quantile_limits(one_to(10), 0.9));
    CHECK_FALSE(quantile_limits({}, 0.5));
    CHECK(std::isnan(sample_quantile({}, 0.5)));
}

TEST_CASE("a quantile lies between the values that enclose it") {
    const std::vector values{4.0, 1.0, undefined, 2.0, 3.0};
    CHECK(sample_quantile(values, 0.0) == 1.0);
    CHECK(sample_quantile(values, 0.5) == 2.5);
    CHECK(sample_quantile(values, 1.0) == 4.0);
}

TEST_CASE("limits of a proportion agree with Newcombe's table") {
    // Newcombe 1998, Statistics in Medicine 17:857-872, table I, methods 3 and 5.
    struct Row {
        std::size_t hits, trials;
        double wilson_low, wilson_high, exact_low, exact_high;
    };
    for (const Row& row :
         {Row{81, 263, 0.2553, 0.3662, 0.2527, 0.3676},
          Row{15, 148, 0.0624, 0.1605, 0.0578, 0.1617}, Row{0, 20, 0.0, 0.1611, 0.0, 0.1684},
          Row{1, 29, 0.0061, 0.1718, 0.0009, 0.1776}}) {
        CAPTURE(row.hits, row.trials);
        const Limits wilson = wilson_limits(row.hits, row.trials);
        CHECK(wilson.lower == printed(row.wilson_low, 4));
        CHECK(wilson.upper == printed(row.wilson_high, 4));
        const Limits exact = exact_limits(row.hits, row.trials);
        CHECK(exact.lower == printed(row.exact_low, 4));
        CHECK(exact.upper == printed(row.exact_high, 4));
    }
    CHECK(exact_limits(20, 20).upper == 1.0);
    CHECK(wilson_limits(20, 20).upper == Approx(1.0));
}

TEST_CASE("order statistics hold the quantile of any law as often as they promise") {
    // The .8 quantile of an exponential, 2000 samples of 60. Error of the share: .0045; limits four
    // of them around the confidence that the limits state, false alarm 6e-5. Limits one place
    // further in would cover .04 less and be seen.
    constexpr int samples = 2000;
    const double truth = -std::log(0.2);
    std::mt19937_64 bits(3);
    int held = 0;
    double promised = 0.0;
    for (int sample = 0; sample < samples; ++sample) {
        std::vector<double> values(60);
        for (double& value : values)
            value = -std::log((static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53);
        const auto limits = quantile_limits(values, 0.8);
        REQUIRE(limits);
        held += limits->lower <= truth && truth <= limits->upper ? 1 : 0;
        promised = limits->confidence;
    }
    CHECK(promised >= 0.95);
    CHECK(std::abs(held - promised * samples) < 4.0 * 0.0045 * samples);
}

}  // namespace
