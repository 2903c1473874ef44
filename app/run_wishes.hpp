// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.hpp"
#include "app/output_file.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::app {

/// What the command line of `run` asks for.
struct RunWishes {
    std::string scenario;
    std::filesystem::path output;
    std::optional<std::filesystem::path> log;
    std::optional<std::filesystem::path> from;  ///< a saved state
    std::optional<std::filesystem::path> trace;
    std::vector<std::string> trace_only;
    std::vector<models::Override> overrides;
    std::optional<std::uint32_t> only;
    std::vector<std::string> until;     ///< outcomes and how well they are to be known
    std::optional<std::size_t> budget;  ///< of replications, with `until`
    Shard shard;
    double recorded_share = 0.0;
    unsigned threads = 0;
    bool may_replace = false;
    bool resumes = false;
    bool is_quiet = false;
    bool prints_json = false;
    bool prints_csv = false;

    bool speaks() const { return !is_quiet && !prints_json && !prints_csv; }
};

/// Reads it; throws UsageError for what contradicts itself. Draws a seed if it is told to.
RunWishes run_wishes(const Arguments& arguments);

}  // namespace wardwire::app
