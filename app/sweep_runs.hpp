// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/store/journal.hpp"
#include "app/output_file.hpp"
#include "app/prepared_sweep.hpp"

namespace wardwire::app {

/// The runs of a prepared sweep, kept in a journal as they come and written as one results file at
/// the end. What a killed study left behind is taken over.
class SweepRuns {
 public:
    struct Manner {
        unsigned threads = 0;
        bool is_quiet = false;
        std::stop_token stop;   ///< of an InterruptGuard
        bool searches = false;  ///< which runs it takes is found on the way, up to twice as many
    };

    /// Makes sure of the output first; throws StoreError. The sweep outlives this.
    SweepRuns(const PreparedSweep& sweep, const OutputFile& output, Manner manner);

    /// Simulates those of the runs that are missing, in this order; false when the user interrupts.
    bool simulate(std::vector<std::uint32_t> runs);

    /// A run that is finished.
    const sim::Observation& at(std::uint32_t run) const;
    std::size_t size() const { return finished_.size(); }

    /// Writes the results and removes the journal. The finished runs, ascending, are given away. A
    /// search leaves out what an earlier one took and this one did not.
    std::vector<sim::Observation> write(const std::string& command_line);

    /// Says how to go on; the exit code of an interruption.
    int report_interruption(const std::string& command_line) const;

    double wall_seconds() const { return wall_s_; }
    /// Of all threads, in runs; the rest went into files.
    double simulating_seconds() const { return simulating_s_; }

 private:
    const PreparedSweep& sweep_;
    OutputFile output_;
    Manner manner_;
    std::vector<std::uint32_t> asked_;        ///< for, in this study
    std::vector<sim::Observation> finished_;  ///< ascending
    analysis::Journal journal_;
    std::string started_at_ = now_iso();
    std::uint64_t events_ = 0;
    double wall_s_ = 0.0;
    double simulating_s_ = 0.0;
};

}  // namespace wardwire::app
