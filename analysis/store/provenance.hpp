// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace wardwire::analysis {

/// Where results come from, and nothing else: everything here is a function of scenario, seed and
/// program, so that equal studies give equal files, byte for byte (promise D1).
struct Provenance {
    std::string title;            ///< one line for people
    std::string scenario_text;    ///< the resolved scenario, JSON
    std::string scenario_sha256;  ///< of scenario_text, 64 hexadecimal digits
    std::string program_version;
    std::string program_commit;
    std::string compiler;
    std::string libraries;       ///< names and versions
    std::string contract_level;  ///< "release" or "audit"
    std::string initial_state;   ///< SHA-256 of the saved state that runs began with, or empty
    std::uint64_t seed = 0;
    std::string
        start_date;         ///< of simulated time zero, "2026-01-05"; times count from its midnight
    std::string time_zone;  ///< a fixed offset from UTC, "-05:00"
    double warm_up_seconds = 0.0;
    double length_seconds = 0.0;  ///< of one replication, warm-up included

    bool operator==(const Provenance&) const = default;
};

}  // namespace wardwire::analysis
