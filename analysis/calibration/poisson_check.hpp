// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace wardwire::analysis {

/// Whether arrivals within short intervals are as evenly spread as a Poisson process would have it.
struct PoissonCheck {
    double distance;  ///< Kolmogorov and Smirnov's, from the uniform law
    double p_value;
    std::size_t n;
};

/// The conditional-uniform test of Kim & Whitt (2014): given how many arrive in an interval, a
/// Poisson process spreads them evenly. All intervals are pooled, so that neither the rate nor the
/// busyness of a day matters. Times are spread over the `resolution` of the clock first; without
/// that a rounded clock fails by itself. Times and both lengths are in one unit, from any zero.
PoissonCheck check_poisson(std::span<const double> times, double interval, double resolution);

/// The variance of counts over their mean, pooled over cells of two counts and more: the sum of the
/// variances (divisor n - 1) over the sum of the means. 1 for Poisson counts in expectation, NaN
/// without any. `cells` numbers each count's cell from 0 on.
double pooled_dispersion(std::span<const double> counts, std::span<const std::size_t> cells);

/// P(D >= distance) for the largest distance of n values from the law they come from (Kolmogorov
/// 1933, with Stephens's (1970) correction for small n).
double kolmogorov_p_value(double distance, double n);

}  // namespace wardwire::analysis
