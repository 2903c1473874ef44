// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "analysis/selection/selection.hpp"

namespace wardwire::analysis {

// Procedures of two stages. The trials of different systems must be independent.

/// Rinott (1978): a first stage of every system, then N = max(n, ⌈(h S / δ)²⌉ replications in all,
/// whatever the means. When the best leads by the indifference, it is chosen with the confidence.
Selection select_rinott(std::size_t systems, const SelectionGoal& goal, const Simulate& simulate);

/// NSGS of Nelson, Swann, Goldsman & Song (2001): drops after the first stage what is clearly worse
/// (with half of the error), then Rinott on those that are left (with the other half).
Selection select_nsgs(std::size_t systems, const SelectionGoal& goal, const Simulate& simulate);

}  // namespace wardwire::analysis
