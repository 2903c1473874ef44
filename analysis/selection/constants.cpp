// SPDX-License-Identifier: Apache-2.0
#include "analysis/selection/constants.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace wardwire::analysis {

namespace {

using Rule = boost::math::quadrature::gauss_kronrod<double, 61>;
constexpr double tail = 1e-12;  ///< of a law that an integral leaves out at either end

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

/// A law as points and the share of it that each stands for, so that a sum over them is an
/// integral: both ends but for their tails in one panel of a Gauss-Kronrod rule.
struct Points {
    std::vector<double> x;
    std::vector<double> share;

    template <class Law>
    explicit Points(const Law& law) {
        const double low = boost::math::quantile(law, tail);
        const double high = boost::math::quantile(boost::math::complement(law, tail));
        const double half = 0.5 * (high - low);
        const auto add = [&](double at, double weight) {
            x.push_back(low + half * (1.0 + at));
            share.push_back(weight * half * boost::math::pdf(law, x.back()));
        };
        const auto& places = Rule::abscissa();  // of the right half, the middle first
        const auto& weights = Rule::weights();
        for (std::size_t i = 0; i < places.size(); ++i) {
            add(places[i], weights[i]);
            if (places[i] != 0.0) add(-places[i], weights[i]);
        }
    }

    template <class Function>
    double expectation(Function&& function) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < x.size(); ++i) sum += share[i] * function(x[i]);
        return sum;
    }
};

/// The h at which an increasing probability is what is asked for.
template <class Probability>
double h_with(double confidence, Probability&& probability) {
    std::uintmax_t steps = 100;
    const auto [low, high] = boost::math::tools::bracket_and_solve_root(
        [&](double h) { return probability(h) - confidence; }, 3.0, 1.5, true,
        boost::math::tools::eps_tolerance<double>(30), steps);
    return 0.5 * (low + high);
}

}  // namespace

double kim_nelson_h_squared(double error, double degrees_of_freedom) {
    const double eta = 0.5 * (std::pow(2.0 * error, -2.0 / degrees_of_freedom) - 1.0);
    return 2.0 * eta * degrees_of_freedom;
}

double shared_error(double confidence, std::size_t systems) {
    return (1.0 - confidence) / static_cast<double>(systems - 1);
}

double independent_error(double confidence, std::size_t systems) {
    return -std::expm1(std::log(confidence) / static_cast<double>(systems - 1));
}

double rinott_h(double confidence, std::size_t systems, std::size_t first_stage) {
    const double freedom = static_cast<double>(first_stage) - 1.0;
    const Points law{boost::math::chi_squared(freedom)};
    return h_with(confidence, [&](double h) {
        return law.expectation([&](double y) {
            const double one = law.expectation(
                [&](double x) { return normal_cdf(h / std::sqrt(freedom * (1.0 / x + 1.0 / y))); });
            return std::pow(one, static_cast<double>(systems) - 1.0);
        });
    });
}

double dudewicz_dalal_h(double confidence, std::size_t systems, std::size_t first_stage) {
    const boost::math::students_t student(static_cast<double>(first_stage) - 1.0);
    const Points law(student);
    return h_with(confidence, [&](double h) {
        return law.expectation([&](double t) {
            return std::pow(boost::math::cdf(student, t + h), static_cast<double>(systems) - 1.0);
        });
    });
}

}  // namespace wardwire::analysis
