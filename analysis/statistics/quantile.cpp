// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/quantile.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "analysis/special_values.hpp"

namespace wardwire::analysis {

namespace {

bool is_level(double level) { return level > 0.0 && level < 1.0; }
bool is_degrees(double degrees) { return degrees > 0.0 && std::isfinite(degrees); }

}  // namespace

double normal_quantile(double level) {
    if (!is_level(level)) return undefined;
    return boost::math::quantile(boost::math::normal{}, level);
}

double student_quantile(double level, double degrees_of_freedom) {
    if (!is_level(level) || !is_degrees(degrees_of_freedom)) return undefined;
    return boost::math::quantile(boost::math::students_t{degrees_of_freedom}, level);
}

double student_factor(double confidence, double degrees_of_freedom) {
    if (!is_level(confidence) || !is_degrees(degrees_of_freedom)) return undefined;
    return boost::math::quantile(boost::math::complement(
        boost::math::students_t{degrees_of_freedom}, 0.5 * (1.0 - confidence)));
}

double normal_p_value(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

double student_p_value(double t, double degrees_of_freedom) {
    if (!is_degrees(degrees_of_freedom) || std::isnan(t)) return undefined;
    return 2.0 * boost::math::cdf(boost::math::complement(
                     boost::math::students_t{degrees_of_freedom}, std::abs(t)));
}

double chi_squared_p_value(double statistic, double degrees_of_freedom) {
    if (!is_degrees(degrees_of_freedom) || !(statistic >= 0.0)) return undefined;
    if (std::isinf(statistic)) return 0.0;
    return boost::math::cdf(
        boost::math::complement(boost::math::chi_squared{degrees_of_freedom}, statistic));
}

double chi_squared_quantile(double level, double degrees_of_freedom) {
    if (!is_level(level) || !is_degrees(degrees_of_freedom)) return undefined;
    return boost::math::quantile(boost::math::chi_squared{degrees_of_freedom}, level);
}

}  // namespace wardwire::analysis
