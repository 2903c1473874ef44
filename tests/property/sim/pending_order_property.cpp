// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <catch2/catch.hpp>
#include <cstdint>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "sim/pending_set.hpp"

namespace wardwire::sim {
namespace {

/// The radix heap of the textbooks, in vectors. A look that moves the base is the mistake that
/// seems right.
class PlainRadix {
 public:
    explicit PlainRadix(bool look_moves_base) : look_moves_base_(look_moves_base) {}

    void push(std::int64_t key, std::uint64_t, int) {
        const auto differing = static_cast<std::uint64_t>(key ^ base_);
        buckets_[static_cast<std::size_t>(std::bit_width(differing))].push_back(key);
    }
    std::int64_t top_key() {
        if (look_moves_base_) move_base();
        const auto& bucket = lowest();
        return *std::min_element(bucket.begin(), bucket.end());
    }
    void pop() {
        move_base();
        buckets_[0].pop_back();
    }

 private:
    using Bucket = std::vector<std::int64_t>;

    Bucket& lowest() {
        return *std::find_if(buckets_.begin(), buckets_.end(),
                             [](const Bucket& bucket) { return !bucket.empty(); });
    }
    void move_base() {
        Bucket bucket = std::exchange(lowest(), {});
        base_ = *std::min_element(bucket.begin(), bucket.end());
        for (const std::int64_t key : bucket) push(key, 0, 0);
    }

    std::array<Bucket, 65> buckets_;
    std::int64_t base_ = 0;
    bool look_moves_base_;
};

/// Whether keys leave in order although some arrive between a look at the first and its leaving.
template <class Queue>
bool keeps_order_with_late_arrivals(Queue queue, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::multiset<std::int64_t> twin;
    std::uint64_t order = 0;
    std::int64_t now = 0;
    const auto push = [&](std::int64_t key) {
        twin.insert(key);
        queue.push(key, order++, 0);
    };
    for (int i = 0; i < 200; ++i) push(static_cast<std::int64_t>(random() % 1'000'000));
    for (int i = 0; i < 2'000; ++i) {
        const std::int64_t first = queue.top_key();
        if (first != *twin.begin()) return false;
        // Late: after now, mostly before the first. And one far off, so that there is always one.
        push(now + static_cast<std::int64_t>(random() % 1'000));
        if (i % 2 == 0) push(now + static_cast<std::int64_t>(random() % 1'000'000));
        now = queue.top_key();
        if (now != *twin.begin()) return false;
        queue.pop();
        twin.erase(twin.begin());
    }
    return true;
}

}  // namespace

TEST_CASE("what arrives between a look at the first and its leaving takes its place") {
    const std::uint64_t seed = GENERATE(range(1U, 6U));
    CAPTURE(seed);
    CHECK(keeps_order_with_late_arrivals(RadixHeap<int>{}, seed));
    CHECK(keeps_order_with_late_arrivals(IndexedHeap<int>{}, seed));
    CHECK(keeps_order_with_late_arrivals(PlainRadix{false}, seed));

    SECTION("and it is seen when a look moves the base") {
        CHECK_FALSE(keeps_order_with_late_arrivals(PlainRadix{true}, seed));
    }
}

TEMPLATE_TEST_CASE("many equal keys leave in their order, whatever was pushed or removed meanwhile",
                   "", IndexedHeap<std::uint64_t>, RadixHeap<std::uint64_t>) {
    // A midnight: 2,000 elements of one key, each of which sets a time-out that is removed, and
    // pushes one more for the same instant, before or behind the others.
    TestType queue;
    std::set<std::uint64_t> twin;
    std::mt19937_64 random(5);
    const std::int64_t midnight = 86'400'000'000;
    std::uint64_t sequence = 0;
    const auto push = [&] {
        const std::uint64_t order = random() % 3 << 60 | sequence++;
        twin.insert(order);
        queue.push(midnight, order, order);
    };
    for (int i = 0; i < 2'000; ++i) push();
    bool in_order = true;
    for (int i = 0; !queue.empty(); ++i) {
        in_order = in_order && queue.top_order() == *twin.begin();
        const Handle first = queue.top_handle();
        in_order = in_order && queue.lift() == *twin.begin() && !queue.contains(first);
        twin.erase(twin.begin());
        const Handle time_out =
            queue.push(midnight + static_cast<std::int64_t>(random() % 1'000'000), sequence++, 0);
        if (i < 2'000) push();
        in_order = in_order && queue.erase(time_out);
        queue.close();
        in_order = in_order && queue.size() == twin.size();
    }
    CHECK(in_order);
    CHECK(twin.empty());
}

}  // namespace wardwire::sim
