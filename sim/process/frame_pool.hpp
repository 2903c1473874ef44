// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace wardwire::sim {

/// Memory for the frames of coroutines: blocks in steps of 64 bytes, a free list for each size.
///
/// A block that comes back serves the next frame of its size, and none returns to the system before
/// the pool ends: a pool that has once held a set of frames allocates nothing for it again. Each
/// block knows its pool, because a coroutine returns its frame without saying where it came from.
class FramePool {
 public:
    FramePool() = default;
    FramePool(const FramePool&) = delete;
    FramePool& operator=(const FramePool&) = delete;

    /// At least `size` bytes, aligned for any type of fundamental alignment.
    void* take(std::size_t size) {
        const std::size_t steps = steps_of(size);
        if (steps >= free_.size() || free_[steps] == nullptr) refill(steps);
        Block* const block = free_[steps];
        free_[steps] = block->next;
        return block + 1;
    }

    /// Returns what `take(size)` of any pool gave.
    static void give_back(void* memory, std::size_t size) {
        Block* const block = static_cast<Block*>(memory) - 1;
        Block*& first = block->pool->free_[steps_of(size)];
        block->next = first;
        first = block;
    }

 private:
    struct alignas(__STDCPP_DEFAULT_NEW_ALIGNMENT__) Block {
        FramePool* pool;
        Block* next;  ///< of the free ones
    };

    static constexpr std::size_t step = 64;
    static constexpr std::size_t blocks_at_once = 16;

    static constexpr std::size_t steps_of(std::size_t size) {
        return (size + sizeof(Block) + step - 1) / step;
    }

    [[gnu::noinline]] void refill(std::size_t steps) {
        if (steps >= free_.size()) free_.resize(steps + 1, nullptr);
        const std::size_t size = steps * step;
        chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size * blocks_at_once));
        for (std::size_t i = blocks_at_once; i-- > 0;) {
            auto* const place = reinterpret_cast<Block*>(chunks_.back().get() + i * size);
            free_[steps] = std::construct_at(place, Block{this, free_[steps]});
        }
    }

    std::vector<Block*> free_;  ///< by size in steps
    std::vector<std::unique_ptr<std::byte[]>> chunks_;
};

}  // namespace wardwire::sim
