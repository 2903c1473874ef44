// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/store/overwrite.hpp"
#include "analysis/store/provenance.hpp"

namespace wardwire::analysis {

/// A simulation stopped in the middle, to be gone on with later.
struct SavedState {
    std::string program;          ///< version, commit and contract level of what wrote it
    std::string scenario_sha256;  ///< of the scenario it was saved under
    std::string structure;        ///< lines on what a scenario that goes on must have in common
    std::uint64_t seed = 0;
    std::uint32_t replication = 0;
    std::int64_t time_us = 0;  ///< simulated time at which it was saved
    std::vector<std::byte> bytes;
};

/// The name of the program in a state: a state is read only by the build that wrote it, because its
/// bytes are those of our structures in memory.
std::string state_program(const Provenance& provenance);

/// Writes lines that `head` shows to people, an empty line, the bytes, and a line with the SHA-256
/// of all before it. The file takes its name when it is complete. Throws StoreError.
void write_state(const std::filesystem::path& path, const SavedState& state, Overwrite overwrite);

/// Throws StoreError when the file is missing, is no state, was damaged or cut off, or was written
/// by another program than `program`; the text says which.
SavedState read_state(const std::filesystem::path& path, const std::string& program);

/// The SHA-256 of a state's bytes, by which results say what they began with.
std::string digest_of(const SavedState& state);

}  // namespace wardwire::analysis
