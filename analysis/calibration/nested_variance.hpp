// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "analysis/calibration/estimate.hpp"

namespace wardwire::analysis {

/// How often something happened to a person, beside what was expected, and where he or she belongs.
struct NestedCount {
    double count;
    double expected;  ///< above 0
    std::size_t unit;
    std::size_t site = 0;  ///< of the unit; a unit in several sites counts as several units
};

/// How the variance of the logarithm of people's rates is made up.
struct NestedVariance {
    Estimate total;
    Estimate between_units;   ///< share of the total; of units of a site, where there are several
    Estimate between_people;  ///< share of the total; of people of a unit
    std::optional<Estimate> between_sites;  ///< share of the total
};

/// Counts that are Poisson around the expected ones times lognormal factors of person, unit and
/// site. By moments: the mean of count (count - 1) over expected^2, and that of the product of the
/// counts of two people of a unit, of two units of a site, and of two sites, are in ratios of exp
/// of the variance of one factor each. Poisson noise drops out of them exactly, and people with a
/// count of 0 are no trouble. Limits are of resampled units, or of sites where there are five or
/// more. Nothing unless there are two units with two people whose pairs have counts.
std::optional<NestedVariance> estimate_nested_variance(std::span<const NestedCount> counts,
                                                       double confidence);

}  // namespace wardwire::analysis
