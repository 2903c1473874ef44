// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/contract.hpp"
#include "sim/radix_buckets.hpp"
#include "sim/slot_table.hpp"
#include "sim/sorted_run.hpp"

namespace wardwire::sim {

/// A monotone radix heap (Ahuja, Mehlhorn, Orlin & Tarjan 1990): elements leave in ascending (key,
/// order), and no key may lie below the one that left last. In return a push costs the same however
/// many elements there are, and a pop hardly more.
///
/// An entry lies in the bucket of the highest bit in which its key differs from the base, a key
/// that nothing pending lies below. The lowest buckets, while they hold few entries, are kept as
/// one sorted run instead, from which elements leave. A full bucket is spread over lower ones when
/// its first element leaves, with the key of that as the new base. Only then: an element may still
/// arrive between a look at the first one and its leaving, with a key between the two bases.
///
/// Removed and moved elements leave dead entries behind, known by an order that their slot no
/// longer has. They are swept when they outnumber the living. `order` must be unique for good and
/// below SlotTable::first_reserved_order. Memory grows by doubling and is never given back.
template <class Payload>
class RadixHeap {
 public:
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

    /// Room for `count` elements without allocation, dead entries included.
    void reserve(std::size_t count) {
        slots_.reserve(count);
        buckets_.reserve(2 * count + least_to_sweep);
        front_.reserve(2 * count + least_to_sweep);
    }

    /// The key must not lie below the one that left last.
    Handle push(std::int64_t key, std::uint64_t order, const Payload& payload) {
        return push_made(key, order, [&](Payload& place) { place = payload; });
    }

    /// The same where the payload is made in its place by `make(payload)`.
    template <class Make>
    [[gnu::noinline]] Handle push_made(std::int64_t key, std::uint64_t order, Make&& make) {
        if (slots_.is_full()) [[unlikely]]
            reserve(std::max(least_capacity, 2 * slots_.size()));
        const std::uint32_t slot = slots_.take(order, make);
        ++size_;
        insert({key, order, slot});
        return slots_.handle(slot);
    }

    /// The first element; the heap must not be empty.
    std::int64_t top_key() const { return first().key; }
    std::uint64_t top_order() const { return first().order; }
    const Payload& top() const { return slots_[first().slot].payload; }
    Handle top_handle() const { return slots_.handle(first().slot); }

    Payload pop() {
        const Payload payload = lift();
        close();
        return payload;
    }

    /// Removes the first element. The next cannot be asked for until a push or close(): what is
    /// pushed now often comes before all else, which need not be looked for then.
    [[gnu::noinline]] Payload lift() {
        WARDWIRE_AUDIT_EXPECT(!front_.empty(), "only a filled heap has a first element");
        if (is_peeking()) [[unlikely]]
            spread();
        const Entry leaving = front_.take();
        last_key_ = leaving.key;
        slots_.retire(leaving.slot);
        const Payload payload = slots_[leaving.slot].payload;
        slots_.give_back(leaving.slot);
        --size_;
        skip_dead();
        return payload;
    }
    [[gnu::noinline]] void close() {
        if (front_.empty()) find_first();
    }

    bool contains(Handle handle) const { return slots_.contains(handle); }

    /// The element behind a handle that is contained.
    const Payload& at(Handle handle) const { return slots_[handle.slot].payload; }
    Payload& at(Handle handle) { return slots_[handle.slot].payload; }

    /// Removes an element. False when it had left before.
    bool erase(Handle handle) {
        if (!contains(handle)) return false;
        slots_.retire(handle.slot);
        slots_.give_back(handle.slot);
        --size_;
        bury();
        return true;
    }

    /// Gives an element another place in the order; its handle stays. False when it had left.
    bool move(Handle handle, std::int64_t key, std::uint64_t order) {
        if (!contains(handle)) return false;
        WARDWIRE_AUDIT_EXPECT(order != slots_[handle.slot].order, "orders are unique for good");
        slots_[handle.slot].order = order;
        bury();
        insert({key, order, handle.slot});
        return true;
    }

    /// The state for an archive: the slots with the key of each. Handles stay valid. Any pending
    /// set writes the same and can read it.
    template <class Archive>
    void persist(Archive& archive) {
        std::vector<std::int64_t> keys(slots_.size(), 0);  // of a free slot: 0
        const auto note = [&](const Entry& e) {
            if (is_alive(e)) keys[e.slot] = e.key;
        };
        for (int bucket = 0; bucket < Buckets::count_of_buckets; ++bucket)
            buckets_.for_each(bucket, note);
        front_.for_each(note);
        archive(slots_, keys);
        if constexpr (Archive::is_loading) rebuild(keys);
    }

    /// Visits every element as visit(handle, payload), in the order of their slots.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (std::uint32_t slot = 0; slot < slots_.size(); ++slot)
            if (slots_.is_taken(slot)) visit(slots_.handle(slot), slots_[slot].payload);
    }

 private:
    struct Entry {
        std::int64_t key;
        std::uint64_t order;
        std::uint32_t slot;

        bool operator<(const Entry& other) const { return rank() < other.rank(); }

     private:
        __extension__ using Wide = __int128;
        Wide rank() const { return static_cast<Wide>(key) << 64 | order; }
    };
    using Buckets = RadixBuckets<Entry>;

    static constexpr std::size_t few = 16;  // buckets up to this become part of the run
    static constexpr std::size_t most_in_front =
        48;  // beyond it inserting costs more than a bucket
    static constexpr std::size_t least_to_sweep = 64;
    static constexpr std::size_t least_capacity = 64;

    int bucket_of(std::int64_t key) const {
        return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(key ^ base_)));
    }
    bool is_alive(const Entry& e) const { return slots_[e.slot].order == e.order; }
    /// Whether the front is a copy of the first entry, which still lies in a full bucket.
    bool is_peeking() const { return level_ < 0; }

    const Entry& first() const {
        WARDWIRE_AUDIT_EXPECT(!front_.empty(), "only a filled heap has a first element");
        return front_.first();
    }

    void insert(const Entry& e) {
        WARDWIRE_AUDIT_EXPECT(e.key >= last_key_, "a radix heap does not go back");
        const int bucket = bucket_of(e.key);
        if (bucket <= level_) {
            front_.insert(e);
            if (front_.size() > most_in_front && level_ > 0) [[unlikely]]
                spill();
        } else {
            buckets_.push(bucket, e);
            if (front_.empty()) [[unlikely]]
                find_first();
            else if (is_peeking() && e < front_.first())
                front_.replace_all(e);
        }
    }

    /// Makes the first entry that lives the first of the front, which is empty.
    void find_first() {
        while (front_.empty() && !buckets_.empty()) {
            const int lowest = buckets_.lowest();
            if (lowest > 0 && buckets_.size(lowest) > few)
                peek(lowest);
            else
                take_few();
        }
    }

    /// A look at the first entry of a bucket, which leaves it where it is. Empties a bucket in
    /// which nobody lives.
    void peek(int bucket) {
        const Entry nobody{std::numeric_limits<std::int64_t>::max(),
                           std::numeric_limits<std::uint64_t>::max(), 0};
        Entry least = nobody;
        buckets_.for_each(bucket, [&](const Entry& e) {
            if (e < least && is_alive(e)) least = e;
        });
        if (least.order == nobody.order) {
            dead_ -= buckets_.size(bucket);
            buckets_.drain(bucket, [](const Entry&) {});
            return;
        }
        front_.insert(least);
        level_ = -1;
    }

    /// Moves the lowest buckets to the front, as long as they are few.
    void take_few() {
        front_.clear();
        do {
            level_ = buckets_.lowest();
            buckets_.drain(level_, [&](const Entry& e) {
                slots_.prefetch(e.slot);
                front_.append(e);
            });
        } while (!buckets_.empty() && front_.size() + buckets_.size(buckets_.lowest()) <= few);
        front_.sort();
        skip_dead();
    }

    /// Spreads the bucket that was peeked into. What lies below its first living entry is dead.
    void spread() {
        base_ = front_.first().key;
        front_.clear();
        buckets_.drain(buckets_.lowest(), [&](const Entry& e) {
            if (e.key >= base_)
                buckets_.push(bucket_of(e.key), e);
            else
                --dead_;
        });
        take_few();
    }

    /// The front became long: most of it goes back to buckets, finer ones.
    [[gnu::noinline]] void spill() {
        base_ = last_key_;
        front_.for_each([&](const Entry& e) { buckets_.push(bucket_of(e.key), e); });
        front_.clear();
        find_first();
    }

    void skip_dead() {
        while (!front_.empty() && !is_alive(front_.first())) {
            front_.take();
            --dead_;
        }
    }

    /// An entry has died.
    void bury() {
        ++dead_;
        if (!front_.empty() && !is_alive(front_.first())) {
            if (is_peeking())
                front_.clear();
            else
                skip_dead();
            if (front_.empty()) find_first();
        }
        if (dead_ > size_ + least_to_sweep) [[unlikely]]
            sweep();
    }

    void sweep() {
        for (int bucket = 0; bucket < Buckets::count_of_buckets; ++bucket)
            buckets_.drain(bucket, [&](const Entry& e) {
                if (is_alive(e)) buckets_.push(bucket, e);
            });
        front_.keep_if([&](const Entry& e) { return is_alive(e); });
        dead_ = 0;
    }

    /// What was read is whole, or the archive refuses it afterwards.
    void rebuild(std::vector<std::int64_t>& keys) {
        buckets_ = {};
        front_.clear();
        size_ = dead_ = 0;
        base_ = last_key_ = std::numeric_limits<std::int64_t>::min();
        level_ = 0;
        keys.resize(slots_.size(), 0);
        reserve(slots_.size());
        for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
            if (!slots_.is_taken(slot)) continue;
            ++size_;
            insert({keys[slot], slots_[slot].order, slot});
        }
    }

    SlotTable<Payload> slots_;
    Buckets buckets_;
    SortedRun<Entry> front_;
    std::size_t size_ = 0;
    std::size_t dead_ = 0;
    std::int64_t base_ = std::numeric_limits<std::int64_t>::min();
    std::int64_t last_key_ = std::numeric_limits<std::int64_t>::min();  // of what left last
    int level_ = 0;  // buckets up to this are empty: what falls into them belongs to the front
};

}  // namespace wardwire::sim
