// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "analysis/inference/sequential_abc.hpp"
#include "analysis/statistics/quantile.hpp"
#include "sim/random/special.hpp"
#include "sim/random/stream.hpp"

using namespace wardwire;
using namespace wardwire::analysis;

namespace {

constexpr std::uint64_t seed = 20261122;

sim::Stream luck_of(const PointRun& trial, std::uint64_t purpose = 1) {
    return sim::Chance(seed, trial.luck).channel(sim::Purpose{2}).stream(purpose);
}

template <class Model>
Simulator simulator_of(Model model) {
    return [model](std::span<const PointRun> trials) {
        std::vector<std::vector<double>> outputs;
        for (const PointRun& trial : trials) outputs.push_back(model(trial));
        return std::optional(outputs);
    };
}

/// The mean of twenty normal numbers around mu, of which the prior is normal with deviation 2.
constexpr double normal_n = 20.0;
constexpr double normal_prior_sd = 2.0;
double mu_at(double place) { return normal_prior_sd * sim::standard_normal_quantile(place); }

std::vector<double> normal_mean(const PointRun& trial) {
    sim::Stream luck = luck_of(trial);
    return {mu_at(trial.point[0]) +
            sim::standard_normal_quantile(luck.uniform()) / std::sqrt(normal_n)};
}

/// The sum of ten Poisson counts, whose mean has a gamma prior of shape 2 and scale 3.
constexpr double poisson_n = 10.0;
double lambda_at(double place) { return 3.0 * sim::gamma_quantile(2.0, place); }

std::vector<double> poisson_sum(const PointRun& trial) {
    sim::Stream luck = luck_of(trial);
    const double mean = poisson_n * lambda_at(trial.point[0]);
    double sum = 0.0;
    for (double time = sim::exponential_quantile(luck.uniform()); time < mean;
         time += sim::exponential_quantile(luck.uniform()))
        ++sum;
    return {sum};
}

AbcResult infer(const Simulator& simulate, const Observed& observed, std::size_t factors,
                const AbcOptions& options = {}) {
    const auto space = match_history(simulate, observed, factors);
    REQUIRE(space);
    auto result = sequential_abc(simulate, observed, *space, options);
    REQUIRE(result);
    return std::move(*result);
}

/// Mean and deviation of what a factor stands for.
template <class Value>
std::array<double, 2> moments(const Posterior& posterior, Value value) {
    double mean = 0.0;
    double square = 0.0;
    for (std::size_t i = 0; i < posterior.points.size(); ++i) {
        const double x = value(posterior.points[i][0]);
        mean += posterior.weights[i] * x;
        square += posterior.weights[i] * x * x;
    }
    return {mean, std::sqrt(square - mean * mean)};
}

}  // namespace

// In both, the standard error of a mean is its deviation over the root of some 200 effective
// draws, 7 % of it, and that of a deviation 5 %: four of them are allowed, with a false alarm once
// in some ten thousand seeds.
TEST_CASE("the posterior of a normal mean is found") {
    const double seen = 1.3;
    const AbcResult result =
        infer(simulator_of(normal_mean), {{seen}, {std::sqrt(2.0 / normal_n)}}, 1);
    const double sd = 1.0 / std::sqrt(normal_n + 1.0 / (normal_prior_sd * normal_prior_sd));
    const auto [mean, deviation] = moments(result.posterior, mu_at);
    CHECK(std::abs(mean - normal_n * seen * sd * sd) < 0.28 * sd);
    CHECK(std::abs(deviation / sd - 1.0) < 0.2);
    CHECK(result.posterior.effective_size() > 150.0);
    CHECK(result.posterior.contraction(0) > 0.9);
    CHECK(result.trials <= AbcOptions{}.most_trials);
}

TEST_CASE("the posterior of a Poisson mean is found") {
    const double seen = 37.0;
    const AbcResult result = infer(simulator_of(poisson_sum), {{seen}, {std::sqrt(2.0 * seen)}}, 1);
    const double scale = 1.0 / (1.0 / 3.0 + poisson_n);
    const double sd = std::sqrt(2.0 + seen) * scale;
    const auto [mean, deviation] = moments(result.posterior, lambda_at);
    CHECK(std::abs(mean - (2.0 + seen) * scale) < 0.28 * sd);
    CHECK(std::abs(deviation / sd - 1.0) < 0.2);
}

TEST_CASE("every trial that came near counts, of whatever generation") {
    const Observed observed{{1.3}, {std::sqrt(2.0 / normal_n)}};
    const AbcResult result = infer(simulator_of(normal_mean), observed, 1,
                                   {.population = 100, .most_trials = 900, .close_enough = 0.3});
    REQUIRE(result.generations.size() > 2);
    CHECK(result.posterior.points.size() > 150);
    CHECK(result.posterior.effective_size() > 100.0);
    CHECK(result.generations.back().tolerance < result.generations.front().tolerance);
}

TEST_CASE("what the summaries do not depend on keeps its prior") {
    const AbcResult result =
        infer(simulator_of([](const PointRun& trial) {
                  sim::Stream luck = luck_of(trial);
                  return std::vector{trial.point[0] + 0.02 * (luck.uniform() - 0.5)};
              }),
              {{0.4}, {0.01}}, 2);
    CHECK(result.posterior.contraction(0) > 0.99);
    CHECK(std::abs(result.posterior.contraction(1)) < 0.25);
    CHECK(result.posterior.quantile(1, 0.05) < 0.12);
    CHECK(result.posterior.quantile(1, 0.95) > 0.88);
}

TEST_CASE("only a sum is known when only a sum is seen") {
    const AbcResult result = infer(
        simulator_of([](const PointRun& trial) {
            sim::Stream luck = luck_of(trial);
            return std::vector{trial.point[0] + trial.point[1] + 0.02 * (luck.uniform() - 0.5)};
        }),
        {{1.0}, {0.01}}, 2);
    double spread = 0.0;
    for (const std::size_t i : result.posterior.draws(100)) {
        const Point& point = result.posterior.points[i];
        spread = std::max(spread, std::abs(point[0] + point[1] - 1.0));
    }
    CHECK(spread < 0.06);
    CHECK(result.posterior.contraction(0) < 0.4);
}

TEST_CASE("many summaries of nothing and few runs do not fake knowledge") {
    constexpr std::size_t summaries = 30;
    std::vector<AcceptedRun> runs;
    for (std::uint32_t i = 0; i < 60; ++i) {
        sim::Stream luck = luck_of({{}, i});
        AcceptedRun one{{luck.uniform()}, 1.0 / 60.0, {}, 1.0};
        for (std::size_t s = 0; s < summaries; ++s)
            one.summaries.push_back(sim::standard_normal_quantile(luck.uniform()));
        runs.push_back(std::move(one));
    }
    const Observed observed{Point(summaries, 0.0), Point(summaries, 1.0)};
    CHECK(std::abs(adjust_by_regression(runs, observed, 1).contraction(0)) < 0.3);
}

// The summary is log odds of the first coordinate, plus 2 where the second has its other value: so
// seen at 0 the odds are 0 or -2. A line through both kinds at once would be too flat.
TEST_CASE("a regression does not take one value for another") {
    std::vector<AcceptedRun> runs;
    for (std::uint32_t i = 0; i < 200; ++i) {
        sim::Stream luck = luck_of({{}, i});
        const double odds = sim::standard_normal_quantile(luck.uniform());
        const bool is_other = i % 2 == 1;
        runs.push_back({{place_of_log_odds(odds), is_other ? 0.75 : 0.25},
                        1.0 / 200.0,
                        {odds + (is_other ? 2.0 : 0.0)},
                        1.0});
    }
    const Posterior posterior =
        adjust_by_regression(runs, {{0.0}, {1.0}}, Factors(std::vector<std::size_t>{0, 2}));
    for (const Point& point : posterior.points)
        CHECK(log_odds(point[0]) == Approx(point[1] > 0.5 ? -2.0 : 0.0).margin(0.05));
}

// 40 worlds in 5 cells: chi-squared with four degrees of freedom, false alarm once in 10,000. The
// second half of the test sees that ranks which lean, or crowd in the middle, are noticed.
TEST_CASE("the truth is anywhere in its posterior: ranks are uniform") {
    constexpr std::size_t worlds = 40;
    constexpr std::size_t cells = 5;
    const auto p_value = [](const std::array<double, cells>& counts) {
        constexpr double expected = double{worlds} / cells;
        double statistic = 0.0;
        for (const double count : counts)
            statistic += (count - expected) * (count - expected) / expected;
        return chi_squared_p_value(statistic, cells - 1.0);
    };
    std::array<double, cells> ranks{};
    std::array<double, cells> too_wide{};
    for (std::uint32_t world = 0; world < worlds; ++world) {
        const auto luck = 1'000'000 + world;
        const double place = luck_of({{}, luck}, 7).uniform();
        const Observed observed{normal_mean({{place}, luck}), {std::sqrt(2.0 / normal_n)}};
        const AbcResult result =
            infer(simulator_of(normal_mean), observed, 1, {.population = 80, .most_trials = 400});
        double below = 0.0;
        for (const std::size_t i : result.posterior.draws(59))
            below += result.posterior.points[i][0] < place ? 1.0 : 0.0;
        const double rank = below / 60.0;
        ++ranks[static_cast<std::size_t>(rank * cells)];
        ++too_wide[static_cast<std::size_t>((0.5 + 0.3 * (rank - 0.5)) * cells)];
    }
    CHECK(p_value(ranks) > 1e-4);
    CHECK(p_value(too_wide) < 1e-4);
}

TEST_CASE("an inference that was interrupted goes on to the same end") {
    const Observed observed{{1.3}, {std::sqrt(2.0 / normal_n)}};
    const AbcResult whole = infer(simulator_of(normal_mean), observed, 1);

    std::vector<std::vector<double>> journal;
    std::size_t next = 0;
    std::size_t simulated = 0;
    std::size_t until = 0;
    const Simulator in_parts =
        [&](std::span<const PointRun> trials) -> std::optional<std::vector<std::vector<double>>> {
        std::vector<std::vector<double>> outputs;
        for (const PointRun& trial : trials) {
            if (next == journal.size()) {
                if (simulated == until) return std::nullopt;
                journal.push_back(normal_mean(trial));
                ++simulated;
            }
            outputs.push_back(journal[next++]);
        }
        return outputs;
    };
    std::optional<AbcResult> result;
    std::size_t attempts = 0;
    while (!result) {
        next = 0;
        until += 300;
        ++attempts;
        const auto space = match_history(in_parts, observed, 1);
        if (space) result = sequential_abc(in_parts, observed, *space);
    }
    CHECK(attempts > 2);
    CHECK(simulated == journal.size());
    CHECK(result->posterior.points == whole.posterior.points);
    CHECK(result->posterior.weights == whole.posterior.weights);
}

TEST_CASE("a budget or a hopeless acceptance ends the generations and the last good one counts") {
    const Observed observed{{1.3}, {1e-9}};
    const AbcResult poor =
        infer(simulator_of(normal_mean), observed, 1, {.population = 100, .most_trials = 330});
    CHECK(poor.end == AbcEnd::budget);
    CHECK(poor.trials == 330);
    CHECK(poor.posterior.points.size() >= 50);
    const AbcResult hopeless = infer(simulator_of(normal_mean), observed, 1,
                                     {.population = 50,
                                      .most_trials = 100'000,
                                      .most_generations = 50,
                                      .least_acceptance = 0.2});
    CHECK(hopeless.end == AbcEnd::acceptance);
    CHECK(hopeless.trials < 3000);
}
