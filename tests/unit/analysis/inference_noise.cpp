// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "analysis/inference/noise_of_runs.hpp"
#include "sim/random/special.hpp"
#include "sim/random/stream.hpp"

using namespace wardwire;
using namespace wardwire::analysis;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// So many normal numbers for each run.
std::vector<std::vector<double>> normal_runs(std::uint32_t runs, std::size_t summaries) {
    std::vector<std::vector<double>> outputs;
    for (std::uint32_t run = 0; run < runs; ++run) {
        sim::Stream luck = sim::Chance(20261122, run).channel(sim::Purpose{3}).stream(0);
        std::vector<double>& one = outputs.emplace_back();
        for (std::size_t s = 0; s < summaries; ++s)
            one.push_back(sim::standard_normal_quantile(luck.uniform()));
    }
    return outputs;
}

double largest_aside(const Matrix& lower) {
    double largest = 0.0;
    for (std::size_t i = 0; i < lower.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) largest = std::max(largest, std::abs(lower[i][j]));
    return largest;
}

}  // namespace

// Standard errors of 400 runs: 3.5 % of a deviation, 0.02 of a correlation of 0.8, 0.05 of none.
// Four of them are allowed.
TEST_CASE("runs at one place tell the noise of summaries, and what goes together") {
    auto outputs = normal_runs(400, 3);
    for (std::size_t run = 0; run < outputs.size(); ++run) {
        std::vector<double>& one = outputs[run];
        one[1] = 5.0 + 0.8 * one[0] + 0.6 * one[1];
        one[2] *= 0.1;
        one.push_back(7.0);
        one.push_back(run % 3 == 0 ? one[0] : nothing);
    }
    const NoiseOfRuns noise = noise_of(outputs);
    CHECK(noise.deviation[0] == Approx(1.0).epsilon(0.14));
    CHECK(noise.deviation[1] == Approx(1.0).epsilon(0.14));
    CHECK(noise.deviation[2] == Approx(0.1).epsilon(0.14));
    CHECK(noise.deviation[3] == 0.0);
    CHECK(std::isnan(noise.deviation[4]));
    CHECK(noise.correlation[1][0] == Approx(0.8).margin(0.08));
    CHECK(std::abs(noise.correlation[2][0]) < 0.2);
    CHECK(noise.correlation[3][0] == 0.0);
    CHECK(noise.correlation[3][3] == 1.0);
}

TEST_CASE("few runs tell little of what goes together") {
    const NoiseOfRuns noise = noise_of(normal_runs(20, 30));
    CHECK(largest_aside(noise.correlation) < 0.2);  // plain ones reach 0.7
    CHECK(Cholesky::of(noise.correlation));
}

TEST_CASE("runs for the noise are at one place and have luck of their own") {
    std::vector<PointRun> seen;
    const Simulator simulate = [&](std::span<const PointRun> trials) {
        seen.assign(trials.begin(), trials.end());
        std::vector<std::vector<double>> outputs;
        for (const PointRun& trial : trials) outputs.push_back({trial.luck * 1.0});
        return std::optional(outputs);
    };
    const auto noise = noise_of_runs(simulate, {0.3, 0.7}, 5, 101);
    REQUIRE(noise);
    CHECK(noise->deviation[0] == Approx(std::sqrt(2.5)));  // of 101 to 105
    REQUIRE(seen.size() == 5);
    CHECK(seen[4].point == Point{0.3, 0.7});
    CHECK(seen[4].luck == 105);
}

TEST_CASE("a comparison has the noise of the log and that of a simulation") {
    const double least = 0.005;
    const NoiseOfRuns runs{
        {0.2, 0.2, 0.2, nothing, 0.0},
        {{1.0}, {0.5, 1.0}, {0.5, 0.5, 1.0}, {0.0, 0.0, 0.0, 1.0}, {0.0, 0.0, 0.0, 0.0, 1.0}}};
    const Observed seen{{1.0, 2.0, 3.0, 4.0, 5.0}, {0.1, 0.05, 0.3, 0.1, 0.001}};
    // A simulated log a fourth as large: the log has half the deviation of a simulation.
    const Observed observed = compared(seen, 0.25, least, runs);
    CHECK(observed.value == seen.value);
    CHECK(observed.noise[0] == Approx(std::hypot(0.2, 0.1)));
    CHECK(observed.noise[1] == Approx(std::hypot(0.2, 0.1)));  // its days knew too little
    CHECK(observed.noise[2] == Approx(std::hypot(0.2, 0.3)));  // and these differ by more
    CHECK(observed.noise[3] == Approx(std::hypot(0.2, 0.1)));
    CHECK(observed.noise[4] == Approx(std::hypot(least, least)));
    // What goes together of two deviations is all of it, and what days alone have does not.
    REQUIRE(observed.correlation);
    const Vector first = observed.correlation->times({1.0, 0.0, 0.0, 0.0, 0.0});
    CHECK(first[1] == Approx(0.5));
    CHECK(first[2] == Approx(0.5 * std::hypot(0.2, 0.1) / std::hypot(0.2, 0.3)));
}

TEST_CASE("what goes together counts once in a distance, and what should and does not, more") {
    Observed observed{{0.0, 0.0}, {2.0, 2.0}};
    CHECK(observed.distance(std::vector{2.0, 2.0}) == Approx(1.0));
    observed.correlation = Cholesky::of({{1.0}, {0.6, 1.0}});
    CHECK(observed.distance(std::vector{2.0, 2.0}) == Approx(std::sqrt(1.0 / 1.6)));
    CHECK(observed.distance(std::vector{2.0, -2.0}) == Approx(std::sqrt(1.0 / 0.4)));
    CHECK(std::isinf(observed.distance(std::vector{0.0, nothing})));
}
