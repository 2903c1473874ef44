// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wardwire::sim {

/// Which worker runs which kernel in a window. Each has a hand of kernels, so that a kernel tends
/// to stay in one core's caches, and takes from the others' hands when its own is empty.
class Claims {
 public:
    struct Cost {
        std::uint32_t kernel;
        std::uint64_t events;
    };

    /// For at most `places` workers and `kernels` kernels; deals without allocation.
    Claims(unsigned places, std::size_t kernels) : hands_(places) {
        for (Hand& hand : hands_) hand.kernels.reserve(kernels);
    }

    /// Deals kernels to the first `workers` hands, the longest first, each to the hand with least
    /// so far (Graham 1969). Sorts `costs`. Between windows only.
    void deal(std::span<Cost> costs, unsigned workers) {
        std::sort(costs.begin(), costs.end(), [](const Cost& a, const Cost& b) {
            return a.events != b.events ? a.events > b.events : a.kernel < b.kernel;
        });
        for (Hand& hand : hands_) {
            hand.kernels.clear();
            hand.next[0].store(0, std::memory_order_relaxed);
            hand.next[1].store(0, std::memory_order_relaxed);
            hand.load = 0;
        }
        for (const Cost& cost : costs) {
            Hand& least =
                *std::min_element(hands_.begin(), hands_.begin() + workers,
                                  [](const Hand& a, const Hand& b) { return a.load < b.load; });
            least.kernels.push_back(cost.kernel);
            least.load += cost.events + 1;  // a turn costs something without events, too
        }
    }

    /// Calls take(kernel) for each kernel that this worker gets hold of in window `epoch`; together
    /// the workers get hold of each kernel once. After each hand, own or other, calls rest().
    template <class Take, class Rest>
    void work(unsigned worker, unsigned workers, std::uint32_t epoch, Take&& take, Rest&& rest) {
        for (unsigned step = 0; step < workers; ++step) {
            Hand& hand = hands_[(worker + step) % workers];
            std::atomic<std::uint32_t>& next = hand.next[epoch % 2];
            const auto size = static_cast<std::uint32_t>(hand.kernels.size());
            while (next.load(std::memory_order_relaxed) < size) {
                const std::uint32_t claimed = next.fetch_add(1, std::memory_order_relaxed);
                if (claimed >= size) break;
                take(hand.kernels[claimed]);
            }
            rest();
        }
        // Everybody has left the window before this one.
        hands_[worker].next[(epoch + 1) % 2].store(0, std::memory_order_relaxed);
    }

 private:
    struct alignas(64) Hand {
        std::array<std::atomic<std::uint32_t>, 2> next{};  ///< by parity of the window
        alignas(64) std::vector<std::uint32_t> kernels;
        std::uint64_t load = 0;
    };

    std::vector<Hand> hands_;
};

}  // namespace wardwire::sim
