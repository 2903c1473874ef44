// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/store/provenance.hpp"
#include "app/arguments.hpp"
#include "models/scenario.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// One of several systems that are compared: a scenario that was simulated now, or a results file.
struct ComparedSystem {
    std::string name;                  ///< as the user typed it
    std::vector<std::string> changes;  ///< against the first: "/roles/nurse/count 2 → 3"
    analysis::Provenance provenance;
    sim::ResultLayout layout;
    std::vector<sim::Observation> observations;  ///< the same replications in every system
};

struct LoadedSystems {
    std::vector<ComparedSystem> systems;  ///< the replications that all of them have
    int exit_code = 0;
};

/// What is wrong with systems that cannot be compared; empty when they can. They must be of one
/// program and share start, warm-up, length, seed, and replications in common.
std::string why_not_comparable(const ComparedSystem& first, const ComparedSystem& other);

/// What scenarios take over from the first one, so that they share their luck.
struct SharedLuck {
    std::uint64_t seed;
    std::uint64_t replications;
};

/// Reads the scenario that an operand names, with the changes that all of them share. Prints its
/// findings; nothing when they forbid to run.
std::optional<models::Scenario> read_system(const std::string& operand, const Arguments& arguments,
                                            const std::optional<SharedLuck>& shared);

/// Reads and simulates the systems that the operands name; an operand is
///   - a results file, NAME.h5;
///   - a scenario, with changes behind plus signs: `nurse_triage+/roles/nurse/count=3+quiet_hours`;
///   - such changes alone, which are then made to the first operand.
/// Scenarios share seed and replications, those of the first, so that they share their luck. Throws
/// UsageError for operands that make no sense, StoreError for files that cannot be read. What else
/// goes wrong is printed and ends with another exit code than 0.
LoadedSystems load_systems(const Arguments& arguments);

}  // namespace wardwire::app
