// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <vector>

#include "sim/federation.hpp"
#include "sim/time.hpp"

namespace wardwire::sim {

class FederationWork;

/// The exception with the smallest (time, kernel) so far. Each thread has its own.
class Failure {
 public:
    /// Calls act(), the part of one kernel; what it throws is kept.
    template <class Act>
    void watch(const FederationWork& work, std::uint32_t index, Act&& act) {
        try {
            act();
        } catch (...) {
            note(work, index, std::current_exception());
        }
    }
    void join(const Failure& other);
    bool has_happened() const { return what_ != nullptr; }
    void rethrow() const {
        if (what_) std::rethrow_exception(what_);
    }

 private:
    void note(const FederationWork& work, std::uint32_t index, std::exception_ptr what);

    Time time_ = end_of_time;
    std::uint32_t kernel_ = 0;
    std::exception_ptr what_;
};

/// What threads need of a federation, whatever its model; Federation says what each means.
class FederationWork {
 public:
    virtual ~FederationWork() = default;

    virtual FederationReport begin() = 0;
    virtual const std::vector<std::uint32_t>& alone() const = 0;
    virtual const std::vector<std::uint32_t>& linked() const = 0;
    virtual Window first_window(Time end) const = 0;
    virtual Time now(std::uint32_t index) const = 0;
    virtual std::uint64_t events(std::uint32_t index) const = 0;  ///< executed so far

    virtual void run_alone(std::uint32_t index, Time end) = 0;
    /// A whole window on the calling thread.
    virtual Time run_window(const Window& window, FederationReport& report, Failure& failure) = 0;
    /// Room for workers 0 to `workers` - 1.
    virtual void admit(unsigned workers) = 0;
    virtual unsigned prefetch_steps(std::size_t kernels) const = 0;
    virtual void prefetch(std::uint32_t index, const Window& window, unsigned step) const = 0;
    virtual Turn take_turn(std::uint32_t index, const Window& window, unsigned worker) = 0;
    virtual void end() = 0;
};

}  // namespace wardwire::sim
