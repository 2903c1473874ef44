// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "analysis/store/file.hpp"
#include "analysis/store/provenance.hpp"
#include "sim/record/results.hpp"

namespace wardwire::analysis {

/// What an interrupted run left behind.
struct Recovery {
    std::vector<sim::Observation> observations;  ///< complete ones, in the order of their appending
    std::uint64_t torn_bytes = 0;  ///< cut off the end: a record that was being written
};

/// The replications that a run has finished so far, in NAME.h5.journal beside the results to be.
///
/// Promise: an observation whose `append` has returned survives the death of the process at any
/// later instant. It survives the death of the machine too once it is synchronised, which `append`
/// begins when the last time lies a second or more back, and the destructor always; so a power cut
/// costs what was appended since the last synchronisation. Nobody waits for the disk meanwhile. A
/// record that was being written is cut off by the next opening and reported; the records before it
/// are whole.
///
/// One run at a time: the file is locked while it is open. The records are in the byte order of
/// the machine, for the program version that wrote them: a journal continues a run, it archives
/// nothing.
class Journal {
 public:
    static std::filesystem::path path_for(const std::filesystem::path& results);

    /// Opens the journal of a run, or begins one. Throws StoreError when it belongs to another
    /// scenario, seed, program or layout (the text says which), when another run holds it, and
    /// when the disk fails.
    static Journal open_or_create(const std::filesystem::path& results,
                                  const Provenance& provenance, const sim::ResultLayout& layout);

    Journal(Journal&&) noexcept = default;
    Journal& operator=(Journal&&) = delete;
    ~Journal();

    /// Hands over what the journal held when it was opened; a second call finds nothing.
    Recovery recover();

    /// Adds a finished replication. Throws StoreError when the disk is full or fails; the journal
    /// then ends after the record before, and can be appended to again. That an earlier
    /// synchronisation failed is told by a later call. One thread at a time.
    void append(const sim::Observation& observation);

    /// Deletes the file, once the results are safely in place; nothing can be appended any more.
    void remove();

 private:
    explicit Journal(const std::filesystem::path& path);
    void read_header(const std::string& expected);
    void read_records();
    void begin_synchronisation();

    std::filesystem::path path_;
    std::unique_ptr<File> file_;          ///< stays where it is while it is synchronised
    std::uint64_t end_ = 0;               ///< of the whole records, in bytes
    std::uint64_t synchronised_end_ = 0;  ///< of those that are on the disk, or soon will be
    std::chrono::steady_clock::time_point synchronised_at_{};
    std::future<void> synchronisation_;
    Recovery recovery_;
};

}  // namespace wardwire::analysis
