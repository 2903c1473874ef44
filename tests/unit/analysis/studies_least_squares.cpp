// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/studies/least_squares.hpp"

using namespace wardwire::analysis;

namespace {

using Point = std::span<const double>;

}  // namespace

TEST_CASE("a linear problem is solved by the first step after the derivatives") {
    const Fit fit = fit_least_squares(
        [](Point p) {
            return std::vector{3.0 * p[0] + p[1] - 1.5, p[0] - 2.0 * p[1] + 0.2};
        },
        {0.9, 0.1}, {.budget = 20});
    // 3 x + y = 1.5 and x - 2 y = -0.2: x = 0.4, y = 0.3.
    CHECK(fit.point[0] == Approx(0.4).margin(1e-3));
    CHECK(fit.point[1] == Approx(0.3).margin(1e-3));
    CHECK(fit.loss < 1e-6);
    CHECK(fit.first_loss == Approx(0.5 * (1.3 * 1.3 + 0.9 * 0.9)));
}

TEST_CASE("the valley of Rosenbrock (1960) is followed to its known end") {
    const Fit fit = fit_least_squares(
        [](Point p) {
            const double x = 4.0 * p[0] - 2.0;
            const double y = 4.0 * p[1] - 1.0;
            return std::vector{10.0 * (y - x * x), 1.0 - x};
        },
        {0.2, 0.5}, {.budget = 150});
    CHECK(4.0 * fit.point[0] - 2.0 == Approx(1.0).margin(0.01));
    CHECK(4.0 * fit.point[1] - 1.0 == Approx(1.0).margin(0.02));
}

TEST_CASE("an optimum outside the cube is met at its side") {
    const Fit fit = fit_least_squares(
        [](Point p) {
            return std::vector{p[0] - 1.5, p[1] - 0.25};
        },
        {0.5, 0.5});
    CHECK(fit.point[0] == 1.0);
    CHECK(fit.point[1] == Approx(0.25).margin(1e-3));
}

TEST_CASE("a coordinate without effect stays where it was") {
    const Fit fit = fit_least_squares([](Point p) { return std::vector{p[0] - 0.7}; }, {0.1, 0.3});
    CHECK(fit.point[0] == Approx(0.7).margin(1e-3));
    CHECK(fit.point[1] == 0.3);
}

TEST_CASE("steps and ripples at close range do not hold up the search") {
    const auto rough = [](double x) { return std::floor(x * 200.0) / 200.0; };
    const Fit fit = fit_least_squares(
        [&](Point p) {
            return std::vector{rough(p[0] + p[1]) - 1.1, rough(p[0] * p[1]) - 0.24};
        },
        {0.95, 0.05}, {.budget = 60});
    CHECK(fit.loss < 1e-4);  // residuals of less than three of the steps
}

TEST_CASE("no more is evaluated than the budget, and more never makes the fit worse") {
    std::size_t calls = 0;
    const Residuals residuals = [&](Point p) {
        ++calls;
        return std::vector{std::exp(p[0]) - 2.0, p[1] * p[1] - 0.5, p[0] - p[1]};
    };
    double last = 1e9;
    for (const std::size_t budget : {1U, 2U, 3U, 5U, 8U, 13U, 34U}) {
        calls = 0;
        const Fit fit = fit_least_squares(residuals, {0.0, 0.0}, {.budget = budget});
        CHECK(calls <= budget);
        CHECK(calls == fit.evaluations);
        CHECK(fit.loss <= last);
        last = fit.loss;
    }
}
