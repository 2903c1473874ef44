// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/survival_curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/statistics/quantile.hpp"

namespace wardwire::analysis {

namespace {

/// How many steps have been taken by a time.
std::size_t steps_by(const SurvivalCurve& curve, double time) {
    return static_cast<std::size_t>(std::ranges::upper_bound(curve.times, time) -
                                    curve.times.begin());
}

}  // namespace

double SurvivalCurve::over_by(double time) const {
    const std::size_t steps = steps_by(*this, time);
    return steps == 0 ? 0.0 : 1.0 - surviving[steps - 1];
}

Limits SurvivalCurve::limits_by(double time, double confidence) const {
    const std::size_t steps = steps_by(*this, time);
    const double share = over_by(time);
    if (steps == 0 || share >= 1.0) return {share, share, confidence};
    const double log_survival = std::log(1.0 - share);
    const double spread = normal_quantile(0.5 + 0.5 * confidence) *
                          std::sqrt(greenwood[steps - 1]) / std::abs(log_survival);
    return {1.0 - std::exp(log_survival * std::exp(-spread)),
            1.0 - std::exp(log_survival * std::exp(spread)), confidence};
}

double SurvivalCurve::quantile(double level) const {
    constexpr double rounding = 1e-12;  // of a product of many factors
    const auto step = std::ranges::find_if(
        surviving, [&](double share) { return share <= 1.0 - level + rounding; });
    if (step == surviving.end()) return std::numeric_limits<double>::infinity();
    return times[static_cast<std::size_t>(step - surviving.begin())];
}

SurvivalCurve kaplan_meier(std::vector<Lifetime> lifetimes) {
    SurvivalCurve curve;
    std::ranges::sort(lifetimes, {}, &Lifetime::time);
    double at_risk = 0.0;
    for (const Lifetime& one : lifetimes) at_risk += one.weight;
    double surviving = 1.0;
    double greenwood = 0.0;
    for (std::size_t i = 0; i < lifetimes.size();) {
        const double time = lifetimes[i].time;
        double over = 0.0;
        double leaving = 0.0;
        for (; i < lifetimes.size() && lifetimes[i].time == time; ++i) {
            leaving += lifetimes[i].weight;
            if (lifetimes[i].is_over) over += lifetimes[i].weight;
        }
        if (over > 0.0) {
            surviving *= std::max(0.0, 1.0 - over / at_risk);
            if (at_risk > over) greenwood += over / (at_risk * (at_risk - over));
            curve.times.push_back(time);
            curve.surviving.push_back(surviving);
            curve.greenwood.push_back(greenwood);
        }
        at_risk -= leaving;
        curve.observed_until = time;
    }
    return curve;
}

}  // namespace wardwire::analysis
