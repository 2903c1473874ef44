// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/log_likeness.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/special_values.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

/// The value of every metric.
std::vector<double> distances(const LogShape& one, const LogShape& other) {
    std::vector<double> all;
    for (const LikenessMetric& metric : likeness_metrics())
        all.push_back(metric.distance(one, other));
    return all;
}

std::vector<double> drawn_weeks(std::size_t weeks, sim::Stream& chance) {
    std::vector<double> weights(weeks, 0.0);
    for (std::size_t draw = 0; draw < weeks; ++draw)
        ++weights[static_cast<std::size_t>(chance.uniform() * static_cast<double>(weeks))];
    return weights;
}

sim::Stream same_draws(std::uint64_t purpose) {
    constexpr std::uint64_t seed = 20260105;
    return sim::Chance(seed, 0).channel(sim::Purpose{0}).stream(purpose);
}

}  // namespace

std::vector<double> noise_floor(std::span<const LogShape> weeks, std::size_t splits) {
    sim::Stream chance = same_draws(1);
    std::vector<double> floor;
    for (std::size_t split = 0; split < splits; ++split) {
        std::vector<double> one(weeks.size(), 0.0);
        std::vector<double> other(weeks.size(), 0.0);
        bool is_first = false;
        for (std::size_t week = 0; week < weeks.size(); ++week) {
            if (week % 2 == 0)
                is_first = split == 0 || chance.uniform() < 0.5;
            else
                is_first = !is_first;
            (is_first ? one : other)[week] = 1.0;
        }
        const std::vector<double> found = distances(sum_of(weeks, one), sum_of(weeks, other));
        floor.resize(found.size(), 0.0);
        for (std::size_t i = 0; i < found.size(); ++i)
            floor[i] += found[i] / static_cast<double>(splits);
    }
    return floor;
}

std::vector<Likeness> likeness(std::span<const LogShape> weeks,
                               std::span<const std::vector<LogShape>> others,
                               std::span<const double> floor, double confidence,
                               std::size_t resamples) {
    const auto mean_distances = [&](auto&& weights_of) {
        const LogShape one = sum_of(weeks, weights_of(weeks.size()));
        std::vector<double> mean(floor.size(), 0.0);
        for (const std::vector<LogShape>& other : others) {
            const auto found = distances(one, sum_of(other, weights_of(other.size())));
            for (std::size_t i = 0; i < mean.size(); ++i)
                mean[i] += found[i] / static_cast<double>(others.size());
        }
        return mean;
    };
    const std::vector<double> whole =
        mean_distances([](std::size_t n) { return std::vector<double>(n, 1.0); });
    sim::Stream chance = same_draws(2);
    std::vector<std::vector<double>> spread(floor.size());
    for (std::size_t i = 0; i < resamples; ++i) {
        const auto drawn = mean_distances([&](std::size_t n) { return drawn_weeks(n, chance); });
        for (std::size_t k = 0; k < drawn.size(); ++k)
            if (std::isfinite(drawn[k])) spread[k].push_back(drawn[k]);
    }
    std::vector<Likeness> all;
    for (std::size_t k = 0; k < floor.size(); ++k) {
        Limits limits{undefined, undefined, confidence};
        if (!spread[k].empty()) {
            const double tail = 0.5 * (1.0 - confidence);
            const auto limit = [&](double level) {
                return std::max(0.0, 2.0 * whole[k] - sample_quantile(spread[k], level)) / floor[k];
            };
            limits = {limit(1.0 - tail), limit(tail), confidence};
        }
        all.push_back({whole[k], floor[k], limits});
    }
    return all;
}

}  // namespace wardwire::analysis
