// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/store/provenance.hpp"
#include "app/output_file.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// Why results cannot be added to by a study; empty when they can: when they are of the same
/// scenario, but for the number of replications, seed, initial state and program.
std::string why_not_extendable(const analysis::Provenance& earlier,
                               const analysis::Provenance& study);

/// The replications of the finished results that a study adds to; none unless it extends some.
/// Throws StoreError when they are of another study, are not among those that are wanted now (an
/// ascending list), or have recorded messages: which share of them is nowhere kept.
std::vector<sim::Observation> earlier_replications(const OutputFile& output,
                                                   const analysis::Provenance& study,
                                                   const std::vector<std::uint32_t>& wanted);

}  // namespace wardwire::app
