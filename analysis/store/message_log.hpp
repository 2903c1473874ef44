// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "analysis/store/overwrite.hpp"
#include "analysis/store/provenance.hpp"
#include "sim/record/results.hpp"

namespace wardwire::analysis {

/// Writes the messages of one replication as a message log: CSV (RFC 4180, UTF-8), a header and
/// then one row per message and recipient in the order of `observation.messages`; as gzip when the
/// name ends in .gz.
///
/// Times are ISO 8601 with microseconds and the offset of `provenance.time_zone`; an empty field
/// means "none". docs/reference/results.md lists the columns. One replication is one world: the
/// ids of conversations repeat between replications, so each has a log of its own.
///
/// The file is written under a temporary name and renamed when complete. Throws StoreError when it
/// exists and is not to be replaced, when a row refers to a name that `tables` lacks, when start
/// date or time zone are not understood, and when the disk fails.
void write_message_log(const std::filesystem::path& path, const Provenance& provenance,
                       const sim::RecordTables& tables, const sim::Observation& observation,
                       Overwrite overwrite = Overwrite::refuse);

}  // namespace wardwire::analysis
