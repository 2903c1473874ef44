// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/contract.hpp"
#include "sim/prefetch.hpp"
#include "sim/slot_table.hpp"

namespace wardwire::sim {

/// A 4-ary min-heap from which any element can be removed or moved, in O(log n).
///
/// Elements leave in ascending (key, order); `order` must be unique. Memory grows by doubling and
/// is never given back, so that a heap that has once held n elements allocates nothing while it
/// holds at most n.
///
/// The hot part of an element is 16 bytes, key and slot. Four children to a node: half the levels
/// of a binary heap (LaMarca & Ladner 1996), and the four lie in one cache line of their own.
/// Positions, and `order` with the payload, lie in tables indexed by slot; `order` is looked at
/// only when keys are equal.
template <class Payload>
class IndexedHeap {
 public:
    bool empty() const { return size() == 0; }
    std::size_t size() const { return end_ - root - (is_open_ ? 1 : 0); }

    /// Room for `count` elements without allocation.
    void reserve(std::size_t count) {
        families_.reserve(family_of(root + count) + 1);
        positions_.reserve(count);
        slots_.reserve(count);
    }

    Handle push(std::int64_t key, std::uint64_t order, const Payload& payload) {
        return push_made(key, order, [&](Payload& place) { place = payload; });
    }

    /// The same where the payload is made in its place by `make(payload)`. A payload that is put
    /// together elsewhere in parts and then copied as a whole waits for its parts: half of a push.
    template <class Make>
    Handle push_made(std::int64_t key, std::uint64_t order, Make&& make) {
        if (is_open_) {
            is_open_ = false;
            const std::uint32_t slot = entry(root).slot;
            slots_[slot].order = order;
            make(slots_[slot].payload);
            sink(root, {key, slot});
            return slots_.handle(slot);
        }
        const std::uint32_t slot = slots_.take(order, make);
        add({key, slot});
        return slots_.handle(slot);
    }

    /// The first element; the heap must not be empty.
    std::int64_t top_key() const { return top_entry().key; }
    std::uint64_t top_order() const { return slots_[top_entry().slot].order; }
    const Payload& top() const { return slots_[top_entry().slot].payload; }
    Handle top_handle() const { return slots_.handle(top_entry().slot); }

    Payload pop() {
        const Payload payload = lift();
        close();
        return payload;
    }

    /// Removes the first element but leaves its place open for the next push, which then costs less
    /// than half. The first element cannot be asked for until a push or close() has filled it.
    Payload lift() {
        const std::uint32_t slot = top_entry().slot;
        slots_.retire(slot);
        is_open_ = true;
        prefetch_successors();
        return slots_[slot].payload;
    }
    void close() {
        if (!is_open_) return;
        is_open_ = false;
        slots_.give_back(entry(root).slot);
        fill(root);
    }

    /// Asks the memory for what lifting the first element will look at. The second step finds its
    /// address in what the first has brought.
    void prefetch_keys() const {
        constexpr std::size_t most = 1024;  // bytes: the upper levels
        sim::prefetch(families_.data(), std::min(most, families_.size() * sizeof(Siblings)));
        sim::prefetch(positions_.data(), std::min(most, positions_.size() * sizeof(std::uint32_t)));
    }
    void prefetch_top() const {
        if (!empty()) slots_.prefetch(top_entry().slot);
    }

    bool contains(Handle handle) const { return slots_.contains(handle); }

    /// The element behind a handle that is contained.
    const Payload& at(Handle handle) const { return slots_[handle.slot].payload; }
    Payload& at(Handle handle) { return slots_[handle.slot].payload; }

    /// Removes an element. False when it had left before.
    bool erase(Handle handle) {
        if (!contains(handle)) return false;
        close();
        const std::size_t position = positions_[handle.slot];
        slots_.retire(handle.slot);
        slots_.give_back(handle.slot);
        fill(position);
        return true;
    }

    /// Gives an element another place in the order; its handle stays. False when it had left.
    bool move(Handle handle, std::int64_t key, std::uint64_t order) {
        if (!contains(handle)) return false;
        close();
        slots_[handle.slot].order = order;
        settle(positions_[handle.slot], {key, handle.slot});
        return true;
    }

    /// The state for an archive: the slots with the key of each. Handles stay valid. Any pending
    /// set writes the same and can read it.
    template <class Archive>
    void persist(Archive& archive) {
        close();
        std::vector<std::int64_t> keys(slots_.size(), 0);  // of a free slot: 0
        for (std::size_t p = root; p < end_; ++p) keys[entry(p).slot] = entry(p).key;
        archive(slots_, keys);
        if constexpr (Archive::is_loading) rebuild(keys);
    }

    /// Visits every element as visit(handle, payload), in no particular order of the heap but the
    /// same for equal histories.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (std::size_t i = is_open_ ? root + 1 : root; i < end_; ++i) {
            const std::uint32_t slot = entry(i).slot;
            visit(slots_.handle(slot), slots_[slot].payload);
        }
    }

 private:
    struct Entry {
        std::int64_t key;
        std::uint32_t slot;
    };
    /// Four siblings in one cache line.
    using Family = std::array<Entry, 4>;
    struct alignas(64) Siblings : Family {};
    // Position p is entry p % 4 of family p / 4. The root takes the last place of family 0, so that
    // the children of p are family p - 2 and the parent of p is p / 4 + 2. Places from end_ on hold
    // the greatest key.
    static constexpr std::size_t root = 3;
    static constexpr Entry nobody{std::numeric_limits<std::int64_t>::max(), 0};
    static constexpr Siblings childless{{nobody, nobody, nobody, nobody}};
    static constexpr std::size_t first_far_family = 512;  // 32 KiB

    static constexpr std::size_t family_of(std::size_t position) { return position / 4; }
    static constexpr std::size_t parent_of(std::size_t position) { return position / 4 + 2; }
    static constexpr std::size_t children_of(std::size_t position) { return position - 2; }

    const Entry& entry(std::size_t position) const {
        return families_[family_of(position)][position % 4];
    }
    Entry& entry(std::size_t position) { return families_[family_of(position)][position % 4]; }

    const Entry& top_entry() const {
        WARDWIRE_AUDIT_EXPECT(!is_open_ && end_ > root, "only a filled heap has a first element");
        return entry(root);
    }

    bool is_before(const Entry& a, const Entry& b) const {
        if (a.key != b.key) return a.key < b.key;
        return slots_[a.slot].order < slots_[b.slot].order;
    }

    void put(std::size_t position, const Entry& e) {
        entry(position) = e;
        positions_[e.slot] = static_cast<std::uint32_t>(position);
    }

    void rise(std::size_t position, const Entry& e) {
        while (position > root) {
            const std::size_t parent = parent_of(position);
            if (!is_before(e, entry(parent))) break;
            put(position, entry(parent));
            position = parent;
        }
        put(position, e);
    }

    void sink(std::size_t position, const Entry& e) {
        Siblings* const families = families_.data();
        std::uint32_t* const positions = positions_.data();
        const std::size_t end = end_;
        Entry* gap = &entry(position);
        for (;;) {
            const std::size_t family = children_of(position);
            if (4 * family >= end) break;
            prefetch_grandchildren(family);
            const Least least = least_of(families[family], family);
            Entry* const child = &families[family][least.index];
            if (least.key >= e.key) [[unlikely]] {
                if (least.key > e.key || !is_before(*child, e)) break;
            }
            *gap = *child;
            positions[child->slot] = static_cast<std::uint32_t>(position);
            gap = child;
            position = 4 * family + least.index;
        }
        *gap = e;
        positions[e.slot] = static_cast<std::uint32_t>(position);
    }

    struct Least {
        std::size_t index;
        std::int64_t key;
    };

    /// The first of a family that is not empty. As long as keys differ there is no branch: which
    /// child is least is the one thing that no processor can foresee. The mask stands for a ?: of
    /// which compilers would make a branch.
    Least least_of(const Family& child, std::size_t family) const {
        const std::int64_t k0 = child[0].key, k1 = child[1].key;
        const std::int64_t k2 = child[2].key, k3 = child[3].key;
        const std::size_t left = k1 < k0 ? 1 : 0, right = k3 < k2 ? 3 : 2;
        const std::int64_t left_key = k1 < k0 ? k1 : k0, right_key = k3 < k2 ? k3 : k2;
        const bool right_leads = right_key < left_key;
        if ((left_key == right_key) | ((k0 == k1) & !right_leads) | ((k2 == k3) & right_leads))
            [[unlikely]]
            return least_by_order(family);
        const std::size_t is_right = 0 - static_cast<std::size_t>(right_leads);
        return {left ^ ((left ^ right) & is_right), right_leads ? right_key : left_key};
    }

    [[gnu::noinline]] Least least_by_order(std::size_t family) const {
        std::size_t least = 4 * family;
        for (std::size_t p = least + 1; p < 4 * family + 4 && p < end_; ++p)
            if (is_before(entry(p), entry(least))) least = p;
        return {least % 4, entry(least).key};
    }

    /// The four families below a family lie side by side; one of them is looked at next. Small
    /// heaps are in the nearest cache anyway.
    void prefetch_grandchildren(std::size_t family) const {
        const std::size_t below = children_of(4 * family);
        if (below < first_far_family || below + 4 > families_.size()) return;
        for (std::size_t i = 0; i < 4; ++i) __builtin_prefetch(&families_[below + i]);
    }

    /// One of the root's children leaves next.
    void prefetch_successors() const {
        if (families_.size() <= first_far_family) return;
        for (const Entry& child : families_[children_of(root)]) slots_.prefetch(child.slot);
    }

    void settle(std::size_t position, const Entry& e) {
        if (position > root && is_before(e, entry(parent_of(position))))
            rise(position, e);
        else
            sink(position, e);
    }

    /// Moves the last element to a place that became free.
    void fill(std::size_t position) {
        const Entry last = entry(--end_);
        entry(end_) = nobody;
        if (position < end_) settle(position, last);
    }

    /// Puts an element whose slot was taken behind all others and lets it rise.
    void add(const Entry& e) {
        if (e.slot == positions_.size()) positions_.push_back(0);
        if (family_of(end_) == families_.size()) families_.push_back(childless);
        rise(end_++, e);
    }

    /// What was read is whole, or the archive refuses it afterwards.
    void rebuild(std::vector<std::int64_t>& keys) {
        families_.assign(1, childless);
        positions_.assign(slots_.size(), 0);
        end_ = root;
        keys.resize(slots_.size(), 0);
        for (std::uint32_t slot = 0; slot < slots_.size(); ++slot)
            if (slots_.is_taken(slot)) add({keys[slot], slot});
    }

    std::vector<Siblings> families_ = std::vector<Siblings>(1, childless);
    std::vector<std::uint32_t> positions_;  // by slot
    SlotTable<Payload> slots_;
    std::size_t end_ = root;
    bool is_open_ = false;
};

}  // namespace wardwire::sim
