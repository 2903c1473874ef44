// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/markov_chain.hpp"

#include <algorithm>

namespace wardwire::analysis {

namespace {

/// A square matrix that is zero further than `band` from its diagonal.
class BandMatrix {
 public:
    BandMatrix(std::size_t size, std::size_t band)
        : band_(band), values_(size * (2 * band + 1), 0.0) {}

    double& at(std::size_t row, std::size_t column) {
        return values_[row * (2 * band_ + 1) + band_ + column - row];
    }

 private:
    std::size_t band_;
    std::vector<double> values_;
};

}  // namespace

std::vector<double> stationary_law(std::size_t states, std::span<const Jump> jumps) {
    std::size_t band = 0;
    for (const Jump& jump : jumps) {
        band = std::max(band, std::max(jump.from, jump.to) - std::min(jump.from, jump.to));
    }
    BandMatrix rates(states, band);
    for (const Jump& jump : jumps) rates.at(jump.from, jump.to) += jump.rate;

    const auto first_within = [band](std::size_t k) { return k > band ? k - band : 0; };
    // Watch the chain only while it is below k: what went through k goes on in k's proportions.
    for (std::size_t k = states; k-- > 1;) {
        const std::size_t first = first_within(k);
        double leaving = 0.0;
        for (std::size_t to = first; to < k; ++to) leaving += rates.at(k, to);
        for (std::size_t from = first; from < k; ++from) {
            const double through = rates.at(from, k) /= leaving;
            if (through == 0.0) continue;
            for (std::size_t to = first; to < k; ++to) {
                rates.at(from, to) += through * rates.at(k, to);
            }
        }
    }

    std::vector<double> law{1.0};
    double sum = 1.0;
    for (std::size_t k = 1; k < states; ++k) {
        double weight = 0.0;
        for (std::size_t from = first_within(k); from < k; ++from) {
            weight += law[from] * rates.at(from, k);
        }
        law.push_back(weight);
        sum += weight;
    }
    for (double& probability : law) probability /= sum;
    return law;
}

}  // namespace wardwire::analysis
