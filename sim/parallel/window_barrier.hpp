// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

#include "sim/time.hpp"

namespace wardwire::sim {

/// What one worker tells the others at the end of a window, and what follows for all.
struct WindowNews {
    Time bound = end_of_time;  ///< nothing reaches another kernel before
    std::uint64_t events_of_busiest = 0;
    bool must_end = false;  ///< the run is over: a failure, or somebody asked

    void join(const WindowNews& other) {
        bound = std::min(bound, other.bound);
        events_of_busiest = std::max(events_of_busiest, other.events_of_busiest);
        must_end = must_end || other.must_end;
    }
};

/// Waits for a number to change: spins for a while, then sleeps until it is woken. Who waits for a
/// core that is busy with something else must not keep it busy, hence the limit.
class Patience {
 public:
    using Clock = std::chrono::steady_clock;

    explicit Patience(Clock::duration spin) : spin_(spin) {}

    /// Returns the value, once it is not `old`. Whoever changes it must notify.
    std::uint32_t outwait(const std::atomic<std::uint32_t>& value, std::uint32_t old) const {
        constexpr int looks_a_clock = 32;
        Clock::time_point asleep_at{};
        while (spin_ > Clock::duration::zero()) {
            for (int look = 0; look < looks_a_clock; ++look) {
                const std::uint32_t now = value.load(std::memory_order_acquire);
                if (now != old) return now;
                rest();
            }
            const auto time = Clock::now();
            if (asleep_at == Clock::time_point{}) asleep_at = time + spin_;
            if (time >= asleep_at) break;
        }
        value.wait(old, std::memory_order_acquire);
        return value.load(std::memory_order_acquire);
    }

 private:
    static void rest() {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#elif defined(__aarch64__)
        asm volatile("yield");
#endif
    }

    Clock::duration spin_;
};

/// The meeting of all workers between two windows. One cache line each: a worker writes its own and
/// reads the others', which costs two cores one exchange of lines.
class WindowBarrier {
 public:
    WindowBarrier(unsigned places, Patience patience) : posts_(places), patience_(patience) {}

    /// Worker `worker` of the first `workers` has ended window number `epoch`, which counts up by
    /// one; returns what all have said when all have.
    WindowNews meet(unsigned worker, unsigned workers, std::uint32_t epoch, WindowNews news) {
        // What was said in the window before may still be read by others, that of the one before
        // it no more: two places suffice.
        posts_[worker].said[epoch % 2] = news;
        // Not merely a release: notify_all must not look for sleepers before the value is there.
        posts_[worker].epoch.store(epoch, std::memory_order_seq_cst);
        posts_[worker].epoch.notify_all();
        for (unsigned step = 1; step < workers; ++step) {
            const Post& other = posts_[(worker + step) % workers];
            std::uint32_t seen = other.epoch.load(std::memory_order_acquire);
            while (static_cast<std::int32_t>(seen - epoch) < 0)
                seen = patience_.outwait(other.epoch, seen);
            news.join(other.said[epoch % 2]);
        }
        return news;
    }

 private:
    struct alignas(64) Post {
        std::atomic<std::uint32_t> epoch = 0;
        std::array<WindowNews, 2> said;
    };

    std::vector<Post> posts_;
    Patience patience_;
};

}  // namespace wardwire::sim
