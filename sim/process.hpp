// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <coroutine>
#include <cstddef>

#include "sim/contract.hpp"
#include "sim/process/processes.hpp"
#include "sim/time.hpp"

namespace wardwire::sim {

// What stands behind co_await has a constructor and a trivial destructor: g++ 12 destroys an
// aggregate twice when it is a temporary in the same full expression as co_await.

class Delay {
 public:
    explicit Delay(Duration length) : length_(length) {}

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<Process::promise_type> process) const {
        process.promise().delay(length_);
    }
    void await_resume() const noexcept {}

 private:
    Duration length_;
};

class Hold {
 public:
    explicit Hold(Duration length) : length_(length) {}

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<Process::promise_type> process) {
        process_ = &process.promise();
        process_->hold(length_);
    }
    Wake await_resume() const noexcept { return process_->wake(); }

 private:
    Duration length_;
    Process::promise_type* process_ = nullptr;
};

class Signal;

class Wait {
 public:
    Wait(Line& line, Duration limit) : line_(line), hold_(limit) {}

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<Process::promise_type> process) {
        hold_.await_suspend(process);
        line_.join(process.promise());
    }
    Wake await_resume() const noexcept { return hold_.await_resume(); }

 private:
    Line& line_;
    Hold hold_;
};

/// `co_await delay(length)`: runs again after `length`, and nothing can change that. With a length
/// of zero everything that is already scheduled at this instant comes first. A negative length
/// breaks a contract, here and below.
inline Delay delay(Duration length) { return Delay{length}; }

/// `Wake wake = co_await hold(length)`: as delay, but interrupt() ends it, and the Wake says what
/// was left. An interruption that comes in the instant in which the hold ends, and before its end
/// is executed, wins and leaves zero. `hold(forever)` waits for an interruption.
inline Hold hold(Duration length) { return Hold{length}; }

/// Something that happens, for which processes wait, first come first served. It remembers nothing:
/// who waits later waits for the next time. Must live as long as processes that may wait for it
/// run.
class Signal {
 public:
    /// Wakes all who wait, in the order in which they came; they run at the present instant.
    /// Returns how many.
    std::size_t fire() {
        std::size_t woken = 0;
        while (line_.wake_first()) ++woken;
        return woken;
    }
    /// Wakes the one that has waited longest. False when nobody waits.
    bool fire_one() { return line_.wake_first(); }

    bool has_waiting() const { return !line_.empty(); }

 private:
    friend Wait wait(Signal& signal, Duration limit);
    Line line_;
};

/// `Wake wake = co_await wait(signal, limit)`: until the signal fires (Why::signal), the limit is
/// over (Why::time) or the process is interrupted. What is executed first in an instant wins.
inline Wait wait(Signal& signal, Duration limit = forever) { return Wait{signal.line_, limit}; }

class Resource;

class Acquire {
 public:
    Acquire(Resource& resource, Duration limit);

    bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<Process::promise_type> process) {
        has_waited_ = true;
        wait_.await_suspend(process);
    }
    Wake await_resume() const noexcept {
        return has_waited_ ? wait_.await_resume() : Wake{Why::signal, 0, limit_};
    }

 private:
    Resource& resource_;
    Duration limit_;
    Wait wait_;
    bool has_waited_ = false;
};

/// A number of equal servers and one line before them, first come first served.
///
///     const Wake wake = co_await desk.acquire(sim::minutes{5});
///     if (wake.why != Why::signal) co_return;  // nobody came: has left the line
///     co_await delay(service());
///     desk.release();
class Resource {
 public:
    explicit Resource(std::size_t servers) : servers_(servers), free_(servers) {}

    /// A server, at once when one is free and nobody waits. Why::signal says that the process has
    /// one, which it must release; with another Why it has none.
    Acquire acquire(Duration limit = forever) { return Acquire{*this, limit}; }

    /// Gives a server to the one that has waited longest, who runs at the present instant, or
    /// keeps it.
    void release() {
        WARDWIRE_EXPECT(free_ < servers_, "only what was acquired is released");
        if (!line_.wake_first()) ++free_;
    }

    std::size_t servers() const { return servers_; }
    std::size_t free() const { return free_; }

 private:
    friend class Acquire;

    std::size_t servers_;
    std::size_t free_;
    Line line_;
};

inline Acquire::Acquire(Resource& resource, Duration limit)
    : resource_(resource), limit_(limit), wait_(resource.line_, limit) {}

inline bool Acquire::await_ready() noexcept {
    if (resource_.free_ == 0) return false;
    --resource_.free_;
    return true;
}

}  // namespace wardwire::sim
