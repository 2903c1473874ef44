// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/statistics/logistic_regression.hpp"

namespace wardwire::analysis {

TEST_CASE("a logistic regression gives the published fit of the beetle mortality data") {
    // Bliss 1935; the fit as in Dobson & Barnett 2008, section 7.3: -60.717 (5.181), 34.270
    // (2.912).
    const std::vector<BinomialRow> beetles = {
        {{1.6907}, 59, 6},  {{1.7242}, 60, 13}, {{1.7552}, 62, 18}, {{1.7842}, 56, 28},
        {{1.8113}, 63, 52}, {{1.8369}, 59, 53}, {{1.8610}, 62, 61}, {{1.8839}, 60, 60}};
    const auto fit = fit_logistic(beetles);
    REQUIRE(fit);
    CHECK(fit->coefficients[0] == Approx(-60.717).margin(0.001));
    CHECK(fit->coefficients[1] == Approx(34.270).margin(0.001));
    CHECK(fit->standard_errors[0] == Approx(5.181).margin(0.001));
    CHECK(fit->standard_errors[1] == Approx(2.912).margin(0.001));
}

TEST_CASE("one covariate of two values gives the odds ratio of the table of four") {
    const auto fit = fit_logistic(std::vector<BinomialRow>{{{0.0}, 100, 20}, {{1.0}, 120, 45}});
    REQUIRE(fit);
    CHECK(std::exp(fit->coefficients[1]) == Approx((45.0 / 75.0) / (20.0 / 80.0)));
    CHECK(fit->standard_errors[1] == Approx(std::sqrt(1 / 20.0 + 1 / 80.0 + 1 / 45.0 + 1 / 75.0)));
}

TEST_CASE("splitting rows changes no coefficient") {
    const auto whole = fit_logistic(std::vector<BinomialRow>{
        {{0, 1}, 50, 10}, {{1, 0}, 40, 25}, {{1, 1}, 30, 12}, {{0, 0}, 20, 9}});
    const auto split = fit_logistic(std::vector<BinomialRow>{{{0, 1}, 20, 10},
                                                             {{0, 1}, 30, 0},
                                                             {{1, 0}, 40, 25},
                                                             {{1, 1}, 30, 12},
                                                             {{0, 0}, 20, 9},
                                                             {{1, 1}, 0, 0}});
    REQUIRE((whole && split));
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(whole->coefficients[i] == Approx(split->coefficients[i]).margin(1e-9));
}

TEST_CASE("there is no fit where covariates depend on each other or tell all apart") {
    CHECK_FALSE(fit_logistic({}));
    CHECK_FALSE(
        fit_logistic(std::vector<BinomialRow>{{{0, 0}, 10, 3}, {{1, 2}, 10, 5}, {{2, 4}, 10, 6}}));
    CHECK_FALSE(fit_logistic(std::vector<BinomialRow>{{{0.0}, 10, 0}, {{1.0}, 10, 10}}));
}

}  // namespace wardwire::analysis
