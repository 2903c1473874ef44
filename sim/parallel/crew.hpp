// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <stop_token>
#include <thread>
#include <vector>

#include "sim/parallel/claims.hpp"
#include "sim/parallel/federation_work.hpp"
#include "sim/parallel/window_barrier.hpp"

namespace wardwire::sim {

/// The threads that run windows together, as long as the run lives: the caller is worker 0, the
/// others sleep between chapters.
class Crew {
 public:
    /// How a chapter of windows ended.
    struct Chapter {
        Window next;  ///< where the next one begins
        std::uint64_t windows = 0;
        std::uint64_t events_of_busiest = 0;  ///< of each window, those of its busiest kernel
        bool has_reached_end = false;
        bool must_end = false;  ///< something failed, or somebody asked to stop
    };

    /// A `claim_seed` other than 0 draws the order in which kernels are dealt.
    Crew(FederationWork& work, unsigned size, std::stop_token stop, std::uint64_t claim_seed);
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    unsigned size() const { return static_cast<unsigned>(failures_.size()); }

    /// Runs at most `most` windows, beginning with `first`, on `workers` threads of the crew.
    Chapter run(const Window& first, std::uint64_t most, unsigned workers);

    /// To be asked between chapters.
    Failure failure() const;

 private:
    struct alignas(64) Watch {
        Failure failure;
    };

    void close();
    void deal();
    void wait_for_chapters(unsigned worker);
    Chapter run_chapter(unsigned worker);
    WindowNews run_window(const Window& window, unsigned worker, std::uint32_t epoch);

    FederationWork& work_;
    std::stop_token stop_;
    std::uint64_t claim_seed_;
    Patience patience_;
    WindowBarrier barrier_;
    Claims claims_;
    std::vector<Claims::Cost> costs_;
    std::vector<std::uint64_t> events_before_;  ///< by kernel, when they were last dealt
    std::vector<Watch> failures_;               ///< by worker

    // What the next chapter is; written while the others wait.
    Window first_;
    std::uint64_t most_ = 0;
    unsigned workers_ = 0;
    std::uint32_t epoch_ = 0;  ///< windows so far
    bool is_closing_ = false;

    alignas(64) std::atomic<std::uint32_t> chapter_ = 0;
    alignas(64) std::atomic<std::uint32_t> busy_ = 0;  ///< workers that have not left the chapter
    std::vector<std::jthread> threads_;
};

}  // namespace wardwire::sim
