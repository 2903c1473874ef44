// SPDX-License-Identifier: Apache-2.0
#include "sim/parallel/replicate.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <exception>

namespace wardwire::sim {
namespace {

/// The exception with the smallest index so far.
class FirstFailure {
 public:
    void note(std::size_t index, std::exception_ptr what) {
        const std::lock_guard lock(mutex_);
        if (!what_ || index < index_) {
            index_ = index;
            what_ = std::move(what);
        }
        has_happened_.store(true, std::memory_order_relaxed);
    }
    bool has_happened() const { return has_happened_.load(std::memory_order_relaxed); }
    /// To be called when all threads have ended.
    void rethrow() const {
        if (what_) std::rethrow_exception(what_);
    }

 private:
    std::mutex mutex_;
    std::size_t index_ = 0;
    std::exception_ptr what_;
    std::atomic<bool> has_happened_ = false;
};

}  // namespace

void for_each_index(std::size_t count, const ReplicateOptions& options,
                    const std::function<void(std::size_t)>& work) {
    const auto cores = static_cast<std::size_t>(tbb::info::default_concurrency());
    const std::size_t threads = std::min(options.threads > 0 ? options.threads : cores, count);
    if (threads == 0) return;

    std::atomic<std::size_t> next = 0;
    FirstFailure failure;
    const auto work_on = [&](std::size_t /*thread*/) {
        while (!failure.has_happened() && !options.stop.stop_requested()) {
            const std::size_t index = next.fetch_add(1, std::memory_order_relaxed);
            if (index >= count) return;
            try {
                work(index);
            } catch (...) {
                failure.note(index, std::current_exception());
            }
        }
    };

    // oneTBB holds an arena down to the cores unless it is told otherwise first.
    std::optional<tbb::global_control> more_than_cores;
    if (threads > cores)
        more_than_cores.emplace(tbb::global_control::max_allowed_parallelism, threads);
    tbb::task_arena arena(static_cast<int>(threads));
    arena.execute(
        [&] { tbb::parallel_for(std::size_t{0}, threads, work_on, tbb::simple_partitioner{}); });
    failure.rethrow();
}

}  // namespace wardwire::sim
