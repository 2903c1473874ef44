// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "sim/federation.hpp"
#include "sim/parallel/federation_work.hpp"

namespace wardwire::sim {

/// When windows run on several threads. It changes no result.
enum class Threading : std::uint8_t {
    when_it_pays,  ///< decided from a few windows on one thread, and again as the run goes on;
                   ///< never more threads than cores
    always,        ///< as many threads as were asked for
};

struct FederationOptions {
    unsigned threads = 0;  ///< at most; 0: one for every core this process may use
    Threading threading = Threading::when_it_pays;
    std::stop_token stop = {};     ///< once requested, no further window begins
    std::uint64_t claim_seed = 0;  ///< for tests: not 0, threads claim kernels in an order drawn
                                   ///< from it, not the longest first
};

/// Runs the federation's work up to and including `end`: see run_until.
FederationReport run_until(FederationWork& work, Time end, const FederationOptions& options);

/// A federation as the workers see it.
template <class Model>
class WorkOf final : public FederationWork {
 public:
    explicit WorkOf(Federation<Model>& federation) : federation_(federation) {}

    FederationReport begin() override { return federation_.begin(); }
    const std::vector<std::uint32_t>& alone() const override { return federation_.alone(); }
    const std::vector<std::uint32_t>& linked() const override { return federation_.linked(); }
    Window first_window(Time end) const override { return federation_.first_window(end); }
    Time now(std::uint32_t index) const override { return federation_[index].now(); }
    std::uint64_t events(std::uint32_t index) const override {
        return federation_[index].events_executed();
    }
    void run_alone(std::uint32_t index, Time end) override { federation_[index].run_until(end); }

    Time run_window(const Window& window, FederationReport& report, Failure& failure) override {
        return federation_.run_window(window, report, [&](std::uint32_t index, auto turn) {
            Turn done;
            failure.watch(*this, index, [&] { done = turn(); });
            return done;
        });
    }
    void admit(unsigned workers) override {
        arrived_.resize(workers);
        for (Arrived& each : arrived_) each.letters.reserve(usual_arrivals);
    }
    unsigned prefetch_steps(std::size_t kernels) const override {
        return Federation<Model>::prefetch_steps(kernels);
    }
    void prefetch(std::uint32_t index, const Window& window, unsigned step) const override {
        federation_.prefetch(index, window, step);
    }
    Turn take_turn(std::uint32_t index, const Window& window, unsigned worker) override {
        const auto exchange = [](Letter*& shared, Letter* letter) {
            return std::atomic_ref(shared).exchange(letter, std::memory_order_relaxed);
        };
        return federation_.take_turn(index, window, exchange, arrived_[worker].letters);
    }
    void end() override { federation_.deliver(); }

 private:
    static constexpr std::size_t usual_arrivals = 256;

    using Letter = typename Federation<Model>::Letter;
    struct alignas(64) Arrived {
        typename Federation<Model>::Arrived letters;
    };

    Federation<Model>& federation_;
    std::vector<Arrived> arrived_;  ///< by worker
};

/// Executes every event up to and including `end` on several threads where that pays, with the
/// result of Federation::run_until, and sets all clocks to `end`.
///
/// Kernels without links run to the end, each in one go; a stop request keeps those back that have
/// not begun. Linked kernels advance by windows; a stop request ends the run between two of them.
/// After a stop the run can be continued, or saved.
///
/// When a model throws, the other kernels finish the window (those without links, their run), all
/// threads are joined, and the exception with the smallest (time, kernel) is thrown again: the same
/// for any number of threads. The federation cannot be run any more.
template <class Model>
FederationReport run_until(Federation<Model>& federation, Time end,
                           const FederationOptions& options = {}) {
    WorkOf<Model> work(federation);
    return run_until(work, end, options);
}

}  // namespace wardwire::sim
