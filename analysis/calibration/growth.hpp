// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/calibration/estimate.hpp"
#include "analysis/statistics/order_statistics.hpp"

namespace wardwire::analysis {

/// Weeks during which a volume changes by a constant factor a week.
struct GrowthStretch {
    std::size_t first_week;
    std::size_t weeks;
    double level;             ///< expected count of an exposure of 1 in the first of these weeks
    double log_growth;        ///< log of the factor from week to week
    double growth_error;      ///< standard error of log_growth
    double level_error;       ///< of log level
    double level_covariance;  ///< of log level and log_growth

    /// The expected count of an exposure of 1, `week` counted as first_week is.
    double expected(double week) const;
    /// The standard error of its logarithm.
    double error(double week) const;
};

struct WeekCount {
    double count;
    double exposure = 1.0;  ///< share of a usual week's volume that was observed; 0: left out
};

/// Weekly counts as stretches of log-linear growth.
struct Growth {
    std::vector<GrowthStretch> stretches;
    double size;  ///< of the negative binomial law of a week around its expectation
};

/// The log-linear negative binomial model (Cameron & Trivedi 2013, section 3.3) with change points
/// at the smallest Bayesian information criterion, exactly, by dynamic programming over all places
/// (Jackson et al. 2005). The size is by moments, from how far weeks lie off the line through their
/// neighbours, so that no trend and few changes enter it. A stretch has at least `least_weeks`
/// of which half was observed.
Growth fit_growth(std::span<const WeekCount> weeks, std::size_t least_weeks = 4);

/// Limits of log_growth of the last stretch: Student's, by how far its observed weeks lie off it.
/// The error of the law alone would not do: it is never below that of Poisson counts, and with
/// Student's factor, which allows for a variance found from few weeks, limits would be too wide
/// where weeks are even. It is used where fewer than three weeks were observed.
Limits log_growth_limits(const Growth& growth, std::span<const WeekCount> weeks, double confidence);

/// How a volume changes from week to week, as a scenario says it.
struct WeeklyGrowth {
    std::vector<WeekCount> weeks;
    Growth growth;
    Estimate per_week;           ///< factor from week to week at the end
    std::vector<double> factor;  ///< fitted volume of each week over that of all; 1 when steady
};

/// The factors are those of the stretches, unless there is only one and its growth may be none, by
/// limits of 90 %.
WeeklyGrowth weekly_growth(std::span<const WeekCount> weeks, double confidence);

}  // namespace wardwire::analysis
