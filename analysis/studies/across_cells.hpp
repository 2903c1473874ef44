// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "analysis/studies/measure.hpp"

/// Measures over the cells of an outcome, `OUTCOME` for all or `OUTCOME[coordinates]` for some:
/// sites, groups, use types.
namespace wardwire::analysis {

FoundMeasure smallest_cell(std::span<const std::string> arguments, const sim::ResultLayout& layout);
FoundMeasure largest_cell(std::span<const std::string> arguments, const sim::ResultLayout& layout);
/// The mean of the two in the middle for an even number of cells.
FoundMeasure median_cell(std::span<const std::string> arguments, const sim::ResultLayout& layout);

/// The exponential of Shannon's entropy of the cells' shares: so many equally frequent kinds would
/// be as varied (Hill 1973, of order 1).
FoundMeasure effective_number(std::span<const std::string> arguments,
                              const sim::ResultLayout& layout);

/// Spearman's correlation between the cells of two outcomes of equal length, each of which may be a
/// ratio of two; ties have their mean rank.
FoundMeasure rank_correlation(std::span<const std::string> arguments,
                              const sim::ResultLayout& layout);

}  // namespace wardwire::analysis
