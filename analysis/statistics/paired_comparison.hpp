// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "analysis/statistics/interval.hpp"

namespace wardwire::analysis {

/// What two systems that share their replications say about each other in one outcome.
struct PairedComparison {
    Interval first;  ///< the mean over the replications of the pairs
    Interval second;
    Interval difference;  ///< second - first
    double p_value;       ///< of no difference, two-sided; NaN below three pairs
    /// The variance of the difference as part of what independent runs would have: below 1 when the
    /// shared luck helps. NaN when the outcome does not vary.
    double variance_share;
    bool is_identical;  ///< equal in every pair
};

/// Compares first[i] with second[i] over the pairs in which both are defined, all three intervals
/// at the given confidence. Student's paired test; a difference that is the same in every pair and
/// not zero has the p-value 0.
PairedComparison compare_pairs(std::span<const double> first, std::span<const double> second,
                               double confidence = 0.95);

/// What can be said of a difference, given the smallest one that matters.
enum class Judgement : std::uint8_t {
    too_few_replications,
    identical,        ///< in every replication
    not_established,  ///< it may be chance, and it may matter
    too_small,        ///< established or not, it is smaller than what matters
    established,      ///< it is there; whether it matters is open, or nothing was said of that
    matters,          ///< it is there and at least as large as what matters
};

/// Judges a comparison whose interval is simultaneous with all others that are judged; `adjusted_p`
/// is its p-value adjusted for all of them, `threshold` the smallest difference that matters, zero
/// if any does.
Judgement judge(const PairedComparison& comparison, double adjusted_p, double threshold,
                double confidence = 0.95);

}  // namespace wardwire::analysis
