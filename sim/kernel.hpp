// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>

#include "sim/contract.hpp"
#include "sim/digest.hpp"
#include "sim/indexed_heap.hpp"
#include "sim/time.hpp"

namespace wardwire::sim {

/// The order among events of the same instant, before their origin and sequence decide.
enum class Phase : std::uint8_t { early = 0, normal = 1, late = 2 };

/// The phase of an event type: its member `phase`, or normal.
template <class Happening>
constexpr Phase phase_of() {
    if constexpr (requires { Happening::phase; })
        return Happening::phase;
    else
        return Phase::normal;
}

/// A scheduled event; safe to keep after the event ran or was cancelled.
using EventId = Handle;

/// Who runs: the seed and replication are printed by a broken contract, the index is the origin in
/// the order of events.
struct KernelIdentity {
    std::uint32_t index = 0;
    std::uint64_t seed = 0;
    std::uint32_t replication = 0;
};

/// Executes the events of one model in one simulated time, single-threaded.
///
/// A model names its events in `Model::Event`, a std::variant of small trivially copyable structs,
/// and handles each in `void on(Happening, Kernel<Model>&)`.
///
/// Order (promise D2): ascending (time, phase, origin kernel, origin sequence). The sequence counts
/// the events that the origin has scheduled, so that events of one instant and phase run in the
/// order in which they were scheduled. A rescheduled event takes a new sequence number.
///
/// Broken contracts end the program: an event in the past (D3), more than 2^40 events, an event
/// that runs its own kernel.
template <class Model>
class Kernel {
 public:
    using Event = typename Model::Event;
    static_assert(std::is_trivially_copyable_v<Event>, "an event is a plain value");

    explicit Kernel(Model& model, KernelIdentity identity = {}) : model_(model), self_(identity) {
        WARDWIRE_EXPECT(identity.index < max_origins, "at most 2^20 kernels");
    }

    Time now() const { return now_; }
    std::uint64_t events_executed() const { return executed_; }
    std::size_t events_pending() const { return pending_.size(); }

    /// The fingerprint of all events executed so far: (time, phase, origin, sequence, kind) of
    /// each.
    std::uint64_t digest() const { return digest_.value(); }

    /// Room for `count` pending events without allocation.
    void reserve(std::size_t count) { pending_.reserve(count); }

    /// Schedules an event; `time` must not lie in the past.
    template <class Happening>
    EventId at(Time time, const Happening& event) {
        WARDWIRE_EXPECT(time >= now_, "an event cannot be scheduled in the past", situation());
        return pending_.push(ticks(time), next_order(phase_of<Happening>()), Event{event});
    }

    /// Schedules an event `delay` from now.
    template <class Happening>
    EventId after(Duration delay, const Happening& event) {
        WARDWIRE_EXPECT(delay >= Duration::zero() && delay <= end_of_time - now_,
                        "a delay is not negative and ends before the end of time", situation());
        return at(now_ + delay, event);
    }

    /// Removes a pending event. False when it ran or was cancelled before.
    bool cancel(EventId id) { return pending_.erase(id); }

    /// Moves a pending event to another time, behind what is already scheduled there in its phase.
    /// False when it ran or was cancelled before.
    bool reschedule(EventId id, Time time) {
        WARDWIRE_EXPECT(time >= now_, "an event cannot be moved into the past", situation());
        if (!pending_.contains(id)) return false;
        return pending_.move(id, ticks(time), next_order(phase(pending_.at(id))));
    }

    bool is_pending(EventId id) const { return pending_.contains(id); }

    /// Executes the next event. False when there is none.
    bool step() {
        expect_idle();
        if (pending_.empty()) return false;
        execute_next();
        return true;
    }

    /// Executes every event up to and including `end`, then sets the clock to `end`.
    void run_until(Time end) {
        expect_idle();
        WARDWIRE_EXPECT(end >= now_, "time does not run backwards", situation());
        while (!pending_.empty() && pending_.top_key() <= ticks(end)) execute_next();
        now_ = end;
    }

    Situation situation() const {
        return {now_, self_.index, self_.seed, self_.replication, current_event_name()};
    }

 private:
    static constexpr std::uint32_t max_origins = 1U << 20;
    static constexpr std::uint64_t max_sequence = 1ULL << 40;

    static std::int64_t ticks(Time time) { return time.time_since_epoch().count(); }

    std::uint64_t next_order(Phase phase) {
        WARDWIRE_EXPECT(sequence_ < max_sequence, "at most 2^40 events a kernel", situation());
        return static_cast<std::uint64_t>(phase) << 60 |
               static_cast<std::uint64_t>(self_.index) << 40 | sequence_++;
    }

    static Phase phase(const Event& event) {
        return std::visit([](const auto& e) { return phase_of<std::decay_t<decltype(e)>>(); },
                          event);
    }

    void expect_idle() const {
        WARDWIRE_EXPECT(!is_executing_, "an event cannot run its own kernel", situation());
    }

    void execute_next() {
        const std::int64_t time = pending_.top_key();
        const std::uint64_t order = pending_.top_order();
        const Event event = pending_.lift();
        now_ = Time{Duration{time}};
        kind_ = event.index();
        digest_.fold(static_cast<std::uint64_t>(time),
                     order ^ ((kind_ + 1) * 0x9e3779b97f4a7c15ULL));
        ++executed_;
        is_executing_ = true;
        std::visit([this](const auto& happening) { model_.on(happening, *this); }, event);
        is_executing_ = false;
        pending_.close();
    }

    const char* current_event_name() const {
        if constexpr (requires(std::size_t kind) {
                          { Model::event_name(kind) } -> std::convertible_to<const char*>;
                      })
            return executed_ > 0 ? Model::event_name(kind_) : "none";
        else
            return executed_ > 0 ? "unnamed" : "none";
    }

    Model& model_;
    KernelIdentity self_;
    IndexedHeap<Event> pending_;
    Time now_ = start_of_time;
    std::uint64_t sequence_ = 0;
    std::uint64_t executed_ = 0;
    std::size_t kind_ = 0;
    bool is_executing_ = false;
    Digest digest_;
};

}  // namespace wardwire::sim
