// SPDX-License-Identifier: Apache-2.0
#include "sim/pending_set.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <limits>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/archive.hpp"

namespace wardwire::sim {
namespace {

/// The same queue without a thought for speed: a vector that is kept sorted.
class SortedTwin {
 public:
    using Element = std::tuple<std::int64_t, std::uint64_t, std::uint32_t>;  // key, order, payload

    void push(const Element& element) {
        line_.insert(std::upper_bound(line_.begin(), line_.end(), element), element);
    }
    void erase(const Element& element) {
        line_.erase(std::lower_bound(line_.begin(), line_.end(), element));
    }
    const Element& top() const { return line_.front(); }
    std::size_t size() const { return line_.size(); }

 private:
    std::vector<Element> line_;
};

/// A heap and a radix heap that must agree in everything, handles too.
class Both {
 public:
    static constexpr bool is_monotone = true;

    bool empty() const { return same(heap_.empty(), radix_.empty()); }
    std::size_t size() const { return same(heap_.size(), radix_.size()); }
    Handle push(std::int64_t key, std::uint64_t order, std::uint32_t payload) {
        return same(heap_.push(key, order, payload), radix_.push(key, order, payload));
    }
    std::int64_t top_key() const { return same(heap_.top_key(), radix_.top_key()); }
    std::uint64_t top_order() const { return same(heap_.top_order(), radix_.top_order()); }
    std::uint32_t top() const { return same(heap_.top(), radix_.top()); }
    Handle top_handle() const { return same(heap_.top_handle(), radix_.top_handle()); }
    std::uint32_t pop() { return same(heap_.pop(), radix_.pop()); }
    std::uint32_t lift() { return same(heap_.lift(), radix_.lift()); }
    void close() {
        heap_.close();
        radix_.close();
    }
    bool contains(Handle h) const { return same(heap_.contains(h), radix_.contains(h)); }
    std::uint32_t at(Handle h) const { return same(heap_.at(h), radix_.at(h)); }
    bool erase(Handle h) { return same(heap_.erase(h), radix_.erase(h)); }
    bool move(Handle h, std::int64_t key, std::uint64_t order) {
        return same(heap_.move(h, key, order), radix_.move(h, key, order));
    }
    template <class Visit>
    void for_each(Visit&& visit) const {
        std::size_t count = 0;
        heap_.for_each([&](Handle, std::uint32_t) { ++count; });
        radix_.for_each([&](Handle handle, std::uint32_t payload) {
            visit(handle, payload);
            --count;
        });
        REQUIRE(count == 0);
    }
    /// Saves both and has each read what the other wrote.
    void change_places() {
        Saver of_heap, of_radix;
        of_heap(heap_);
        of_radix(radix_);
        const auto from_heap = std::move(of_heap).finish();
        const auto from_radix = std::move(of_radix).finish();
        heap_ = {};
        radix_ = {};
        Loader to_heap(from_radix), to_radix(from_heap);
        to_heap(heap_);
        to_radix(radix_);
        REQUIRE(to_heap.is_complete());
        REQUIRE(to_radix.is_complete());
    }

 private:
    template <class Value>
    static Value same(Value of_heap, Value of_radix) {
        REQUIRE(of_heap == of_radix);
        return of_heap;
    }

    IndexedHeap<std::uint32_t> heap_;
    RadixHeap<std::uint32_t> radix_;
};

struct AnyHeap : IndexedHeap<std::uint32_t> {
    static constexpr bool is_monotone = false;
    void change_places() {}
};

/// Drives a queue and its twin through the same random operations and compares what can be seen.
template <class Queue>
class Pair {
 public:
    Pair(std::uint64_t seed, std::int64_t key_range) : random_(seed), key_range_(key_range) {}

    void push() {
        const auto payload = static_cast<std::uint32_t>(elements_.size());
        const SortedTwin::Element element{any_key(), next_order(), payload};
        elements_.push_back(element);
        handles_.push_back(queue_.push(std::get<0>(element), std::get<1>(element), payload));
        alive_.push_back(true);
        twin_.push(element);
    }

    void pop() {
        if (twin_.size() == 0) return;
        const auto [key, order, payload] = twin_.top();
        REQUIRE(queue_.top_key() == key);
        REQUIRE(queue_.top_order() == order);
        REQUIRE(queue_.top_handle() == handles_[payload]);
        REQUIRE(queue_.pop() == payload);
        now_ = key;
        alive_[payload] = false;
        twin_.erase({key, order, payload});
    }

    /// Lifts the first element and does something else before or instead of filling its place.
    void lift() {
        if (twin_.size() == 0) return;
        const auto first = twin_.top();
        const std::uint32_t payload = std::get<2>(first);
        REQUIRE(queue_.lift() == payload);
        now_ = std::get<0>(first);
        alive_[payload] = false;
        twin_.erase(first);
        REQUIRE(queue_.size() == twin_.size());
        REQUIRE_FALSE(queue_.contains(handles_[payload]));
        REQUIRE_FALSE(queue_.erase(handles_[payload]));
        if (random_() % 16 == 0) compare_all();
        if (random_() % 4 == 0) touch(random_() % 2 == 0);
        if (random_() % 2 == 0) push();
        queue_.close();
    }

    /// Erases or moves any element that ever was, dead or alive.
    void touch(bool move) {
        if (elements_.empty()) return;
        const std::size_t any = random_() % elements_.size();
        SortedTwin::Element& element = elements_[any];
        REQUIRE(queue_.contains(handles_[any]) == alive_[any]);
        const SortedTwin::Element moved{any_key(), next_order(), std::get<2>(element)};
        REQUIRE((move ? queue_.move(handles_[any], std::get<0>(moved), std::get<1>(moved))
                      : queue_.erase(handles_[any])) == alive_[any]);
        if (!alive_[any]) return;
        twin_.erase(element);
        element = moved;
        alive_[any] = move;
        if (!move) return;
        twin_.push(moved);
        REQUIRE(queue_.at(handles_[any]) == std::get<2>(moved));
    }

    void compare_top() const {
        REQUIRE(queue_.size() == twin_.size());
        REQUIRE(queue_.empty() == (twin_.size() == 0));
        if (twin_.size() == 0) return;
        REQUIRE(queue_.top_key() == std::get<0>(twin_.top()));
        REQUIRE(queue_.top() == std::get<2>(twin_.top()));
    }

    /// Every element that lives is visited once, with its own handle.
    void compare_all() const {
        std::vector<bool> visited(elements_.size(), false);
        std::size_t count = 0;
        queue_.for_each([&](Handle handle, std::uint32_t payload) {
            visited[payload] = handle == handles_[payload];
            ++count;
        });
        REQUIRE(count == twin_.size());
        REQUIRE(visited == alive_);
    }

    void random_operation(unsigned growth_percent) {
        const auto draw = static_cast<unsigned>(random_() % 100);
        if (draw < growth_percent)
            push();
        else if (draw < 70)
            draw % 2 == 0 ? pop() : lift();
        else
            touch(draw < 85);
    }

    void change_places() { queue_.change_places(); }

    std::size_t size() const { return twin_.size(); }

 private:
    std::int64_t any_key() {
        const std::int64_t key = any_key_at_all();
        if (!Queue::is_monotone) return key;
        if (random_() % 8 == 0) return now_;
        return now_ +
               std::min(key & std::numeric_limits<std::int64_t>::max(),
                        std::numeric_limits<std::int64_t>::max() - std::max(now_, std::int64_t{0}));
    }
    std::int64_t any_key_at_all() {
        switch (random_() % 64) {
            case 0:
                return std::numeric_limits<std::int64_t>::max();
            case 1:
                return std::numeric_limits<std::int64_t>::min();
            default:
                return static_cast<std::int64_t>(random_()) % key_range_;
        }
    }
    /// Unique and in no order, as phases and priorities make it.
    std::uint64_t next_order() { return (random_() % 3) << 60 | orders_++; }

    std::mt19937_64 random_;
    std::int64_t key_range_;
    std::uint64_t orders_ = 0;
    std::int64_t now_ = -1000;
    Queue queue_;
    SortedTwin twin_;
    std::vector<SortedTwin::Element> elements_;
    std::vector<Handle> handles_;
    std::vector<bool> alive_;
};

}  // namespace

TEMPLATE_TEST_CASE("a pending set does whatever a sorted vector does", "", AnyHeap, Both) {
    // Ranges from "all keys equal" to "hardly ever equal"; growth above and below the break-even.
    const std::int64_t key_range =
        GENERATE(values<std::int64_t>({1, 4, 1000, 1'000'000, std::int64_t{1} << 54}));
    const unsigned growth_percent = GENERATE(40U, 50U, 60U);
    const std::uint64_t seed = GENERATE(range(1U, 6U));
    CAPTURE(seed, key_range, growth_percent);
    Pair<TestType> pair(seed, key_range);
    for (int operation = 0; operation < 3000; ++operation) {
        pair.random_operation(growth_percent);
        pair.compare_top();
        if (operation % 500 == 0) pair.compare_all();
        if (operation % 700 == 0) pair.change_places();
    }
    while (pair.size() > 0) pair.pop();
    pair.compare_top();
}

TEMPLATE_TEST_CASE("a pending set of a hundred thousand elements leaves in order", "",
                   IndexedHeap<std::uint64_t>, RadixHeap<std::uint64_t>) {
    const std::uint64_t seed = GENERATE(11U, 12U);
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    struct Element {
        std::int64_t key;
        std::uint64_t order;
        Handle handle;
        bool operator<(const Element& other) const {
            return std::tie(key, order) < std::tie(other.key, other.order);
        }
    };
    const std::size_t count = 100'000;
    TestType heap;
    std::vector<Element> elements;
    for (std::uint64_t order = 0; order < count; ++order) {
        const auto key = static_cast<std::int64_t>(random() % 50'000);
        elements.push_back({key, order, heap.push(key, order, order)});
    }
    // A third is moved, a third is erased.
    std::vector<Element> expected;
    for (std::size_t i = 0; i < count; ++i) {
        Element& element = elements[i];
        if (i % 3 == 0) {
            element.key = static_cast<std::int64_t>(random() % 50'000);
            element.order += count;
            REQUIRE(heap.move(element.handle, element.key, element.order));
        }
        if (i % 3 == 1)
            REQUIRE(heap.erase(element.handle));
        else
            expected.push_back(element);
    }
    std::sort(expected.begin(), expected.end());
    REQUIRE(heap.size() == expected.size());
    bool in_order = true;
    for (const Element& element : expected) {
        in_order = in_order && heap.top_key() == element.key && heap.top_order() == element.order;
        in_order = in_order && heap.pop() == element.order % count;
    }
    CHECK(in_order);
    CHECK(heap.empty());
}

TEMPLATE_TEST_CASE("a handle stays safe while its slot is used a thousand times again", "",
                   IndexedHeap<int>, RadixHeap<int>) {
    TestType heap;
    const Handle first = heap.push(0, 0, 0);
    heap.pop();
    std::vector<Handle> former{first};
    for (int i = 1; i <= 1000; ++i) {
        const Handle handle = heap.push(i, static_cast<std::uint64_t>(i), i);
        REQUIRE(handle.slot == first.slot);
        for (const Handle old : former) REQUIRE_FALSE(heap.contains(old));
        REQUIRE_FALSE(heap.erase(former.back()));
        REQUIRE_FALSE(heap.move(former.front(), 0, 0));
        REQUIRE(heap.contains(handle));
        heap.erase(handle);
        former.push_back(handle);
    }
    CHECK_FALSE(heap.contains(Handle{}));
}

}  // namespace wardwire::sim
