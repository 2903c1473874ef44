// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/estimate.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/special_values.hpp"
#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/sample.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

double on_scale(double value, Scale scale) {
    double scaled = value;
    if (scale == Scale::log) scaled = std::log(value);
    if (scale == Scale::logit) scaled = std::log(value) - std::log1p(-value);
    return std::isfinite(scaled) ? scaled : undefined;
}

double off_scale(double scaled, Scale scale) {
    switch (scale) {
        case Scale::log:
            return std::exp(scaled);
        case Scale::logit:
            return 1.0 / (1.0 + std::exp(-scaled));
        case Scale::linear:
            break;
    }
    return scaled;
}

/// How often each cluster is drawn when as many are drawn as there are.
std::vector<double> resampled(std::size_t clusters, sim::Stream& chance) {
    std::vector<double> weights(clusters, 0.0);
    for (std::size_t draw = 0; draw < clusters; ++draw)
        ++weights[static_cast<std::size_t>(chance.uniform() * static_cast<double>(clusters))];
    return weights;
}

}  // namespace

std::vector<Estimate> estimate_by_clusters(std::size_t clusters, const WeightedStatistic& statistic,
                                           Scale scale, double confidence, std::size_t resamples) {
    constexpr std::uint64_t seed = 20260105;
    sim::Stream chance = sim::Chance(seed, 0).channel(sim::Purpose{0}).stream(0);
    const std::vector<double> values = statistic(std::vector<double>(clusters, 1.0));
    if (confidence == values_alone) resamples = 0;
    std::vector<std::vector<double>> spread(values.size());
    for (std::size_t i = 0; clusters > 1 && i < resamples; ++i) {
        const std::vector<double> drawn = statistic(resampled(clusters, chance));
        for (std::size_t k = 0; k < values.size(); ++k)
            spread[k].push_back(on_scale(drawn[k], scale));
    }
    const auto n = static_cast<double>(clusters);
    const double factor =
        clusters > 1 ? student_factor(confidence, n - 1.0) * std::sqrt(n / (n - 1.0)) : infinite;
    std::vector<Estimate> estimates;
    for (std::size_t k = 0; k < values.size(); ++k) {
        const double deviation = std::sqrt(summarise(spread[k]).variance);
        const double half = std::isnan(deviation) ? infinite : factor * deviation;
        const double middle = on_scale(values[k], scale);
        Estimate& estimate = estimates.emplace_back(
            Estimate{values[k],
                     {off_scale(middle - half, scale), off_scale(middle + half, scale), confidence},
                     n,
                     "resampled"});
        for (const double drawn : spread[k])
            estimate.draws.push_back(
                off_scale(middle + std::sqrt(n / (n - 1.0)) * (drawn - middle), scale));
    }
    return estimates;
}

void spread_draws(Estimate& one, double factor, Scale scale) {
    const double middle = on_scale(one.value, scale);
    for (double& draw : one.draws)
        draw = off_scale(middle + factor * (on_scale(draw, scale) - middle), scale);
}

Estimate wider(Estimate one, const Estimate& other) {
    one.limits.lower = std::min(one.limits.lower, other.limits.lower);
    one.limits.upper = std::max(one.limits.upper, other.limits.upper);
    return one;
}

Estimate distance_estimate(double distance, double n, double confidence, std::string_view method) {
    const double blur = std::sqrt(std::log(2.0 / (1.0 - confidence)) / (2.0 * n));
    return {distance,
            {std::max(0.0, distance - blur), std::min(1.0, distance + blur), confidence},
            n,
            method};
}

}  // namespace wardwire::analysis
