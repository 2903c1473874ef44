// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace wardwire::sim {

/// How a run of kernels in one time was executed.
enum class FederationLevel : std::uint8_t {
    one_kernel,
    independent,         ///< kernels without links, each to the end in one go
    windows_sequential,  ///< linked kernels, in turn on one thread
    windows_parallel,    ///< linked kernels, at once on several threads
};

/// What a run of a federation did and how. Kernels, windows and events follow from the scenario;
/// the rest depends on the machine and changes no result.
struct FederationReport {
    FederationLevel level = FederationLevel::one_kernel;
    std::size_t kernels = 0;
    unsigned workers = 1;
    std::uint64_t windows = 0;
    std::uint64_t parallel_windows = 0;  ///< those that ran on several threads
    std::uint64_t events = 0;
    std::uint64_t window_events = 0;      ///< those of linked kernels
    std::uint64_t events_of_busiest = 0;  ///< of each window, those of its busiest kernel
    double predicted_speed_up = 0;        ///< of several threads over one; 0: not predicted
    double observed_speed_up = 0;         ///< of several threads over one; 0: not measured
    bool was_stopped = false;             ///< before the end, on request

    double events_per_window() const { return share(window_events, windows); }
    /// Of a window's events, those of its busiest kernel: 0 to 1.
    double busiest_share() const { return share(events_of_busiest, window_events); }

 private:
    static double share(std::uint64_t part, std::uint64_t whole) {
        return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
    }
};

/// The report in one English sentence without an end of line.
std::string sentence(const FederationReport& report);

}  // namespace wardwire::sim
