// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace wardwire::analysis {

/// How a run went on one machine on one day. It stands beside the results, never inside them:
/// the same study run elsewhere gives the same results file and other circumstances.
struct RunCircumstances {
    std::string command_line;
    std::string machine;     ///< name, processor, system: whatever helps to recognise it
    std::string started_at;  ///< ISO 8601 with offset
    unsigned threads = 1;
    double wall_seconds = 0.0;
    std::uint64_t events = 0;  ///< executed in all replications
};

/// NAME.run.json beside NAME.h5.
std::filesystem::path circumstances_path(const std::filesystem::path& results);

/// Writes the circumstances as JSON, with the events per second derived, to
/// circumstances_path(results), replacing an older one. Throws StoreError.
void write_circumstances(const std::filesystem::path& results, const RunCircumstances& run);

}  // namespace wardwire::analysis
