// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/contract.hpp"

namespace wardwire::sim {

/// A place in a pending set. It stays safe after its element has left: the generation tells.
struct Handle {
    std::uint32_t slot = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t generation = 0;

    bool operator==(const Handle&) const = default;
};

/// Where the elements of a pending set stay while their keys move about: order and payload by slot.
///
/// A slot that is given back is the first to be taken again, so that equal histories give equal
/// handles whatever keeps the keys.
template <class Payload>
class SlotTable {
 public:
    /// `order` of a free slot is this or more, and its lower half names the next free slot. So an
    /// element that has left never has the order of one that was.
    static constexpr std::uint64_t first_reserved_order = 0xffffffff00000000ULL;
    static constexpr std::size_t max_size = std::numeric_limits<std::uint32_t>::max() - 3;

    struct Slot {
        std::uint64_t order;
        std::uint32_t generation;
        Payload payload;
    };

    /// All slots, free ones too.
    std::size_t size() const { return slots_.size(); }
    bool is_full() const { return first_free_ == none && slots_.size() == slots_.capacity(); }
    std::size_t capacity() const { return slots_.capacity(); }
    void reserve(std::size_t count) { slots_.reserve(count); }

    Slot& operator[](std::uint32_t slot) { return slots_[slot]; }
    const Slot& operator[](std::uint32_t slot) const { return slots_[slot]; }

    /// The slot will be used soon.
    void prefetch(std::uint32_t slot) const { __builtin_prefetch(&slots_[slot], 1); }

    bool is_taken(std::uint32_t slot) const { return slots_[slot].order < first_reserved_order; }
    bool contains(Handle handle) const {
        return handle.slot < slots_.size() && slots_[handle.slot].generation == handle.generation;
    }
    Handle handle(std::uint32_t slot) const { return {slot, slots_[slot].generation}; }

    /// `make(payload)` writes what the slot holds.
    template <class Make>
    std::uint32_t take(std::uint64_t order, Make&& make) {
        WARDWIRE_AUDIT_EXPECT(order < first_reserved_order, "the greatest orders mark free slots");
        if (first_free_ != none) {
            const std::uint32_t slot = first_free_;
            first_free_ = static_cast<std::uint32_t>(slots_[slot].order);
            slots_[slot].order = order;
            make(slots_[slot].payload);
            return slot;
        }
        WARDWIRE_EXPECT(slots_.size() < max_size, "a pending set holds fewer than 2^32 - 3");
        slots_.push_back({order, 0, {}});
        make(slots_.back().payload);
        return static_cast<std::uint32_t>(slots_.size() - 1);
    }

    /// The handles of the element lose their hold; the slot can be given back.
    void retire(std::uint32_t slot) { ++slots_[slot].generation; }
    void give_back(std::uint32_t slot) {
        slots_[slot].order = first_reserved_order | first_free_;
        first_free_ = slot;
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(slots_, first_free_);
    }

 private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    std::vector<Slot> slots_;
    std::uint32_t first_free_ = none;
};

}  // namespace wardwire::sim
