// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/store/state_file.hpp"
#include "models/scenario.hpp"
#include "models/site.hpp"
#include "sim/federation_report.hpp"
#include "sim/parallel/federation.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// How a replication is executed. None of it changes the results, but for `tie_seed`.
struct Manner {
    sim::PendingSetKind pending_set = sim::PendingSetKind::automatic;
    std::optional<sim::Time> saved_at;  ///< stopped there, saved to bytes and restored
    /// Other than 0: events of the same instant and phase in an order drawn from this.
    std::uint64_t tie_seed = 0;
    /// Is shown each site before it starts or goes on.
    std::function<void(models::Site&)> watch = {};
    sim::FederationOptions federation = {1};  ///< how the sites of a scenario of several are run
};

/// Simulates one replication from its beginning, or from a saved state that fits the scenario, and
/// reports how its sites were run.
sim::Observation simulate_replication(const models::Scenario& scenario, const models::RunSpec& run,
                                      const std::optional<analysis::SavedState>& state = {},
                                      const Manner& manner = {},
                                      sim::FederationReport* report = nullptr);

/// Simulates one replication and reports what was seen in one window after another: those of the
/// scenarios, which differ in nothing else and of which each begins where the one before ends. Each
/// report is that of a run of its scenario alone, but for fingerprint and events, which are those
/// of the whole path so far.
std::vector<sim::Observation> simulate_windows(std::span<const models::Scenario> scenarios,
                                               const models::RunSpec& run);

/// Simulates one replication up to and including `until` and keeps its state.
analysis::SavedState simulate_until(const models::Scenario& scenario, const models::RunSpec& run,
                                    sim::Time until, const Manner& manner = {});

/// Reads a state that runs of this scenario are to begin with. Throws StoreError when the file
/// cannot be read or its structure or seed is not the scenario's; the text says what differs.
analysis::SavedState state_for(const models::Scenario& scenario, const std::filesystem::path& path);

}  // namespace wardwire::app
