// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <queue>
#include <random>

#include "sim/indexed_heap.hpp"
#include "tests/bench/contest.hpp"

namespace wardwire::bench {
namespace {

constexpr std::uint64_t operations = 2'000'000;

/// Exponential delays of mean 1 s in microseconds, drawn beforehand: the queue alone is timed.
class Delays {
 public:
    Delays() : ticks_(1U << 16) {
        std::mt19937_64 random(1);
        for (auto& t : ticks_) {
            const double u = (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53;
            t = std::llrint(-1e6 * std::log(u));
        }
    }
    std::int64_t operator()() { return ticks_[next_++ & (ticks_.size() - 1)]; }

 private:
    std::vector<std::int64_t> ticks_;
    std::size_t next_ = 0;
};

/// What a plain loop would keep: 24 bytes, ordered by time, then by order of scheduling.
struct Entry {
    std::int64_t time;
    std::uint64_t order;
    std::uint32_t payload;
    std::uint32_t generation;

    bool operator>(const Entry& other) const {
        return time != other.time ? time > other.time : order > other.order;
    }
};
using PlainQueue = std::priority_queue<Entry, std::vector<Entry>, std::greater<>>;

/// Hold model (Jones 1986): take the first, put it back a random time later.
Work hold_plain(std::uint32_t pending) {
    Delays delay;
    PlainQueue queue;
    std::uint64_t order = 0, proof = 0;
    for (std::uint32_t i = 0; i < pending; ++i) queue.push({delay(), order++, i, 0});
    for (std::uint64_t i = 0; i < operations; ++i) {
        Entry first = queue.top();
        queue.pop();
        proof += static_cast<std::uint64_t>(first.time) ^ first.payload;
        first.time += delay();
        first.order = order++;
        queue.push(first);
    }
    return {operations, proof};
}

Work hold_ours(std::uint32_t pending) {
    Delays delay;
    sim::IndexedHeap<std::uint32_t> heap;
    std::uint64_t order = 0, proof = 0;
    for (std::uint32_t i = 0; i < pending; ++i) heap.push(delay(), order++, i);
    for (std::uint64_t i = 0; i < operations; ++i) {
        const std::int64_t time = heap.top_key();
        const std::uint32_t payload = heap.lift();
        proof += static_cast<std::uint64_t>(time) ^ payload;
        heap.push(time + delay(), order++, payload);
    }
    return {operations, proof};
}

constexpr std::int64_t patience = 5'000'000;

/// Every element also sets a time-out five mean delays later, which its return cancels. The plain
/// loop cannot remove: it keeps a generation for each payload and skips what is out of date.
Work cancel_plain(std::uint32_t pending) {
    Delays delay;
    PlainQueue queue;
    std::vector<std::uint32_t> generation(pending, 0);
    std::uint64_t order = 0, proof = 0;
    for (std::uint32_t i = 0; i < pending; ++i) queue.push({delay(), order++, i, 0});
    for (std::uint64_t i = 0; i < operations;) {
        const Entry first = queue.top();
        queue.pop();
        if (first.generation != generation[first.payload]) continue;
        ++i;
        proof += static_cast<std::uint64_t>(first.time) ^ first.payload;
        const std::uint32_t next = ++generation[first.payload];
        queue.push({first.time + delay(), order++, first.payload, next});
        queue.push({first.time + patience, order++, first.payload, next});
    }
    return {operations, proof};
}

Work cancel_ours(std::uint32_t pending) {
    struct Pair {
        sim::Handle life, time_out;
    };
    Delays delay;
    sim::IndexedHeap<std::uint32_t> heap;
    std::vector<Pair> pairs(pending);
    std::uint64_t order = 0, proof = 0;
    for (std::uint32_t i = 0; i < pending; ++i) pairs[i].life = heap.push(delay(), order++, i);
    for (std::uint64_t i = 0; i < operations; ++i) {
        const std::int64_t time = heap.top_key();
        const sim::Handle which = heap.top_handle();
        const std::uint32_t payload = heap.lift();
        Pair& pair = pairs[payload];
        heap.erase(which == pair.life ? pair.time_out : pair.life);
        proof += static_cast<std::uint64_t>(time) ^ payload;
        pair.life = heap.push(time + delay(), order++, payload);
        pair.time_out = heap.push(time + patience, order++, payload);
    }
    return {operations, proof};
}

Contest contest(const char* name, std::uint32_t pending, double goal_ratio,
                Work (*reference)(std::uint32_t), Work (*ours)(std::uint32_t)) {
    return {name + std::string(", ") + std::to_string(pending) + " pending",
            "elements",
            0,
            goal_ratio,
            Clock::processor,
            [=] { return reference(pending); },
            [=] { return ours(pending); }};
}

}  // namespace

std::vector<Contest> pending_set_contests() {
    return {
        contest("hold", 100, 1.7, hold_plain, hold_ours),
        contest("hold", 10'000, 1.6, hold_plain, hold_ours),
        contest("hold", 100'000, 1.3, hold_plain, hold_ours),
        contest("hold and cancel", 100, 2.0, cancel_plain, cancel_ours),
        contest("hold and cancel", 10'000, 2.0, cancel_plain, cancel_ours),
        contest("hold and cancel", 100'000, 1.3, cancel_plain, cancel_ours),
    };
}

}  // namespace wardwire::bench
