// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <queue>
#include <random>

#include "app/bench/contest.hpp"
#include "sim/pending_set.hpp"

namespace wardwire::app::bench {
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

template <class Set>
Work hold_ours(std::uint32_t pending) {
    Delays delay;
    Set set;
    std::uint64_t order = 0, proof = 0;
    for (std::uint32_t i = 0; i < pending; ++i) set.push(delay(), order++, i);
    for (std::uint64_t i = 0; i < operations; ++i) {
        const std::int64_t time = set.top_key();
        const std::uint32_t payload = set.lift();
        proof += static_cast<std::uint64_t>(time) ^ payload;
        set.push(time + delay(), order++, payload);
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

template <class Set>
Work cancel_ours(std::uint32_t pending) {
    struct Pair {
        sim::Handle life, time_out;
    };
    Delays delay;
    Set set;
    std::vector<Pair> pairs(pending);
    std::uint64_t order = 0, proof = 0;
    for (std::uint32_t i = 0; i < pending; ++i) pairs[i].life = set.push(delay(), order++, i);
    for (std::uint64_t i = 0; i < operations; ++i) {
        const std::int64_t time = set.top_key();
        const sim::Handle which = set.top_handle();
        const std::uint32_t payload = set.lift();
        Pair& pair = pairs[payload];
        set.erase(which == pair.life ? pair.time_out : pair.life);
        proof += static_cast<std::uint64_t>(time) ^ payload;
        pair.life = set.push(time + delay(), order++, payload);
        pair.time_out = set.push(time + patience, order++, payload);
    }
    return {operations, proof};
}

struct Case {
    std::uint32_t pending;
    double heap_goal, radix_goal;  ///< times the reference; 0: none
};

std::string name(const char* work, const char* kind, std::uint32_t pending) {
    return std::string(work) + ", " + kind + ", " + std::to_string(pending) + " pending";
}

Contest contest(std::string name, double goal_ratio, std::function<Work()> reference,
                std::function<Work()> ours) {
    return {std::move(name),      "elements",     0, goal_ratio, Clock::processor,
            std::move(reference), std::move(ours)};
}

}  // namespace

std::vector<Contest> pending_set_contests() {
    using Heap = sim::IndexedHeap<std::uint32_t>;
    using Radix = sim::RadixHeap<std::uint32_t>;
    std::vector<Contest> contests;
    for (const auto& [n, heap_goal, radix_goal] :
         {Case{100, 1.7, 0}, Case{1'000, 1.6, 0}, Case{10'000, 1.6, 0}, Case{100'000, 1.3, 0},
          Case{1'000'000, 0, 0}}) {
        const auto plain = [n = n] { return hold_plain(n); };
        contests.push_back(contest(name("hold", "heap", n), heap_goal, plain,
                                   [n = n] { return hold_ours<Heap>(n); }));
        contests.push_back(contest(name("hold", "radix", n), radix_goal, plain,
                                   [n = n] { return hold_ours<Radix>(n); }));
    }
    for (const auto& [n, heap_goal, radix_goal] :
         {Case{100, 2.0, 0}, Case{1'000, 2.0, 0}, Case{10'000, 2.0, 0}, Case{100'000, 1.3, 0}}) {
        const auto plain = [n = n] { return cancel_plain(n); };
        contests.push_back(contest(name("hold and cancel", "heap", n), heap_goal, plain,
                                   [n = n] { return cancel_ours<Heap>(n); }));
        contests.push_back(contest(name("hold and cancel", "radix", n), radix_goal, plain,
                                   [n = n] { return cancel_ours<Radix>(n); }));
    }
    return contests;
}

}  // namespace wardwire::app::bench
