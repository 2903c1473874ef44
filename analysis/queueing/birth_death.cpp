// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/birth_death.hpp"

#include <algorithm>
#include <cmath>

namespace wardwire::analysis {

double BirthDeath::mean() const {
    return mean_of([](int n) { return static_cast<double>(n); });
}

void BirthDeath::normalise(const std::vector<double>& ratios) {
    // Logarithms, because the largest probability may be e^1000 times the first.
    std::vector<double> logs{0.0};
    for (const double ratio : ratios) logs.push_back(logs.back() + std::log(ratio));
    const double largest = *std::max_element(logs.begin(), logs.end());
    double sum = 0.0;
    for (const double log : logs) {
        probabilities_.push_back(std::exp(log - largest));
        sum += probabilities_.back();
    }
    for (double& probability : probabilities_) probability /= sum;
}

}  // namespace wardwire::analysis
