// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/multiplicity.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "analysis/statistics/chi_squared.hpp"
#include "analysis/statistics/interval.hpp"
#include "analysis/statistics/quantile.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

TEST_CASE("the Bonferroni factor widens with the number of comparisons") {
    CHECK(student_factor(bonferroni_confidence(0.95, 4), 9.0) == printed(3.1109348, 7));
    CHECK(student_factor(bonferroni_confidence(0.95, 10), 29.0) == printed(3.0380467, 7));
    CHECK(bonferroni_confidence(0.95, 1) == 0.95);
    CHECK(std::isnan(bonferroni_confidence(0.95, 0)));
}

TEST_CASE("a z limit leaves the promised false alarm to the whole family") {
    CHECK(z_limit(1, 0.05) == printed(1.959963985, 9));
    for (const std::size_t count : {1U, 7U, 150U}) {
        CAPTURE(count);
        const double each = normal_p_value(z_limit(count, 1e-4));
        CHECK(-std::expm1(static_cast<double>(count) * std::log1p(-each)) ==
              Approx(1e-4).epsilon(1e-9));  // a double's digits through erfc and back
        CHECK(z_limit(count, 1e-4) <= -normal_quantile(0.5e-4 / static_cast<double>(count)));
    }
}

TEST_CASE("a t limit is wider than the z limit and meets it with many replications") {
    CHECK(t_limit(20, 1e-3, 9.0) > z_limit(20, 1e-3));
    CHECK(t_limit(20, 1e-3, 1e9) == Approx(z_limit(20, 1e-3)).epsilon(1e-7));
    CHECK(student_p_value(t_limit(1, 1e-3, 9.0), 9.0) == Approx(1e-3).epsilon(1e-9));
}

TEST_CASE("Holm's p-values step down from the smallest and never fall back") {
    // By hand: .01·4, then max(.04, .02·3), then max(.06, .022·2), then max(.06, .5·1).
    const std::vector adjusted = holm_adjusted(std::vector{0.022, 0.01, 0.5, 0.02});
    CHECK(adjusted[0] == Approx(0.06));
    CHECK(adjusted[1] == Approx(0.04));
    CHECK(adjusted[2] == Approx(0.5));
    CHECK(adjusted[3] == Approx(0.06));
    CHECK(holm_adjusted(std::vector{0.7, 0.8})[0] == 1.0);
    CHECK(holm_adjusted({}).empty());
}

TEST_CASE("Tukey's quantile for five means on twenty degrees of freedom is the tabled one") {
    CHECK(studentized_range_quantile(0.95, 5, 20.0) == printed(4.231857, 6));
}

TEST_CASE("the studentized range of two means is Student's law seen twice") {
    // The range of two is |difference|, hence q = √2 |t| exactly; 1e-9 is the promised error.
    for (const double degrees : {1.0, 4.0, 30.0, 500.0}) {
        for (const double q : {0.5, 2.0, 6.0, 50.0}) {
            CAPTURE(degrees, q);
            CHECK(studentized_range_cdf(q, 2, degrees) ==
                  Approx(1.0 - student_p_value(q / std::sqrt(2.0), degrees)).margin(1e-9));
        }
    }
    CHECK(studentized_range_cdf(0.0, 3, 10.0) == 0.0);
    CHECK(std::isnan(studentized_range_cdf(1.0, 1, 10.0)));
}

TEST_CASE("p-values and quantiles undo each other and refuse what is no level") {
    CHECK(chi_squared_p_value(chi_squared_quantile(0.99, 7.0), 7.0) == Approx(0.01).epsilon(1e-9));
    CHECK(student_quantile(0.5, 3.0) == Approx(0.0).margin(1e-15));
    CHECK(normal_p_value(10.0) == Approx(1.523970604832e-23).epsilon(1e-10));  // 2·Φ(-10)
    for (const double level : {0.0, 1.0, -1.0, std::nan("")}) {
        CHECK(std::isnan(normal_quantile(level)));
        CHECK(std::isnan(student_quantile(level, 3.0)));
        CHECK(std::isnan(student_factor(level, 3.0)));
    }
    CHECK(std::isnan(student_factor(0.95, 0.0)));
}

TEST_CASE("Pearson's statistic is zero on a perfect fit and infinite on the impossible") {
    const ChiSquaredTest fit = chi_squared_test(std::vector{10.0, 20.0}, std::vector{10.0, 20.0});
    CHECK(fit.statistic == 0.0);
    CHECK(fit.p_value == 1.0);
    // By hand: 2²/10 + 2²/10 + 0 = 0.8 on two degrees of freedom, tail exp(-0.4).
    const ChiSquaredTest near =
        chi_squared_test(std::vector{8.0, 12.0, 10.0}, std::vector(3, 10.0));
    CHECK(near.statistic == Approx(0.8));
    CHECK(near.degrees_of_freedom == 2.0);
    CHECK(near.p_value == Approx(std::exp(-0.4)));
    const ChiSquaredTest never =
        chi_squared_test(std::vector{1.0, 9.0, 0.0}, std::vector{0.0, 10.0, 0.0});
    CHECK(never.p_value == 0.0);
    CHECK(never.degrees_of_freedom == 1.0);
    const ChiSquaredTest fitted =
        chi_squared_test(std::vector{8.0, 12.0, 10.0}, std::vector(3, 10.0), 1);
    CHECK(fitted.degrees_of_freedom == 1.0);
}

}  // namespace
