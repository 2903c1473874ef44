// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/elementary_effects.hpp"

#include <cmath>
#include <numeric>
#include <utility>

#include "analysis/statistics/sample.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

enum class Use : std::uint32_t { start, order };

// With four levels, 0, 1/3, 2/3 and 1, a step of p / (2 (p - 1)) makes every level equally likely.
constexpr std::size_t starts = 2;
constexpr double grid = 1.0 / 3.0;
constexpr double step = 2.0 / 3.0;

}  // namespace

std::vector<Point> morris_trajectories(std::size_t trajectories, std::size_t factors,
                                       std::uint64_t seed) {
    const sim::Chance chance(seed, 0);
    const auto channel = [&](Use use) {
        return chance.channel(sim::Purpose{static_cast<std::uint32_t>(use)});
    };
    const sim::Channel start = channel(Use::start);
    const sim::Channel order = channel(Use::order);
    std::vector<Point> points;
    for (std::size_t t = 0; t < trajectories; ++t) {
        Point point(factors);
        std::vector<double> moves(factors);
        for (std::size_t f = 0; f < factors; ++f) {
            // From the lower half of the grid up, or from the upper half down.
            const double u = start.uniform(t, f) * 2.0;
            const bool is_up = u < 1.0;
            const double low = grid * std::floor((is_up ? u : u - 1.0) * starts);
            point[f] = is_up ? low : low + step;
            moves[f] = is_up ? step : -step;
        }
        std::vector<std::size_t> factor(factors);
        std::iota(factor.begin(), factor.end(), std::size_t{0});
        points.push_back(point);
        for (std::size_t left = factors; left > 0; --left) {
            const auto pick =
                static_cast<std::size_t>(order.uniform(t, left) * static_cast<double>(left));
            std::swap(factor[pick], factor[left - 1]);
            point[factor[left - 1]] += moves[factor[left - 1]];
            points.push_back(point);
        }
    }
    return points;
}

std::vector<ElementaryEffects> elementary_effects(const std::vector<Point>& points,
                                                  std::span<const double> outcomes) {
    const std::size_t factors = points.empty() ? 0 : points.front().size();
    std::vector<std::vector<double>> effects(factors);
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (i % (factors + 1) == 0) continue;  // another walk begins
        for (std::size_t f = 0; f < factors; ++f) {
            const double moved = points[i][f] - points[i - 1][f];
            if (std::abs(moved) < 0.5 * step) continue;
            effects[f].push_back((outcomes[i] - outcomes[i - 1]) / moved);
        }
    }
    std::vector<ElementaryEffects> result;
    for (const std::vector<double>& of_factor : effects) {
        std::vector<double> sizes;
        for (const double effect : of_factor) sizes.push_back(std::abs(effect));
        const Sample sample = summarise(of_factor);
        result.push_back(
            {sample.used, sample.mean, mean_interval(sizes), std::sqrt(sample.variance)});
    }
    return result;
}

}  // namespace wardwire::analysis
