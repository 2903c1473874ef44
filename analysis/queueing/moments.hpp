// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

/// The first three moments about zero of a positive random time: E[X], E[X²], E[X³].
/// They are all that the single-server formulas want to know of a service time.
struct Moments {
    double first;
    double second;
    double third;

    double variance() const { return second - first * first; }
};

Moments fixed_moments(double value);
Moments exponential_moments(double mean);

/// The sum of `stages` equal exponentials.
Moments erlang_moments(int stages, double mean);

/// `squared_variation` is the variance over the square of the mean, here and below.
Moments gamma_moments(double mean, double squared_variation);
Moments uniform_moments(double low, double high);
Moments lognormal_moments(double mean, double squared_variation);

/// A mixture of two exponentials that each carry half of the mean; squared variation at least 1.
Moments hyperexponential_moments(double mean, double squared_variation);
Moments weibull_moments(double mean, double shape);

}  // namespace wardwire::analysis
