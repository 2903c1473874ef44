// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/transform.hpp"

#include <cmath>
#include <limits>

namespace wardwire::analysis {

Transform fixed_transform(double value) {
    return [=](double s) { return std::exp(-s * value); };
}

Transform exponential_transform(double mean) { return gamma_transform(mean, 1.0); }

Transform gamma_transform(double mean, double squared_variation) {
    return [=](double s) {
        const double base = 1.0 + s * mean * squared_variation;
        if (base <= 0.0) return std::numeric_limits<double>::infinity();
        return std::pow(base, -1.0 / squared_variation);
    };
}

Transform hyperexponential_transform(double mean, double squared_variation) {
    const double skew = std::sqrt((squared_variation - 1.0) / (squared_variation + 1.0));
    const double short_share = 0.5 * (1.0 + skew);
    const double long_share = 1.0 - short_share;
    if (long_share <= 0.0) return exponential_transform(mean);
    return [=, brief = exponential_transform(0.5 * mean / short_share),
            lasting = exponential_transform(0.5 * mean / long_share)](double s) {
        return short_share * brief(s) + long_share * lasting(s);
    };
}

}  // namespace wardwire::analysis
