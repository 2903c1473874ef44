// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/sample.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/special_values.hpp"

namespace wardwire::analysis {

double Sample::standard_error() const { return std::sqrt(variance / static_cast<double>(used)); }

Sample summarise(std::span<const double> values) {
    Sample sample{.used = 0, .mean = undefined, .variance = undefined};
    double sum = 0.0;
    for (const double value : values) {
        if (std::isnan(value)) continue;
        sum += value;
        ++sample.used;
    }
    if (sample.used == 0) return sample;
    sample.mean = sum / static_cast<double>(sample.used);
    if (sample.used == 1) return sample;

    double squares = 0.0;
    for (const double value : values) {
        if (std::isnan(value)) continue;
        squares += (value - sample.mean) * (value - sample.mean);
    }
    sample.variance = squares / static_cast<double>(sample.used - 1);
    return sample;
}

double weighted_mean(std::span<const double> values, std::span<const double> weights) {
    double sum = 0.0;
    double total_weight = 0.0;
    for (std::size_t i = 0; i < std::min(values.size(), weights.size()); ++i) {
        if (std::isnan(values[i])) continue;
        sum += weights[i] * values[i];
        total_weight += weights[i];
    }
    return total_weight > 0.0 ? sum / total_weight : undefined;
}

}  // namespace wardwire::analysis
