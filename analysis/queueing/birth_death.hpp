// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace wardwire::analysis {

/// The stationary law of a birth-death chain on 0..top: p_n / p_{n-1} = birth(n - 1) / death(n)
/// (Kleinrock 1975, section 3.1).
class BirthDeath {
 public:
    /// `birth(n)` is the rate from n to n + 1 for n < top, `death(n)` from n to n - 1 for n > 0;
    /// all of them positive.
    template <class Birth, class Death>
    BirthDeath(int top, Birth birth, Death death) {
        std::vector<double> ratios;
        for (int n = 1; n <= top; ++n) ratios.push_back(birth(n - 1) / death(n));
        normalise(ratios);
    }

    double probability(int n) const { return probabilities_[static_cast<std::size_t>(n)]; }

    /// Σ n p_n.
    double mean() const;

    /// Σ f(n) p_n for any f: queue lengths, busy servers, costs.
    template <class Function>
    double mean_of(Function f) const {
        double sum = 0.0;
        int n = 0;
        for (const double probability : probabilities_) sum += f(n++) * probability;
        return sum;
    }

 private:
    /// `ratios[n]` is p_{n+1} / p_n.
    void normalise(const std::vector<double>& ratios);

    std::vector<double> probabilities_;
};

}  // namespace wardwire::analysis
