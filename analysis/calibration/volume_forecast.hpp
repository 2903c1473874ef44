// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/calibration/growth.hpp"
#include "analysis/statistics/order_statistics.hpp"

namespace wardwire::analysis {

/// How much is to be expected in weeks to come.
struct VolumeForecast {
    double median = 0.0;  ///< counts in all of these weeks
    Limits limits;
    double drift = 0.0;    ///< standard deviation of the level's move in a week, of its logarithm
    double scatter = 0.0;  ///< of a week around the level
};

/// Weekly counts as a level that wanders, with weeks scattered around it: the local level model of
/// the logarithm (Harvey 1989, section 2.1). How much of what is seen is drift and how much scatter
/// is not known well from some months, so each of 4000 futures has a ratio of the two drawn by its
/// likelihood, and a scatter of its own, at least that of Poisson counts. Nothing is taken to go on
/// growing: what a level did in the past it may do again, either way. The futures are the same at
/// every call.
///
/// Weeks of which less than half was observed are left out. At least four others; otherwise the
/// median is the mean, and the limits are 0 and infinite.
VolumeForecast forecast_volume(std::span<const WeekCount> weeks, double weeks_to_come,
                               double confidence = 0.9);

/// Means that weeks to come may have, over that of all weeks seen, by the same model:
/// [future][week] without the scatter. A level wanders as far ahead as the weeks look back, and
/// stays then: of what happens in a longer time they tell nothing. It stays within a tenth and ten
/// times the mean. Weeks before the first count are left out. More futures leave the first ones as
/// they are; those of another `series` are independent. None of fewer than eight weeks seen, or
/// with an empty one.
std::vector<std::vector<double>> foretold_levels(std::span<const WeekCount> weeks,
                                                 std::size_t weeks_to_come, std::size_t futures,
                                                 std::uint32_t series = 0);

}  // namespace wardwire::analysis
