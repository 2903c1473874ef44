// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "analysis/selection/selection.hpp"

namespace wardwire::analysis {

/// Chooses the best of `systems` by the fully sequential procedure KN of Kim & Nelson (2001).
///
/// All systems are simulated replication by replication; one that falls behind another by more than
/// W(r) = max(0, δ/(2r) · (h² S² / δ² - r)) is not simulated further, where S² is the variance of
/// the difference of the two in the first stage. Systems may share their random numbers, which
/// makes S² and the study smaller. The promise: when the best leads by the indifference or more, it
/// is chosen with the stated confidence (normal outcomes). At least one system, all outcomes
/// defined, a first stage of at least two replications.
Selection select_kn(std::size_t systems, const SelectionGoal& goal, const Simulate& simulate);

/// The same with the variances taken anew from all replications so far: KN++ of Kim & Nelson
/// (2006), shorter when the first stage is small. Its promise holds as the indifference shrinks.
Selection select_kn_updating(std::size_t systems, const SelectionGoal& goal,
                             const Simulate& simulate);

}  // namespace wardwire::analysis
