// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>
#include <thread>

namespace wardwire::app {

/// While one lives, Ctrl-C (SIGINT) or SIGTERM asks to stop rather than killing; a second one
/// ends the program at once with exit code 130. Create it before any other thread.
class InterruptGuard {
 public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    std::stop_token token() const { return interrupted_.get_token(); }
    bool was_interrupted() const { return interrupted_.stop_requested(); }

 private:
    void wait_for_signals(const std::stop_token& over);

    std::stop_source interrupted_;
    std::jthread waiter_;
};

}  // namespace wardwire::app
