// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/contract.hpp"

namespace wardwire::sim {

/// Kernels on the way to their turns. A kernel that has not run for a while is cold: a handful of
/// addresses have to be followed, one behind the other, before its event can begin. Here each
/// kernel is held back for some others, and every time another joins, the memory is asked for one
/// link more of each: `prefetch(kernel, step)`, step 0 first. So the waits of several kernels
/// overlap, and with the work of the one whose turn it is: `turn(kernel)`, in the order of joining.
template <class Prefetch, class Turn>
class LineUp {
 public:
    static constexpr unsigned deepest = 8;

    /// As many are held back as there are steps; with none, nothing is.
    LineUp(unsigned steps, Prefetch prefetch, Turn turn)
        : steps_(steps), prefetch_(prefetch), turn_(turn) {
        WARDWIRE_EXPECT(steps <= deepest, "a line-up is short");
    }

    void join(std::uint32_t kernel) {
        if (steps_ == 0) return turn_(kernel);
        if (joined_ - done_ == steps_) turn_(held_[done_++ % deepest]);
        held_[joined_++ % deepest] = kernel;
        ask();
    }
    /// The turns of those who are still held back.
    void finish() {
        while (done_ < joined_) {
            turn_(held_[done_++ % deepest]);
            ++missing_;
            ask();
        }
    }

 private:
    /// The last to join is at step 0, unless others would have joined since.
    void ask() {
        for (std::size_t i = done_; i < joined_; ++i) {
            const std::size_t step = joined_ - 1 - i + missing_;
            if (step < steps_) prefetch_(held_[i % deepest], static_cast<unsigned>(step));
        }
    }

    unsigned steps_;
    Prefetch prefetch_;
    Turn turn_;
    std::array<std::uint32_t, deepest> held_{};
    std::size_t joined_ = 0, done_ = 0, missing_ = 0;
};

}  // namespace wardwire::sim
