// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/poisson_check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/calibration/sample_distance.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

PoissonCheck check_poisson(std::span<const double> times, double interval, double resolution) {
    constexpr std::uint64_t seed = 20260105;
    sim::Stream chance = sim::Chance(seed, 0).channel(sim::Purpose{1}).stream(0);
    std::vector<double> places;
    places.reserve(times.size());
    for (const double time : times) {
        const double spread = time + resolution * chance.uniform();
        places.push_back(spread / interval - std::floor(spread / interval));
    }
    const double distance = places.empty() ? 0.0 : distance_from_even(places);
    return {distance, kolmogorov_p_value(distance, static_cast<double>(places.size())),
            places.size()};
}

double pooled_dispersion(std::span<const double> counts, std::span<const std::size_t> cells) {
    struct Sums {
        double n = 0.0, sum = 0.0, squares = 0.0;
    };
    std::vector<Sums> all;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (cells[i] >= all.size()) all.resize(cells[i] + 1);
        Sums& cell = all[cells[i]];
        cell.n += 1.0;
        cell.sum += counts[i];
        cell.squares += counts[i] * counts[i];
    }
    double variances = 0.0;
    double means = 0.0;
    for (const Sums& cell : all) {
        if (cell.n < 2.0) continue;
        const double mean = cell.sum / cell.n;
        variances += (cell.squares - cell.n * mean * mean) / (cell.n - 1.0);
        means += mean;
    }
    return means > 0.0 ? variances / means : std::numeric_limits<double>::quiet_NaN();
}

double kolmogorov_p_value(double distance, double n) {
    const double root = std::sqrt(n);
    const double x = (root + 0.12 + 0.11 / root) * distance;
    if (!(x > 0.2)) return 1.0;
    double sum = 0.0;
    double sign = 1.0;
    for (int k = 1; k <= 100; ++k, sign = -sign) sum += sign * std::exp(-2.0 * k * k * x * x);
    return std::clamp(2.0 * sum, 0.0, 1.0);
}

}  // namespace wardwire::analysis
