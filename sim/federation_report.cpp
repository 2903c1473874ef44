// SPDX-License-Identifier: Apache-2.0
#include "sim/federation_report.hpp"

#include <cinttypes>
#include <cstdio>

namespace wardwire::sim {
namespace {

template <class... Values>
std::string print(const char* format, Values... values) {
    char text[160];
    const int length = std::snprintf(text, sizeof text, format, values...);
    return {text, static_cast<std::size_t>(length)};
}

std::string threads(unsigned count) {
    return count == 1 ? "one thread" : print("%u threads", count);
}

std::string windows(const FederationReport& report) {
    std::string text = print(
        "%zu kernels in %" PRIu64 " windows of %.1f events (busiest kernel %.1f %%), ",
        report.kernels, report.windows, report.events_per_window(), 100 * report.busiest_share());
    if (report.level == FederationLevel::windows_parallel)
        text += print("%" PRIu64 " of them ", report.parallel_windows);
    text += "on " + threads(report.workers);
    if (report.predicted_speed_up > 0)
        text += print("; several threads predicted %.2f times as fast as one",
                      report.predicted_speed_up);
    if (report.observed_speed_up > 0) text += print(", observed %.2f", report.observed_speed_up);
    return text;
}

std::string execution(const FederationReport& report) {
    if (report.kernels == 0) return "0 kernels, nothing to run";
    switch (report.level) {
        case FederationLevel::one_kernel:
            return "one kernel on one thread";
        case FederationLevel::independent:
            return print("%zu kernels without links, each to the end in one go, on ",
                         report.kernels) +
                   threads(report.workers);
        default:
            return windows(report);
    }
}

}  // namespace

std::string sentence(const FederationReport& report) {
    return print("%" PRIu64 " events: ", report.events) + execution(report) +
           (report.was_stopped ? "; stopped before the end." : ".");
}

}  // namespace wardwire::sim
