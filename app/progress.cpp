// SPDX-License-Identifier: Apache-2.0
#include "app/progress.hpp"

#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "analysis/statistics/interval.hpp"

namespace wardwire::app {

Progress::Progress(std::size_t total, const sim::ResultLayout& layout, Manner manner)
    : total_(total), is_terminal_(isatty(STDERR_FILENO) == 1), manner_(manner) {
    for (const char* name : {"first_response_time", "response_latency"})
        for (const sim::Measure& measure : layout.metrics)
            if (measure.name == name && watched_ == nullptr) watched_ = &measure;
}

Progress::~Progress() {
    // Clears the line, so that what follows begins on a clean one.
    if (manner_ == Manner::shown && is_terminal_ && done_ > 0) std::fputs("\r\033[K", stderr);
}

void Progress::done(const sim::Observation& observation) {
    ++done_;
    if (manner_ == Manner::quiet) return;
    if (watched_ != nullptr) values_.push_back(observation.metrics[watched_->offset]);
    const auto now = Clock::now();
    const auto pause = is_terminal_ ? std::chrono::milliseconds(100) : std::chrono::seconds(10);
    if (now - printed_ < pause) return;
    printed_ = now;
    print(is_terminal_ ? "\033[K" : "\n");
    std::fflush(stderr);
}

void Progress::print(const char* end) {
    const double passed_s = std::chrono::duration<double>(Clock::now() - started_).count();
    const double left_s =
        passed_s * static_cast<double>(total_ - done_) / static_cast<double>(done_);
    std::fprintf(stderr, "%s%zu of %zu replications, %.0f s left%s%s", is_terminal_ ? "\r" : "",
                 done_, total_, std::ceil(left_s), headline().c_str(), end);
}

/// The outcome that most people look at first, and how well it is known by now.
std::string Progress::headline() const {
    if (watched_ == nullptr) return "";
    const analysis::Interval interval = analysis::mean_interval(values_);
    const auto relative = interval.relative_half_width();
    if (!relative) return "";
    std::array<char, 128> text{};
    std::snprintf(text.data(), text.size(), "; %s %.3g %s ± %.1f %%", watched_->name.c_str(),
                  interval.mean, watched_->unit.c_str(), 100.0 * *relative);
    return text.data();
}

}  // namespace wardwire::app
