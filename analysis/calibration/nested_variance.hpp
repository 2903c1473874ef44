// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "analysis/calibration/estimate.hpp"

namespace wardwire::analysis {

/// What was measured twice of a person, apart from each other, and where he or she belongs.
struct TwiceMeasured {
    double once;
    double again;
    std::size_t unit;
    std::size_t site = 0;  ///< of the unit; a unit in several sites counts as several units
};

/// Shares in what people truly differ.
struct NestedShares {
    Estimate between_units;   ///< of a site, where there are several
    Estimate between_people;  ///< of a unit
    std::optional<Estimate> between_sites;
};

/// Components of variance of a nested classification by moments (Searle, Casella & McCulloch 1992,
/// chapter 5): what one of a pair has once times what the other has again is, on average, the
/// variance of what they share, be it the person, the unit or the site, beside what two of
/// different sites have. The chance of each measurement has no part in it. Limits are of resampled
/// units, or of sites where there are five or more. Nothing unless there are units of several
/// people.
std::optional<NestedShares> estimate_nested_shares(std::span<const TwiceMeasured> people,
                                                   double confidence);

}  // namespace wardwire::analysis
