// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/calibration/log_shape.hpp"
#include "analysis/statistics/order_statistics.hpp"

namespace wardwire::analysis {

/// A distance between two logs.
struct LikenessMetric {
    std::string_view name;
    std::string_view unit;
    std::string_view meaning;
    double (*distance)(const LogShape& one, const LogShape& other);
};

/// All distances: 0 for equal logs, NaN where one of the logs does not have what they look at.
/// After the definitions of the package log-distance-measures (Chapela-Campa et al. 2025) where it
/// has them, with normalised mass and relative frequencies.
std::vector<LikenessMetric> likeness_metrics();

/// Which share of something has come within each of answer_waits_s, by Kaplan & Meier (1958).
struct SharesInTime {
    std::string_view what;
    std::vector<double> share;
    std::vector<Limits> limits;  ///< by Greenwood's (1926) variance, as if waits were independent
};

/// Turns of conversations answered, messages taken from pools, and messages of patients resolved;
/// without those that the log does not have.
std::vector<SharesInTime> shares_in_time(const LogShape& log, double confidence = 0.9);

/// A distance beside what it is between halves of one log, and how sure the ratio is.
struct Likeness {
    double distance;
    double floor;
    Limits ratio_limits;

    double ratio() const { return distance / floor; }
};

/// How far a log is from itself: the mean distance of two halves, over `splits` ways to give one of
/// every two neighbouring weeks to either half. The first way is odd and even weeks. One number
/// for each of likeness_metrics(); NaN for one week.
std::vector<double> noise_floor(std::span<const LogShape> weeks, std::size_t splits = 25);

/// The distances of each of `others` from one log, as a mean over them, by likeness_metrics().
/// The limits are by the basic bootstrap (Davison & Hinkley 1997, section 2.4) over weeks of both
/// logs, with the floor as it is; none are below 0. The draws are the same at every call.
std::vector<Likeness> likeness(std::span<const LogShape> weeks,
                               std::span<const std::vector<LogShape>> others,
                               std::span<const double> floor, double confidence = 0.9,
                               std::size_t resamples = 100);

}  // namespace wardwire::analysis
