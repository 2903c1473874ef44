// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

namespace wardwire::sim {

struct ReplicateOptions {
    unsigned threads = 0;  ///< 0: one for every core this process may use; may exceed the cores
    std::stop_token stop;  ///< once requested, no further run starts
};

/// Calls work(0), work(1), ... work(count - 1) on several threads, started in this order, each
/// thread taking the next index when it has finished its last: long runs balance by themselves.
///
/// After a stop request no further index starts; those under way are finished. An exception has the
/// same effect and is thrown again when all have ended. If several calls throw, it is the one with
/// the smallest index, whatever the number of threads: every smaller index had been started before.
void for_each_index(std::size_t count, const ReplicateOptions& options,
                    const std::function<void(std::size_t)>& work);

/// Runs one_run(0) ... one_run(count - 1), independent of each other, and returns their results in
/// order of index: the same for any number of threads (promise D5).
///
/// `on_done(index, result)` is called once for each finished run, never twice at a time, in order
/// of completion: for progress and journals. After a stop request the finished runs alone are
/// returned, in order of index; which they are, only `on_done` and the results themselves know.
/// Exceptions, of on_done too, surface as for_each_index says; what on_done has seen stays done.
template <class OneRun, class OnDone>
auto replicate(std::size_t count, const ReplicateOptions& options, OneRun&& one_run,
               OnDone&& on_done) {
    using Result = std::decay_t<std::invoke_result_t<OneRun&, std::size_t>>;
    std::vector<std::optional<Result>> finished(count);
    std::mutex one_at_a_time;
    for_each_index(count, options, [&](std::size_t index) {
        const Result& result = finished[index].emplace(one_run(index));
        const std::lock_guard lock(one_at_a_time);
        on_done(index, result);
    });

    std::vector<Result> results;
    results.reserve(count);
    for (auto& result : finished)
        if (result) results.push_back(std::move(*result));
    return results;
}

template <class OneRun>
auto replicate(std::size_t count, const ReplicateOptions& options, OneRun&& one_run) {
    return replicate(count, options, one_run, [](std::size_t, const auto&) {});
}

}  // namespace wardwire::sim
