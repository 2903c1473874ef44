// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/store/journal.hpp"
#include "analysis/store/provenance.hpp"
#include "app/arguments.hpp"
#include "sim/record/results.hpp"

/// What all studies do with their results files before and while they run.
namespace wardwire::app {

struct OutputFile {
    std::filesystem::path path;
    bool may_replace = false;
    bool resumes = false;
    bool may_extend = false;  ///< with `resumes`, runs may be added to finished results

    /// Whether there are finished results that runs are to be added to.
    bool extends() const;
};

/// Makes the folder of the results, and fails before hours of work rather than after them: throws
/// StoreError when a file or journal is in the way and is neither to be replaced nor continued.
void prepare_output(const OutputFile& output);

/// Opens the journal beside the results, and takes away what a killed run may have left half
/// written: the journal is ours alone from here on.
analysis::Journal open_journal(const std::filesystem::path& output,
                               const analysis::Provenance& provenance,
                               const sim::ResultLayout& layout);

/// Adds what the journal held to the runs that are finished already, ascending and each once; says
/// so on standard error.
void recover(analysis::Journal& journal, bool is_quiet, std::vector<sim::Observation>& finished);

/// Reads --threads; 0 without the option: one a core.
unsigned threads_of(const Arguments& arguments);

/// The part of a study that one of several machines runs: every n-th run, from the i-th.
struct Shard {
    std::uint32_t index = 1;  ///< from 1
    std::uint32_t of = 1;
};

/// Reads --shard "2/8"; all of it without the option. Throws UsageError.
Shard shard_of(const Arguments& arguments);
std::string text_of(const Shard& shard);

/// The runs of a list that belong to the shard: the same whatever else is in the list.
std::vector<std::uint32_t> in_shard(const Shard& shard, std::vector<std::uint32_t> runs);

/// This instant as ISO 8601 in UTC.
std::string now_iso();

}  // namespace wardwire::app
