// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "sim/record/results.hpp"

namespace wardwire::app {

/// Says on standard error how far a run is: one line that is written over on a terminal, a line
/// every ten seconds elsewhere, nothing when it is told to be quiet.
class Progress {
 public:
    enum class Manner { quiet, shown };

    Progress(std::size_t total, const sim::ResultLayout& layout, Manner manner);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void done(const sim::Observation& observation);

 private:
    using Clock = std::chrono::steady_clock;

    void print(const char* end);
    std::string headline() const;

    std::size_t total_;
    std::size_t done_ = 0;
    bool is_terminal_;
    Manner manner_;
    Clock::time_point started_ = Clock::now();
    Clock::time_point printed_ = started_;
    const sim::Measure* watched_ = nullptr;
    std::vector<double> values_;  ///< of the watched outcome, in order of completion
};

}  // namespace wardwire::app
