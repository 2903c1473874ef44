// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/multiplicity.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <numbers>
#include <numeric>

#include "analysis/special_values.hpp"
#include "analysis/statistics/quantile.hpp"

namespace wardwire::analysis {

namespace {

/// 1 - (1 - false_alarm)^(1/count), without cancellation when false_alarm is small.
double share_of_false_alarm(std::size_t count, double false_alarm) {
    return -std::expm1(std::log1p(-false_alarm) / static_cast<double>(count));
}

double normal_density(double x) {
    return std::exp(-0.5 * x * x) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

using Quadrature = boost::math::quadrature::gauss_kronrod<double, 31>;
constexpr unsigned refinements = 8;
constexpr double quadrature_tolerance = 1e-11;

/// P(range of `means` standard normals <= r) = k ∫ φ(x) (Φ(x) - Φ(x - r))^(k-1) dx.
double normal_range_cdf(double r, double means) {
    const auto integrand = [r, means](double x) {
        return means * normal_density(x) *
               std::pow(std::max(0.0, normal_cdf(x) - normal_cdf(x - r)), means - 1.0);
    };
    // Beyond ±9 the normal density adds less than 1e-18.
    return Quadrature::integrate(integrand, -9.0, 9.0, refinements, quadrature_tolerance);
}

}  // namespace

double bonferroni_confidence(double confidence, std::size_t comparisons) {
    if (comparisons == 0) return undefined;
    return 1.0 - (1.0 - confidence) / static_cast<double>(comparisons);
}

double z_limit(std::size_t count, double false_alarm) {
    return -normal_quantile(0.5 * share_of_false_alarm(count, false_alarm));
}

double t_limit(std::size_t count, double false_alarm, double degrees_of_freedom) {
    return -student_quantile(0.5 * share_of_false_alarm(count, false_alarm), degrees_of_freedom);
}

std::vector<double> holm_adjusted(std::span<const double> p_values) {
    const std::size_t count = p_values.size();
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return p_values[left] < p_values[right];
    });

    std::vector<double> adjusted(count);
    double largest = 0.0;
    for (std::size_t rank = 0; rank < count; ++rank) {
        const double scaled = static_cast<double>(count - rank) * p_values[order[rank]];
        largest = std::max(largest, std::min(1.0, scaled));
        adjusted[order[rank]] = largest;
    }
    return adjusted;
}

double studentized_range_cdf(double q, std::size_t means, double degrees_of_freedom) {
    if (means < 2 || !(degrees_of_freedom >= 1.0) || std::isnan(q)) return undefined;
    if (q <= 0.0) return 0.0;
    const double k = static_cast<double>(means);
    const double half = 0.5 * degrees_of_freedom;
    // The density of s = √(χ²/ν): 2 half^half / Γ(half) · s^(ν-1) · exp(-half s²).
    const double log_scale = std::log(2.0) + half * std::log(half) - std::lgamma(half);
    const auto integrand = [=](double s) {
        if (s <= 0.0) return 0.0;
        const double log_density =
            log_scale + (degrees_of_freedom - 1.0) * std::log(s) - half * s * s;
        return std::exp(log_density) * normal_range_cdf(q * s, k);
    };
    // s has mean about 1 and standard deviation about 1/√(2ν); nine of them hold all but 1e-15.
    const double spread = 9.0 / std::sqrt(2.0 * degrees_of_freedom);
    const double low = std::max(0.0, 1.0 - spread);
    return Quadrature::integrate(integrand, low, 1.0 + spread, refinements, quadrature_tolerance);
}

double studentized_range_quantile(double level, std::size_t means, double degrees_of_freedom) {
    if (!(level > 0.0 && level < 1.0) || means < 2 || !(degrees_of_freedom >= 1.0)) {
        return undefined;
    }
    const auto excess = [=](double q) {
        return studentized_range_cdf(q, means, degrees_of_freedom) - level;
    };
    std::uintmax_t steps = 100;
    const auto [low, high] = boost::math::tools::bracket_and_solve_root(
        excess, 3.0, 2.0, true, boost::math::tools::eps_tolerance<double>(32), steps);
    return 0.5 * (low + high);
}

}  // namespace wardwire::analysis
