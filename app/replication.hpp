// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "analysis/store/state_file.hpp"
#include "models/scenario.hpp"
#include "models/site.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// Simulates one replication from its beginning, or from a saved state that fits the scenario.
sim::Observation simulate_replication(const models::Scenario& scenario, const models::RunSpec& run,
                                      const std::optional<analysis::SavedState>& state);

/// Simulates one replication up to and including `until` and keeps its state.
analysis::SavedState simulate_until(const models::Scenario& scenario, const models::RunSpec& run,
                                    sim::Time until);

/// Reads a state that runs of this scenario are to begin with. Throws StoreError when the file
/// cannot be read or its structure or seed is not the scenario's; the text says what differs.
analysis::SavedState state_for(const models::Scenario& scenario, const std::filesystem::path& path);

}  // namespace wardwire::app
