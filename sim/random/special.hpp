// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace wardwire::sim {

/// -ln(1 - p): the quantile of the exponential law with mean 1. Off by less than one unit in the
/// last place; infinite at 1. The same on every processor, and as `exponential_quantiles` has it.
double exponential_quantile(double p);

/// P(Z <= z) for a standard normal Z.
inline double standard_normal_cdf(double z) { return 0.5 * std::erfc(-z * 0.70710678118654752440); }

/// The z with P(Z <= z) = p for a standard normal Z; minus and plus infinity at 0 and 1.
/// Relative error below 1e-15 (Wichura 1988, algorithm AS 241, function PPND16).
inline double standard_normal_quantile(double p);

/// The regularised incomplete gamma function P(shape, x): the share of the gamma law below x.
double gamma_share_below(double shape, double x);

/// Q(shape, x) = 1 - P(shape, x), without the loss of the subtraction.
double gamma_share_above(double shape, double x);

/// The x with P(shape, x) = p, for p in [0, 1].
double gamma_quantile(double shape, double p);

/// The regularised incomplete beta function I_x(a, b): the share of the beta law below x.
double beta_share_below(double a, double b, double x);

/// "law(first 1, second 2.5)": numbers in six digits, the same in every locale.
std::string law_in_words(std::string_view law,
                         std::initializer_list<std::pair<std::string_view, double>> parameters);

/// A number in six digits, the same in every locale.
std::string number_in_words(double x);

namespace wichura {

using Polynomial = std::array<double, 8>;  // the constant term first

inline double ratio(const Polynomial& above, const Polynomial& below, double r) {
    double numerator = above[7];
    double denominator = below[7];
    for (std::size_t i = 7; i-- > 0;) {
        numerator = numerator * r + above[i];
        denominator = denominator * r + below[i];
    }
    return numerator / denominator;
}

// Within 0.425 of the median, in 0.425^2 - (p - 1/2)^2.
inline constexpr Polynomial centre_above = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                            1.9715909503065514427e3, 1.3731693765509461125e4,
                                            4.5921953931549871457e4, 6.7265770927008700853e4,
                                            3.3430575583588128105e4, 2.5090809287301226727e3};
inline constexpr Polynomial centre_below = {1.00000000000000000000e0, 4.2313330701600911252e1,
                                            6.8718700749205790830e2,  5.3941960214247511077e3,
                                            2.1213794301586595867e4,  3.9307895800092710610e4,
                                            2.8729085735721942674e4,  5.2264952788528545610e3};

// Further out, in sqrt(-ln(tail)) - 1.6.
inline constexpr Polynomial flank_above = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                           5.76949722146069140550e0,  3.64784832476320460504e0,
                                           1.27045825245236838258e0,  2.41780725177450611770e-1,
                                           2.27238449892691845833e-2, 7.74545014278341407640e-4};
inline constexpr Polynomial flank_below = {1.00000000000000000000e0,  2.05319162663775882187e0,
                                           1.67638483018380384940e0,  6.89767334985100004550e-1,
                                           1.48103976427480074590e-1, 1.51986665636164571966e-2,
                                           5.47593808499534494600e-4, 1.05075007164441684324e-9};

// Beyond a tail of e^-25, in sqrt(-ln(tail)) - 5.
inline constexpr Polynomial far_above = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                         1.78482653991729133580e0,  2.96560571828504891230e-1,
                                         2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                         2.71155556874348757815e-5, 2.01033439929228813265e-7};
inline constexpr Polynomial far_below = {1.00000000000000000000e0,  5.99832206555887937690e-1,
                                         1.36929880922735805310e-1, 1.48753612908506148525e-2,
                                         7.86869131145613259100e-4, 1.84631831751005468180e-5,
                                         1.42151175831644588870e-7, 2.04426310338993978564e-15};

}  // namespace wichura

inline double standard_normal_quantile(double p) {
    const double from_median = p - 0.5;
    if (std::abs(from_median) <= 0.425) {
        const double r = 0.180625 - from_median * from_median;
        return from_median * wichura::ratio(wichura::centre_above, wichura::centre_below, r);
    }
    const double tail = from_median < 0.0 ? p : 1.0 - p;
    if (tail <= 0.0) return std::copysign(std::numeric_limits<double>::infinity(), from_median);
    const double r = std::sqrt(-std::log(tail));
    const double z = r <= 5.0 ? wichura::ratio(wichura::flank_above, wichura::flank_below, r - 1.6)
                              : wichura::ratio(wichura::far_above, wichura::far_below, r - 5.0);
    return from_median < 0.0 ? -z : z;
}

}  // namespace wardwire::sim
