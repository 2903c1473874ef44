// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/moments.hpp"

#include <cmath>
#include <initializer_list>

namespace wardwire::analysis {

Moments fixed_moments(double value) { return {value, value * value, value * value * value}; }

Moments exponential_moments(double mean) {
    return {mean, 2.0 * mean * mean, 6.0 * mean * mean * mean};
}

Moments erlang_moments(int stages, double mean) { return gamma_moments(mean, 1.0 / stages); }

Moments gamma_moments(double mean, double squared_variation) {
    // E[X^k] = scale^k shape (shape + 1) ... (shape + k - 1), and scale · shape = mean.
    const double scale = mean * squared_variation;
    const double second = mean * (mean + scale);
    return {mean, second, second * (mean + 2.0 * scale)};
}

Moments uniform_moments(double low, double high) {
    return {0.5 * (low + high), (low * low + low * high + high * high) / 3.0,
            0.25 * (low + high) * (low * low + high * high)};
}

Moments lognormal_moments(double mean, double squared_variation) {
    const double spread = 1.0 + squared_variation;
    return {mean, mean * mean * spread, mean * mean * mean * spread * spread * spread};
}

Moments hyperexponential_moments(double mean, double squared_variation) {
    const double skew = std::sqrt((squared_variation - 1.0) / (squared_variation + 1.0));
    Moments moments{mean, 0.0, 0.0};
    for (const double probability : {0.5 * (1.0 + skew), 0.5 * (1.0 - skew)}) {
        if (probability == 0.0) continue;
        const double branch_mean = 0.5 * mean / probability;
        moments.second += probability * 2.0 * branch_mean * branch_mean;
        moments.third += probability * 6.0 * branch_mean * branch_mean * branch_mean;
    }
    return moments;
}

Moments weibull_moments(double mean, double shape) {
    const double scale = mean / std::tgamma(1.0 + 1.0 / shape);
    return {mean, scale * scale * std::tgamma(1.0 + 2.0 / shape),
            scale * scale * scale * std::tgamma(1.0 + 3.0 / shape)};
}

}  // namespace wardwire::analysis
