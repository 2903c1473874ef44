// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace wardwire::sim {

/// The 65 buckets of a radix heap: bags of entries in chunks from one common pool, which grows by
/// doubling and is never given back.
template <class Entry>
class RadixBuckets {
 public:
    static constexpr int count_of_buckets = 65;

    /// Room for `count` entries, however they spread, without allocation.
    void reserve(std::size_t count) {
        chunks_.reserve(count / entries_in_chunk + count_of_buckets + 2);
    }

    bool empty() const { return occupied_ == 0 && buckets_[0].size == 0; }
    /// The first bucket that is not empty; there must be one.
    int lowest() const { return buckets_[0].size > 0 ? 0 : std::countr_zero(occupied_) + 1; }
    std::size_t size(int bucket) const { return buckets_[at(bucket)].size; }

    void push(int bucket, const Entry& entry) {
        Bucket& into = buckets_[at(bucket)];
        const std::size_t place = into.size++ % entries_in_chunk;
        if (place == 0) [[unlikely]] {
            into.newest = take_chunk(into.newest);
            if (bucket > 0) occupied_ |= bit(bucket);
        }
        chunks_[into.newest].entries[place] = entry;
    }

    /// Visits every entry of a bucket as visit(entry).
    template <class Visit>
    void for_each(int bucket, Visit&& visit) const {
        const Bucket& from = buckets_[at(bucket)];
        std::size_t left = from.size;
        for (std::uint32_t c = from.newest; left > 0; c = chunks_[c].older) {
            const std::size_t here = (left - 1) % entries_in_chunk + 1;
            for (std::size_t i = here; i-- > 0;) visit(chunks_[c].entries[i]);
            left -= here;
        }
    }

    /// Empties a bucket and hands each entry to visit(entry), which may push into any bucket.
    template <class Visit>
    void drain(int bucket, Visit&& visit) {
        std::size_t left = buckets_[at(bucket)].size;
        std::uint32_t c = buckets_[at(bucket)].newest;
        buckets_[at(bucket)] = {};
        if (bucket > 0) occupied_ &= ~bit(bucket);
        while (left > 0) {
            const std::size_t here = (left - 1) % entries_in_chunk + 1;
            for (std::size_t i = here; i-- > 0;) {
                const Entry entry = chunks_[c].entries[i];  // a push may move the pool
                visit(entry);
            }
            const std::uint32_t older = chunks_[c].older;
            chunks_[c].older = first_free_;
            first_free_ = c;
            left -= here;
            c = older;
        }
    }

 private:
    static constexpr std::size_t entries_in_chunk = 16;
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    struct Chunk {
        std::array<Entry, entries_in_chunk> entries;
        std::uint32_t older;  // of a free chunk: the next free one
    };
    /// All chunks but the newest are full.
    struct Bucket {
        std::size_t size = 0;
        std::uint32_t newest = none;
    };

    static constexpr std::size_t at(int bucket) { return static_cast<std::size_t>(bucket); }
    static constexpr std::uint64_t bit(int bucket) { return 1ULL << (bucket - 1); }

    std::uint32_t take_chunk(std::uint32_t older) {
        std::uint32_t taken = first_free_;
        if (taken != none) {
            first_free_ = chunks_[taken].older;
        } else {
            taken = static_cast<std::uint32_t>(chunks_.size());
            chunks_.emplace_back();
        }
        chunks_[taken].older = older;
        return taken;
    }

    std::array<Bucket, count_of_buckets> buckets_{};
    std::uint64_t occupied_ = 0;  // bit b - 1: bucket b
    std::vector<Chunk> chunks_;
    std::uint32_t first_free_ = none;
};

}  // namespace wardwire::sim
