// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/statistics/order_statistics.hpp"

namespace wardwire::analysis {

/// A number that a log tells, and how far it can be trusted.
struct Estimate {
    double value;
    Limits limits;
    double n = 0.0;            ///< observations it rests on
    std::string_view method;   ///< a few words
    double own_share = 1.0;    ///< weight of its own data against what it is drawn towards
    bool is_fallback = false;  ///< whether too few data forced the simpler method
    std::vector<double> draws =
        {};  ///< of resampled logs, the same ones for all estimates by weeks
};

/// On which scale a spread is symmetric: of any number, of one above 0, of one between 0 and 1.
enum class Scale { linear, log, logit };

/// A statistic of a log in which each cluster (a week, or a person) counts with a weight; with all
/// weights 1 it is that of the log itself. Its sums are kept by cluster, so that a weighting costs
/// no further pass over the log.
using WeightedStatistic = std::function<std::vector<double>(std::span<const double> weights)>;

/// In place of a confidence: only values are wanted, and nothing is resampled for limits.
inline constexpr double values_alone = 0.0;

/// Values of a statistic with limits from resampling whole clusters (Davison & Hinkley 1997,
/// section 3.8): what happens within one is not independent. The limits are the value and Student's
/// t with clusters - 1 degrees of freedom times the spread over `resamples` resampled logs, the
/// spread enlarged by clusters / (clusters - 1), on the scale given; the draws are enlarged too.
/// One value for each number that the statistic gives; a resample in which a number is undefined
/// (NaN) is left out. The draws are the same at every call. Below two clusters, or
/// with `values_alone`, the limits are unbounded on the scale.
std::vector<Estimate> estimate_by_clusters(std::size_t clusters, const WeightedStatistic& statistic,
                                           Scale scale, double confidence = 0.9,
                                           std::size_t resamples = 200);

/// Moves the draws of an estimate away from its value by a factor, on the scale: where limits take
/// in more chance than draws do.
void spread_draws(Estimate& one, double factor, Scale scale);

/// The estimate with the wider limits of two: what is alike within weeks and within people is not
/// told apart, and limits by either allow for chance itself.
Estimate wider(Estimate one, const Estimate& other);

/// The largest distance of a law from what was seen, as an estimate from n independent values:
/// limits after Massart (1990), 0 to 1.
Estimate distance_estimate(double distance, double n, double confidence, std::string_view method);

}  // namespace wardwire::analysis
