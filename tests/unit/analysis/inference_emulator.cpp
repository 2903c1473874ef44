// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/inference/history_matching.hpp"
#include "analysis/statistics/cholesky.hpp"

using namespace wardwire::analysis;

namespace {

std::optional<std::vector<std::vector<double>>> two_waves(std::span<const PointRun> trials) {
    std::vector<std::vector<double>> outputs;
    for (const PointRun& trial : trials)
        outputs.push_back(
            {std::sin(3.0 * trial.point[0]) + trial.point[1], trial.point[0] * trial.point[1]});
    return outputs;
}

}  // namespace

TEST_CASE("a smooth function is known between the points where it was seen") {
    const std::vector<Point> points = sobol_points(40, 2);
    std::vector<PointRun> trials;
    for (const Point& point : points) trials.push_back({point, 0});
    const Emulator emulator(points, *two_waves(trials));
    for (const Point& point : sobol_points(20, 2, 1000)) {
        const auto there = emulator.at(point);
        const std::vector<PointRun> trial{{point, 0}};
        const std::vector<double> truth = (*two_waves(trial))[0];
        for (std::size_t s = 0; s < 2; ++s) {
            CHECK(there.mean[s] == Approx(truth[s]).margin(0.01));
            CHECK(std::abs(there.mean[s] - truth[s]) < 5.0 * std::sqrt(there.variance[s]) + 1e-3);
        }
    }
    const auto far_away = emulator.at({3.0, -2.0});
    CHECK(far_away.variance[0] > 100.0 * emulator.at({0.5, 0.5}).variance[0]);
}

TEST_CASE("noise is told apart from the function, and a constant is no trouble") {
    const std::vector<Point> points = sobol_points(60, 1);
    std::vector<std::vector<double>> outputs;
    for (std::size_t i = 0; i < points.size(); ++i)
        outputs.push_back({points[i][0] + (i % 2 == 0 ? 0.1 : -0.1), 4.0});
    const Emulator emulator(points, outputs);
    const auto there = emulator.at({0.5});
    CHECK(there.mean[0] == Approx(0.5).margin(0.05));
    CHECK(std::sqrt(emulator.noise()[0]) == Approx(0.1).epsilon(0.3));
    CHECK(there.mean[1] == Approx(4.0));
    CHECK(there.variance[1] == Approx(0.0).margin(1e-12));
}

TEST_CASE("waves rule out most of the cube and never the truth") {
    const Point truth{0.3, 0.8};
    const std::vector<PointRun> there{{truth, 0}};
    const Observed observed{(*two_waves(there))[0], {0.02, 0.02}};
    const auto space = match_history(two_waves, observed, 2);
    REQUIRE(space);
    CHECK(space->contains(truth));
    CHECK(!space->contains({0.9, 0.2}));
    CHECK(space->share_left() < 0.05);
    CHECK(space->limit() == 3.0);
    CHECK(space->trials() <= 60);
}

TEST_CASE("with more noise the same waves leave more, and raised limits stay") {
    const Point truth{0.3, 0.8};
    const std::vector<PointRun> there{{truth, 0}};
    const Observed observed{(*two_waves(there))[0], {0.02, 0.02}};
    auto space = match_history(two_waves, observed, 2);
    REQUIRE(space);
    const Point best = space->best();
    CHECK(std::hypot(best[0] - truth[0], best[1] - truth[1]) < 0.05);
    const Point aside{0.3, 0.95};
    CHECK(!space->contains(aside));
    const double before = space->share_left();
    space->judge_by({0.08, 0.08});
    CHECK(space->contains(truth));
    CHECK(space->contains(aside));
    CHECK(space->share_left() > 2.0 * before);

    auto raised = match_history(two_waves, {{9.0, 0.9}, {0.02, 0.02}}, 2);
    REQUIRE(raised);
    const double limit = raised->limit();
    raised->judge_by({0.2, 0.2});
    CHECK(raised->limit() >= limit);
}

TEST_CASE("what the model cannot give raises the limit and leaves what comes nearest") {
    const auto space = match_history(two_waves, {{9.0, 0.9}, {0.02, 0.02}}, 2);
    REQUIRE(space);
    CHECK(space->limit() > 3.0);
    CHECK(space->trials() > 20);
    CHECK(space->share_left() > 0.0);
}

TEST_CASE("waves keep to their budget") {
    const auto space = match_history(two_waves, {{0.5, 0.2}, {1e-6, 1e-6}}, 2,
                                     {.fewest_waves = 5, .most_trials = 45});
    REQUIRE(space);
    CHECK(space->trials() == 40);
}

TEST_CASE("values without order are as far from each other as from any") {
    const Factors factors(std::vector<std::size_t>{0, 3});
    CHECK(factors.indicators({0.3, 0.1}) == Point{0.3, 1.0, 0.0, 0.0});
    CHECK(factors.indicators({0.3, 0.5}) == Point{0.3, 0.0, 1.0, 0.0});
    CHECK(factors.indicators({0.3, 1.0}) == Point{0.3, 0.0, 0.0, 1.0});
    CHECK(factors.values({0.3, 0.5}) == Point{0.0, 1.0, 0.0});
    const Simulator steps = [](std::span<const PointRun> trials) {
        std::vector<std::vector<double>> outputs;
        for (const PointRun& trial : trials)
            outputs.push_back({trial.point[0] + std::floor(2.999 * trial.point[1])});
        return std::optional(outputs);
    };
    const auto space = match_history(steps, {{1.5}, {0.05}}, factors);
    REQUIRE(space);
    CHECK(space->contains({0.5, 0.34}));
    CHECK(space->contains({0.5, 0.66}));
    CHECK(!space->contains({0.5, 0.1}));
    CHECK(!space->contains({0.5, 0.9}));
}

TEST_CASE("an interruption ends the waves") {
    const Simulator interrupted = [](std::span<const PointRun>) {
        return std::optional<std::vector<std::vector<double>>>();
    };
    CHECK(!match_history(interrupted, {{0.0}, {1.0}}, 2));
}

TEST_CASE("a symmetric matrix has the lower factor of the textbook") {
    const Matrix matrix = {{4, 12, -16}, {12, 37, -43}, {-16, -43, 98}};  // L: 2; 6, 1; -8, 5, 3
    const auto factor = Cholesky::of(matrix);
    REQUIRE(factor);
    CHECK(factor->times({1, 1, 1}) == Vector{2, 7, 0});
    CHECK(factor->solve_lower({2, 7, 0}) == Vector{1, 1, 1});
    CHECK(factor->solve({0, 6, 39}) == Vector{1, 1, 1});
    CHECK(factor->half_log_determinant() == Approx(std::log(6.0)));
    CHECK(!Cholesky::of({{1, 2}, {2, 4}}));
}
