// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace wardwire::app::bench {

/// First in, first out. Grows by doubling and never shrinks, so that a line that has once been long
/// allocates no more; std::deque would.
template <class T>
class Fifo {
 public:
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }
    const T& front() const { return ring_[first_]; }

    void push(const T& value) {
        if (size_ == ring_.size()) grow();
        ring_[(first_ + size_++) & (ring_.size() - 1)] = value;
    }
    T pop() {
        const T value = ring_[first_];
        first_ = (first_ + 1) & (ring_.size() - 1);
        --size_;
        return value;
    }

 private:
    void grow() {
        std::vector<T> larger(ring_.empty() ? 16 : 2 * ring_.size());
        for (std::size_t i = 0; i < size_; ++i)
            larger[i] = ring_[(first_ + i) & (ring_.size() - 1)];
        ring_ = std::move(larger);
        first_ = 0;
    }

    std::vector<T> ring_;  // its size is a power of two
    std::size_t first_ = 0;
    std::size_t size_ = 0;
};

}  // namespace wardwire::app::bench
