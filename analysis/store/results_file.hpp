// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "analysis/store/overwrite.hpp"
#include "analysis/store/provenance.hpp"
#include "sim/record/results.hpp"

namespace wardwire::analysis {

/// Writes a results file: HDF5 that reads as netCDF-4 too; docs/reference/results.md has the
/// layout.
///
/// The file appears under its name only when it is complete and on the disk: it is written as
/// NAME.partial in the same folder, synchronised, and renamed. A kill leaves the former file, or
/// none, under the name. Replications are written in order of their index, whatever the order of
/// `observations`; equal arguments give equal bytes. Message rows are written if any observation
/// has some, a replication at a time; `tables` holds the names that they refer to. More threads
/// take less time for the same bytes.
///
/// Throws StoreError when the file exists and is not to be replaced, when an observation does not
/// fit the layout or occurs twice, and when the disk or HDF5 fails; no temporary file is left then.
void write_results(const std::filesystem::path& path, const Provenance& provenance,
                   const sim::ResultLayout& layout, const sim::RecordTables& tables,
                   std::span<const sim::Observation> observations,
                   Overwrite overwrite = Overwrite::refuse, std::span<const sim::Axis> design = {},
                   unsigned threads = 1);

/// What a results file holds.
struct Results {
    Provenance provenance;
    sim::ResultLayout layout;                    ///< offsets in order of the measures, without gaps
    sim::RecordTables tables;                    ///< empty unless the messages are read
    std::vector<sim::Observation> observations;  ///< in ascending order of replication
    std::vector<sim::Axis> design;               ///< of a sweep; else empty
};

/// Whether the rows of the message log are wanted: they can be large.
enum class MessageRows { skip, read };

/// Reads a results file back. What was written comes back exactly: every bit of every number.
/// Throws StoreError when the file is missing, damaged, or not a results file of a known version.
Results read_results(const std::filesystem::path& path, MessageRows rows = MessageRows::skip);

}  // namespace wardwire::analysis
