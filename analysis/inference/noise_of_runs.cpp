// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference/noise_of_runs.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/special_values.hpp"

namespace wardwire::analysis {

namespace {

/// A summary of some runs in deviations from its mean, 0 where it is undefined or always the same.
struct Standardised {
    double deviation = undefined;
    Vector values;
};

Standardised standardised(std::span<const std::vector<double>> outputs, std::size_t summary) {
    Standardised result;
    double count = 0.0;
    double mean = 0.0;
    double squares = 0.0;  // of differences from the mean (Welford 1962)
    for (const std::vector<double>& one : outputs) {
        result.values.push_back(one[summary]);
        if (!std::isfinite(one[summary])) continue;
        const double away = one[summary] - mean;
        mean += away / ++count;
        squares += away * (one[summary] - mean);
    }
    if (2.0 * count >= std::max(4.0, static_cast<double>(outputs.size())))
        result.deviation = std::sqrt(squares / (count - 1.0));
    for (double& value : result.values)
        value = std::isfinite(value) && result.deviation > 0.0 ? (value - mean) / result.deviation
                                                               : 0.0;
    return result;
}

/// A correlation and the variance of its estimate.
std::pair<double, double> correlation_of(const Vector& a, const Vector& b) {
    const auto n = static_cast<double>(a.size());
    double mean = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) mean += a[i] * b[i] / n;
    double squares = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        squares += (a[i] * b[i] - mean) * (a[i] * b[i] - mean);
    return {mean * n / (n - 1.0), squares * n / std::pow(n - 1.0, 3.0)};
}

}  // namespace

NoiseOfRuns noise_of(std::span<const std::vector<double>> outputs) {
    NoiseOfRuns noise;
    std::vector<Standardised> summaries;
    for (std::size_t s = 0; s < outputs.front().size(); ++s) {
        summaries.push_back(standardised(outputs, s));
        noise.deviation.push_back(summaries.back().deviation);
    }
    double variances = 0.0;
    double squares = 0.0;
    for (std::size_t i = 0; i < summaries.size(); ++i) {
        Vector& row = noise.correlation.emplace_back();
        for (std::size_t j = 0; j < i; ++j) {
            const auto [correlation, variance] =
                correlation_of(summaries[i].values, summaries[j].values);
            row.push_back(correlation);
            variances += variance;
            squares += correlation * correlation;
        }
        row.push_back(1.0);
    }
    const double kept = squares > 0.0 ? 1.0 - std::min(1.0, variances / squares) : 0.0;
    for (std::size_t i = 0; i < summaries.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) noise.correlation[i][j] *= kept;
    return noise;
}

std::optional<NoiseOfRuns> noise_of_runs(const Simulator& simulate, const Point& place,
                                         std::size_t runs, std::uint32_t first_luck) {
    std::vector<PointRun> trials;
    for (std::size_t i = 0; i < runs; ++i)
        trials.push_back({place, first_luck + static_cast<std::uint32_t>(i)});
    const auto outputs = simulate(trials);
    if (!outputs) return std::nullopt;
    return noise_of(*outputs);
}

Observed compared(const Observed& seen, double volume, double least, const NoiseOfRuns& runs) {
    Observed observed{seen.value, {}};
    Vector share;  // of the noise that runs tell of, and that goes together
    for (std::size_t s = 0; s < seen.noise.size(); ++s) {
        const double known = std::isfinite(runs.deviation[s]) ? runs.deviation[s] : 0.0;
        const double guess = known > 0.0 ? known : seen.noise[s] / std::sqrt(volume);
        const double simulated = std::max(guess, least);
        const double own = std::max({seen.noise[s], simulated * std::sqrt(volume), least});
        observed.noise.push_back(std::hypot(simulated, own));
        share.push_back(std::sqrt(1.0 + volume) * known / observed.noise[s]);
    }
    Matrix correlation = runs.correlation;
    for (std::size_t i = 0; i < correlation.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) correlation[i][j] *= share[i] * share[j];
    observed.correlation = Cholesky::of(correlation);
    return observed;
}

}  // namespace wardwire::analysis
