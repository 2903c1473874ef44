// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "analysis/statistics/order_statistics.hpp"

namespace wardwire::analysis {

/// A time to an event, or how long nothing had happened when the observation ended.
struct Lifetime {
    double time;   ///< from 0 on, in any unit
    bool is_over;  ///< whether the event came; otherwise the time is censored on the right
    double weight = 1.0;
};

/// The share of lifetimes that is not over, as a step function of time.
struct SurvivalCurve {
    std::vector<double> times;      ///< of the steps, ascending
    std::vector<double> surviving;  ///< the share just after each step
    std::vector<double> greenwood;  ///< sum of d / (n (n - d)) up to each step
    double observed_until = 0.0;    ///< the longest time, censored or not

    /// The share that is over by `time`; what is known last, beyond the longest time.
    double over_by(double time) const;

    /// Limits of that share on the scale log(-log S), which keeps them between 0 and 1 (Kalbfleisch
    /// & Prentice 2002, section 1.4), with Greenwood's (1926) variance. Where nothing or all is
    /// over the limits are the share itself.
    Limits limits_by(double time, double confidence = 0.95) const;

    /// The earliest time by which a share of at least `level` is over; infinite when it never is.
    double quantile(double level) const;
};

/// The product-limit estimate of Kaplan & Meier (1958). A time that is censored at the same time
/// as an event counts as at risk of it. Needs no order; O(n log n).
SurvivalCurve kaplan_meier(std::vector<Lifetime> lifetimes);

}  // namespace wardwire::analysis
