// SPDX-License-Identifier: Apache-2.0
#include "app/interrupt.hpp"

#include <unistd.h>

#include <csignal>

#include "app/exit_code.hpp"

namespace wardwire::app {

namespace {

sigset_t awaited() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

// Blocked in every thread made from now on, the signals wait for the one that asks for them.
InterruptGuard::InterruptGuard() {
    const sigset_t signals = awaited();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    waiter_ = std::jthread([this](const std::stop_token& over) { wait_for_signals(over); });
}

InterruptGuard::~InterruptGuard() {
    waiter_.request_stop();
    pthread_kill(waiter_.native_handle(), SIGTERM);  // it looks up, and sees that it is over
    waiter_.join();
    const sigset_t signals = awaited();
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

void InterruptGuard::wait_for_signals(const std::stop_token& over) {
    const sigset_t signals = awaited();
    int signal = 0;
    while (sigwait(&signals, &signal) == 0 && !over.stop_requested()) {
        if (interrupted_.stop_requested()) _exit(exit_interrupted);
        interrupted_.request_stop();
    }
}

}  // namespace wardwire::app
