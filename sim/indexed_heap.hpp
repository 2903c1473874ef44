// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "sim/contract.hpp"

namespace wardwire::sim {

/// A place in an IndexedHeap. It stays safe after its element has left: the generation tells.
struct Handle {
    std::uint32_t slot = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t generation = 0;

    bool operator==(const Handle&) const = default;
};

/// A 4-ary min-heap from which any element can be removed or moved, in O(log n).
///
/// Elements leave in ascending (key, order); `order` must be unique. The hot part of an element is
/// 16 bytes (key and slot); `order`, position and payload lie in tables indexed by slot and `order`
/// is looked at only when keys are equal. Memory grows by doubling and is never given back, so that
/// a heap that has once held n elements allocates nothing while it holds at most n.
///
/// Four children to a node: half the levels of a binary heap for the same cache lines
/// (LaMarca & Ladner 1996).
template <class Payload>
class IndexedHeap {
 public:
    bool empty() const { return line_.empty(); }
    std::size_t size() const { return line_.size(); }

    /// Room for `count` elements without allocation.
    void reserve(std::size_t count) {
        line_.reserve(count);
        slots_.reserve(count);
        payloads_.reserve(count);
        free_.reserve(count);
    }

    Handle push(std::int64_t key, std::uint64_t order, const Payload& payload) {
        const std::uint32_t slot = take_slot();
        slots_[slot].order = order;
        payloads_[slot] = payload;
        line_.push_back({key, slot});
        rise(line_.size() - 1, {key, slot});
        return {slot, slots_[slot].generation};
    }

    /// The first element; the heap must not be empty.
    std::int64_t top_key() const { return line_.front().key; }
    std::uint64_t top_order() const { return slots_[line_.front().slot].order; }
    const Payload& top() const { return payloads_[line_.front().slot]; }
    Handle top_handle() const { return handle_at(0); }

    Payload pop() {
        const std::uint32_t slot = line_.front().slot;
        const Payload payload = payloads_[slot];
        remove_at(0);
        return payload;
    }

    bool contains(Handle handle) const {
        return handle.slot < slots_.size() && slots_[handle.slot].generation == handle.generation;
    }

    /// The element behind a handle that is contained.
    const Payload& at(Handle handle) const { return payloads_[handle.slot]; }
    Payload& at(Handle handle) { return payloads_[handle.slot]; }
    std::int64_t key_of(Handle handle) const { return line_[slots_[handle.slot].position].key; }

    /// Removes an element. False when it had left before.
    bool erase(Handle handle) {
        if (!contains(handle)) return false;
        remove_at(slots_[handle.slot].position);
        return true;
    }

    /// Gives an element another place in the order; its handle stays. False when it had left.
    bool move(Handle handle, std::int64_t key, std::uint64_t order) {
        if (!contains(handle)) return false;
        slots_[handle.slot].order = order;
        settle(slots_[handle.slot].position, {key, handle.slot});
        return true;
    }

    /// Visits every element as visit(handle, payload), in no particular order of the heap but the
    /// same for equal histories.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (std::size_t i = 0; i < line_.size(); ++i)
            visit(handle_at(i), payloads_[line_[i].slot]);
    }

 private:
    struct Entry {
        std::int64_t key;
        std::uint32_t slot;
    };
    struct Slot {
        std::uint64_t order = 0;
        std::uint32_t position = 0;
        std::uint32_t generation = 0;
    };

    Handle handle_at(std::size_t position) const {
        const std::uint32_t slot = line_[position].slot;
        return {slot, slots_[slot].generation};
    }

    bool is_before(const Entry& a, const Entry& b) const {
        if (a.key != b.key) return a.key < b.key;
        return slots_[a.slot].order < slots_[b.slot].order;
    }

    void put(std::size_t position, const Entry& entry) {
        line_[position] = entry;
        slots_[entry.slot].position = static_cast<std::uint32_t>(position);
    }

    void rise(std::size_t position, const Entry& entry) {
        while (position > 0) {
            const std::size_t parent = (position - 1) / 4;
            if (!is_before(entry, line_[parent])) break;
            put(position, line_[parent]);
            position = parent;
        }
        put(position, entry);
    }

    void sink(std::size_t position, const Entry& entry) {
        const std::size_t count = line_.size();
        for (;;) {
            const std::size_t first = 4 * position + 1;
            if (first >= count) break;
            const std::size_t last = first + 4 < count ? first + 4 : count;
            std::size_t least = first;
            for (std::size_t child = first + 1; child < last; ++child)
                if (is_before(line_[child], line_[least])) least = child;
            if (!is_before(line_[least], entry)) break;
            put(position, line_[least]);
            position = least;
        }
        put(position, entry);
    }

    void settle(std::size_t position, const Entry& entry) {
        if (position > 0 && is_before(entry, line_[(position - 1) / 4]))
            rise(position, entry);
        else
            sink(position, entry);
    }

    void remove_at(std::size_t position) {
        const std::uint32_t slot = line_[position].slot;
        ++slots_[slot].generation;
        free_.push_back(slot);
        const Entry last = line_.back();
        line_.pop_back();
        if (position < line_.size()) settle(position, last);
    }

    std::uint32_t take_slot() {
        if (!free_.empty()) {
            const std::uint32_t slot = free_.back();
            free_.pop_back();
            return slot;
        }
        WARDWIRE_EXPECT(slots_.size() < std::numeric_limits<std::uint32_t>::max(),
                        "a heap holds at most 2^32 - 1 elements");
        slots_.emplace_back();
        payloads_.emplace_back();
        if (free_.capacity() < slots_.size()) free_.reserve(slots_.capacity());
        return static_cast<std::uint32_t>(slots_.size() - 1);
    }

    std::vector<Entry> line_;
    std::vector<Slot> slots_;
    std::vector<Payload> payloads_;
    std::vector<std::uint32_t> free_;
};

}  // namespace wardwire::sim
