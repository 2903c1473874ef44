// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <numeric>

#include "analysis/sensitivity/elementary_effects.hpp"
#include "analysis/sensitivity/noise.hpp"
#include "analysis/sensitivity/sobol_indices.hpp"

namespace {

using namespace wardwire::analysis;

template <class Function>
std::vector<double> outcomes_of(const std::vector<Point>& points, Function&& function) {
    std::vector<double> outcomes;
    for (const Point& point : points) outcomes.push_back(function(point));
    return outcomes;
}

double ishigami(const Point& u) {
    const auto x = [&](std::size_t i) { return std::numbers::pi * (2.0 * u[i] - 1.0); };
    return std::sin(x(0)) + 7.0 * std::pow(std::sin(x(1)), 2) +
           0.1 * std::pow(x(2), 4) * std::sin(x(0));
}

double sobol_g(const Point& x) {
    constexpr std::array<double, 8> a{0, 1, 4.5, 9, 99, 99, 99, 99};
    double product = 1.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        product *= (std::abs(4.0 * x[i] - 2.0) + a[i]) / (1.0 + a[i]);
    return product;
}

/// The time in a queue with arrival rate from .5 to .8 and service rate from 1 to 1.2.
double time_in_queue(const Point& u) { return 1.0 / ((1.0 + 0.2 * u[1]) - (0.5 + 0.3 * u[0])); }

TEST_CASE("the functions have the means and variances that are known") {
    struct Known {
        double (*function)(const Point&);
        std::size_t factors;
        double mean;
        double variance;
    };
    for (const auto& [function, factors, mean, variance] :
         {Known{ishigami, 3, 3.5, 13.8445879407}, Known{sobol_g, 8, 1.0, 0.4654244319},
          Known{time_in_queue, 2, 2.3588306631, 0.3805003018}}) {
        CAPTURE(factors);
        const auto outcomes = outcomes_of(saltelli_points(4096, factors), function);
        const double n = static_cast<double>(outcomes.size());
        const double found = std::accumulate(outcomes.begin(), outcomes.end(), 0.0) / n;
        double squares = 0.0;
        for (const double x : outcomes) squares += (x - found) * (x - found);
        CHECK(found == Approx(mean).epsilon(0.005));
        CHECK(squares / n == Approx(variance).epsilon(0.02));
    }
}

TEST_CASE("of a linear model every walk finds the coefficients exactly") {
    const std::vector coefficients{3.0, -2.0, 0.0, 0.5};
    const auto points = morris_trajectories(10, coefficients.size(), 7);
    CHECK(points.size() == 50);
    for (const Point& point : points)
        for (const double x : point) {
            const double level = 3.0 * x;
            CHECK(std::abs(level - std::round(level)) < 1e-12);
            CHECK((x > -1e-12 && x < 1.0 + 1e-12));
        }
    const auto effects = elementary_effects(points, outcomes_of(points, [&](const Point& x) {
                                                return std::inner_product(
                                                    x.begin(), x.end(), coefficients.begin(), 1.0);
                                            }));
    for (std::size_t f = 0; f < coefficients.size(); ++f) {
        CHECK(effects[f].used == 10);
        CHECK(effects[f].mean == Approx(coefficients[f]).margin(1e-12));
        CHECK(effects[f].size.mean == Approx(std::abs(coefficients[f])).margin(1e-12));
        CHECK(effects[f].deviation == Approx(0.0).margin(1e-12));
    }
}

TEST_CASE("an interaction shows in the deviation of the effects, a sign change in their size") {
    const auto points = morris_trajectories(200, 2, 3);
    const auto effects = elementary_effects(
        points, outcomes_of(points, [](const Point& x) { return (x[0] - 0.5) * (x[1] - 0.5); }));
    // The effect of one factor is the other's distance from the middle: ±1/6 or ±1/2.
    CHECK(effects[0].size.mean == Approx(1.0 / 3.0).margin(0.05));
    CHECK(std::abs(effects[0].mean) < 0.1);
    CHECK(effects[0].deviation > 0.3);
}

TEST_CASE("walks start and end anywhere on the grid, in any order of factors") {
    const auto points = morris_trajectories(400, 3, 11);
    std::size_t first_moves_first = 0;
    double sum = 0.0;
    for (std::size_t t = 0; t < 400; ++t) {
        first_moves_first += points[4 * t][0] != points[4 * t + 1][0] ? 1 : 0;
        sum += points[4 * t][0];
    }
    // A third of 400, standard deviation 9.4; mean 1/2 with error .019: false alarm 1e-4 each.
    CHECK(std::abs(static_cast<double>(first_moves_first) - 400.0 / 3.0) < 38.0);
    CHECK(std::abs(sum / 400.0 - 0.5) < 0.075);
}

TEST_CASE("Ishigami's function has the indices that are known") {
    const auto points = saltelli_points(4096, 3);
    CHECK(points.size() == 4096 * 5);
    const auto indices = sobol_indices(3, outcomes_of(points, ishigami), 100);
    // Errors of the quasi-random estimates at 4096 base points stay below .01.
    const std::vector first{0.3139051911, 0.4424111448, 0.0};
    const std::vector total{0.5575888552, 0.4424111448, 0.2436836641};
    for (std::size_t f = 0; f < 3; ++f) {
        CAPTURE(f);
        CHECK(indices[f].first == Approx(first[f]).margin(0.01));
        CHECK(indices[f].total == Approx(total[f]).margin(0.01));
        CHECK(indices[f].first_limits.lower < first[f] + 0.01);
        CHECK(indices[f].first_limits.upper > first[f] - 0.01);
        CHECK(indices[f].total_limits.lower < indices[f].total_limits.upper);
    }
}

TEST_CASE("Sobol's g function has the indices that are known") {
    const auto indices = sobol_indices(8, outcomes_of(saltelli_points(4096, 8), sobol_g), 20);
    const std::vector first{0.716192169, 0.179048042, 0.0236757742, 0.00716192169};
    const std::vector total{0.787144127, 0.242198193, 0.0343169102, 0.0104603871};
    for (std::size_t f = 0; f < first.size(); ++f) {
        CAPTURE(f);
        CHECK(indices[f].first == Approx(first[f]).margin(0.02));
        CHECK(indices[f].total == Approx(total[f]).margin(0.02));
    }
    for (std::size_t f = 4; f < 8; ++f) CHECK(indices[f].total == Approx(1.04949e-4).margin(1e-3));
}

TEST_CASE("the time in a queue goes back to arrivals more than to service") {
    const auto indices = sobol_indices(2, outcomes_of(saltelli_points(2048, 2), time_in_queue), 20);
    CHECK(indices[0].first == Approx(0.6467554754).margin(0.01));
    CHECK(indices[1].first == Approx(0.2982455786).margin(0.01));
    CHECK(indices[0].total == Approx(0.7017544214).margin(0.01));
    CHECK(indices[1].total == Approx(0.3532445246).margin(0.01));
}

TEST_CASE("a base point with an undefined outcome is left out") {
    auto outcomes = outcomes_of(saltelli_points(512, 2), time_in_queue);
    const auto all = sobol_indices(2, std::span(outcomes).subspan(4), 20);
    outcomes[2] = std::nan("");
    const auto without_the_first = sobol_indices(2, outcomes, 20);
    CHECK(without_the_first[0].first == all[0].first);
    CHECK(without_the_first[0].total_limits.lower == all[0].total_limits.lower);
}

TEST_CASE("chance is what is left when point and replication have had their share") {
    using Values = std::vector<std::vector<double>>;
    // Means 2 and 4, variance 2; residuals ±1/2 with one degree of freedom: 1 / 2 / 2.
    CHECK(noise_share(Values{{1, 3}, {2, 6}}) == Approx(0.25));
    // Luck that all points share alike is no noise, an effect that depends on it is.
    CHECK(noise_share(Values{{1, 5, 3}, {2, 6, 4}, {9, 13, 11}}) == Approx(0.0).margin(1e-15));
    const double undefined = std::nan("");
    CHECK(noise_share(Values{{1, undefined, 3}, {2, 4, 6}}) == Approx(0.25));
    CHECK(std::isnan(noise_share(Values{{1}, {2}})));
    CHECK(std::isnan(noise_share(Values{{1, 2}})));
    CHECK(std::isnan(noise_share(Values{{1, 2}, {2, 1}})));
}

}  // namespace
