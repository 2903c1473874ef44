// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/statistics/best.hpp"
#include "analysis/statistics/paired_comparison.hpp"
#include "app/compared_system.hpp"
#include "app/precision_wish.hpp"

namespace wardwire::app {

/// One outcome of one system beside the first one's.
struct ComparedOutcome {
    std::size_t system;  ///< index into the systems; the first is 0
    std::string outcome;
    std::string unit;
    analysis::PairedComparison numbers;  ///< intervals that hold together with all others
    double adjusted_p;                   ///< by Holm, over all comparisons
    analysis::Judgement finding;
};

/// Which system is best in one outcome.
struct ComparisonWithBest {
    std::string outcome;
    std::string unit;
    analysis::Better better;
    std::vector<analysis::AgainstBest> systems;
};

struct Comparison {
    std::vector<ComparedOutcome> outcomes;  ///< by system, then in order of the outcomes
    std::vector<ComparisonWithBest> bests;
};

/// What is to be compared.
struct ComparisonWishes {
    std::vector<std::string> outcomes;      ///< empty: the headline outcomes
    std::vector<PrecisionWish> thresholds;  ///< that of an outcome, or of all that name none
    std::vector<std::string> smallest;      ///< outcomes of which the smallest is best
    std::vector<std::string> largest;
};

constexpr double comparison_confidence = 0.95;

/// Compares every system with the first, pair by pair of replications. The intervals of all
/// comparisons hold together with 95 % confidence (Bonferroni), and so do the findings (Holm).
/// Of outcomes that nobody asked for, those that a system lacks or that are nowhere but zero are
/// left out. Throws UsageError for an outcome that is not there.
Comparison compare_systems(std::span<const ComparedSystem> systems, const ComparisonWishes& wishes);

/// The comparison as tables, and what is established in words.
std::string comparison_words(std::span<const ComparedSystem> systems, const Comparison& comparison);
std::string comparison_json(std::span<const ComparedSystem> systems, const Comparison& comparison);

}  // namespace wardwire::app
