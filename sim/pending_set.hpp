// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>

#include "sim/contract.hpp"
#include "sim/indexed_heap.hpp"
#include "sim/radix_heap.hpp"

namespace wardwire::sim {

/// Which implementation keeps the pending events; `automatic` decides by their expected number.
/// The order of events does not depend on it (decision 0006).
enum class PendingSetKind : std::uint8_t { automatic, heap, radix };

/// The pending events of a kernel: an IndexedHeap or a RadixHeap, as chosen at run time. Handles
/// and archives are the same for both. Each operation costs one branch more, which is always
/// foreseen; a loop over each kind would hold the handlers of a model twice.
template <class Payload>
class PendingSet {
 public:
    /// Above this many expected elements `automatic` is a radix heap.
    static constexpr std::size_t most_for_heap = 100'000;

    PendingSetKind kind() const {
        return set_.index() == 0 ? PendingSetKind::heap : PendingSetKind::radix;
    }
    /// Chooses; the set must be empty.
    void use(PendingSetKind kind) {
        WARDWIRE_EXPECT(empty(), "the kind of a pending set is chosen while it is empty");
        is_automatic_ = kind == PendingSetKind::automatic;
        become(is_automatic_ ? PendingSetKind::heap : kind);
    }

    bool empty() const {
        return with([](const auto& set) { return set.empty(); });
    }
    std::size_t size() const {
        return with([](const auto& set) { return set.size(); });
    }

    /// Room for `count` elements without allocation; before the first push also their expected
    /// number.
    void reserve(std::size_t count) {
        if (is_automatic_ && empty())
            become(count > most_for_heap ? PendingSetKind::radix : PendingSetKind::heap);
        with([=](auto& set) { set.reserve(count); });
    }

    Handle push(std::int64_t key, std::uint64_t order, const Payload& payload) {
        return with([&](auto& set) { return set.push(key, order, payload); });
    }
    /// `make(payload)` writes the payload in its place.
    template <class Make>
    Handle push_made(std::int64_t key, std::uint64_t order, Make&& make) {
        return with([&](auto& set) { return set.push_made(key, order, make); });
    }
    std::int64_t top_key() const {
        return with([](const auto& set) { return set.top_key(); });
    }
    std::uint64_t top_order() const {
        return with([](const auto& set) { return set.top_order(); });
    }
    Payload lift() {
        return with([](auto& set) { return set.lift(); });
    }
    void close() {
        with([](auto& set) { set.close(); });
    }
    bool contains(Handle handle) const {
        return with([=](const auto& set) { return set.contains(handle); });
    }
    const Payload& at(Handle handle) const {
        return with([=](const auto& set) -> const Payload& { return set.at(handle); });
    }
    bool erase(Handle handle) {
        return with([=](auto& set) { return set.erase(handle); });
    }
    bool move(Handle handle, std::int64_t key, std::uint64_t order) {
        return with([=](auto& set) { return set.move(handle, key, order); });
    }
    /// Asks the memory for what lifting the first element will look at, in two steps, and shows it
    /// once it is there. Of a heap only: a large set of events keeps no kernel waiting.
    void prefetch_keys() const {
        if (const auto* heap = std::get_if<0>(&set_)) heap->prefetch_keys();
    }
    void prefetch_top() const {
        if (const auto* heap = std::get_if<0>(&set_)) heap->prefetch_top();
    }
    const Payload* foreseen() const {
        const auto* heap = std::get_if<0>(&set_);
        return heap != nullptr && !heap->empty() ? &heap->top() : nullptr;
    }
    template <class Archive>
    void persist(Archive& archive) {
        with([&](auto& set) { set.persist(archive); });
    }

 private:
    template <class Action>
    decltype(auto) with(Action&& action) {
        if (auto* heap = std::get_if<0>(&set_)) [[likely]]
            return action(*heap);
        return action(*std::get_if<1>(&set_));
    }
    template <class Action>
    decltype(auto) with(Action&& action) const {
        if (const auto* heap = std::get_if<0>(&set_)) [[likely]]
            return action(*heap);
        return action(*std::get_if<1>(&set_));
    }

    void become(PendingSetKind kind) {
        if (kind == this->kind()) return;
        if (kind == PendingSetKind::heap)
            set_.template emplace<0>();
        else
            set_.template emplace<1>();
    }

    std::variant<IndexedHeap<Payload>, RadixHeap<Payload>> set_;
    bool is_automatic_ = true;
};

}  // namespace wardwire::sim
