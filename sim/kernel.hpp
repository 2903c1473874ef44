// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "sim/contract.hpp"
#include "sim/digest.hpp"
#include "sim/parcel.hpp"
#include "sim/pending_set.hpp"
#include "sim/prefetch.hpp"
#include "sim/time.hpp"

namespace wardwire::sim {

/// The order among events of the same instant, before their origin and sequence decide: a number
/// below 16. A model whose outcomes depend on the order of some kinds of events at one instant says
/// so by phases of its own, `Phase{3}`; the rest is left to ties, which may be shuffled.
enum class Phase : std::uint8_t { early = 0, normal = 8, late = 12 };

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

/// One executed event, as a watcher sees it before the model does. `kind` is the index of the
/// event's type in Model::Event.
struct Executed {
    Time time = start_of_time;
    Phase phase = Phase::normal;
    std::uint32_t origin = 0;  ///< the kernel that scheduled it
    std::uint64_t sequence = 0;
    std::size_t kind = 0;
    std::uint32_t kernel = 0;  ///< the kernel that executes it

    bool operator==(const Executed&) const = default;
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
/// Kernels that belong to one system stand in a federation, which advances them together; what one
/// sends to another takes at least the latency of the link between them (D3).
///
/// Broken contracts end the program: an event in the past (D3), more than 2^40 events, an event
/// that runs its own kernel.
template <class Model>
class Kernel {
 public:
    using Event = typename Model::Event;
    using Parcel = typename ParcelOf<Model>::type;
    /// Sees each event before the model does; `context` is what was given with it.
    using Watcher = void (*)(void* context, const Executed& executed, const Event& event);
    static_assert(std::is_trivially_copyable_v<Event>, "an event is a plain value");
    static_assert(std::is_trivially_copyable_v<Parcel>, "a parcel is a plain value");

    explicit Kernel(Model& model, KernelIdentity identity = {}) : model_(model), self_(identity) {
        WARDWIRE_EXPECT(identity.index < max_origins, "at most 2^20 kernels");
    }

    Time now() const { return now_; }
    std::uint32_t index() const { return self_.index; }
    std::uint64_t events_executed() const { return executed_; }
    std::size_t events_pending() const { return pending_.size(); }

    /// The fingerprint of all events executed so far: (time, phase, origin, sequence, kind) of
    /// each.
    std::uint64_t digest() const { return digest_.value(); }

    /// Room for `count` pending events without allocation. Said before the first event is
    /// scheduled, it also chooses how they are kept, unless `use` did.
    void reserve(std::size_t count) { pending_.reserve(count); }

    /// Chooses how pending events are kept, while there are none. No result depends on it.
    void use(PendingSetKind kind) { pending_.use(kind); }
    /// How pending events are kept: heap or radix.
    PendingSetKind pending_set() const { return pending_.kind(); }

    /// Schedules an event; `time` must not lie in the past.
    template <class Happening>
    EventId at(Time time, const Happening& event) {
        WARDWIRE_EXPECT(time >= now_, "an event cannot be scheduled in the past", situation());
        return pending_.push_made(ticks(time), next_order(phase_of<Happening>()),
                                  [&](Event& place) { place.template emplace<Happening>(event); });
    }

    /// Schedules an event `delay` from now.
    template <class Happening>
    EventId after(Duration delay, const Happening& event) {
        WARDWIRE_EXPECT(delay >= Duration::zero() && delay <= end_of_time - now_,
                        "a delay is not negative and ends before the end of time", situation());
        return at(now_ + delay, event);
    }

    /// The links that lead out of this kernel.
    Links& links() { return links_; }
    const Links& links() const { return links_; }

    /// Sends a parcel to another kernel, where it arrives `delay` from now: as an event, or through
    /// `Event Model::unpack(const Parcel&)` where the model names a Parcel. The delay must not be
    /// below the latency of the link.
    void send(std::uint32_t to, Duration delay, const Parcel& parcel) {
        const auto latency = links_.latency(to);
        WARDWIRE_EXPECT(latency.has_value(), "a parcel needs a link to where it goes", situation());
        WARDWIRE_EXPECT(delay >= *latency && delay <= end_of_time - now_,
                        "nothing crosses a link faster than its latency", situation());
        outbox_.push_back({ticks(now_ + delay), next_order(phase_of_parcel(parcel)), to, parcel});
    }

    /// What was sent and not yet taken to where it goes. For the federation.
    std::vector<Posted<Parcel>>& outbox() { return outbox_; }

    /// Schedules a parcel from another kernel. For the federation.
    void accept(const Posted<Parcel>& posted) {
        WARDWIRE_EXPECT(posted.time >= ticks(now_), "a parcel arrives in the future", situation());
        if constexpr (requires { typename Model::Parcel; })
            pending_.push(posted.time, posted.order, model_.unpack(posted.parcel));
        else
            pending_.push(posted.time, posted.order, posted.parcel);
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
        return execute_next(ticks(end_of_time));
    }

    /// Executes every event up to and including `end`, then sets the clock to `end`.
    void run_until(Time end) {
        expect_idle();
        WARDWIRE_EXPECT(end >= now_, "time does not run backwards", situation());
        execute_through(ticks(end));
        now_ = end;
    }

    /// Executes every event before `horizon`; the clock stays at the last one.
    void run_before(Time horizon) {
        expect_idle();
        if (horizon > Time::min()) execute_through(ticks(horizon) - 1);
    }

    /// The time of the next event; end_of_time when there is none.
    Time next_time() const {
        return pending_.empty() ? end_of_time : Time{Duration{pending_.top_key()}};
    }

    /// How many steps prefetch() has.
    static constexpr unsigned prefetch_steps = 5;

    /// Asks the memory for what the next event will need, where this kernel has not run for a
    /// while. Each step follows addresses that the one before has brought: the kernel, its keys,
    /// the event, and then, where the model has `void prefetch() const` and
    /// `void prefetch(const Event&, unsigned step) const`, what these ask for in two steps. Changes
    /// nothing but time.
    void prefetch(unsigned step) const {
        switch (step) {
            case 0:
                sim::prefetch(&pending_, 128);
                sim::prefetch(&outbox_);
                sim::prefetch(&now_, 64);
                sim::prefetch(&digest_);
                if constexpr (requires { model_.prefetch(); }) model_.prefetch();
                break;
            case 1:
                pending_.prefetch_keys();
                break;
            case 2:
                pending_.prefetch_top();
                break;
            default:
                if constexpr (requires(const Event& event) { model_.prefetch(event, 0U); })
                    if (const Event* event = pending_.foreseen()) model_.prefetch(*event, step - 3);
        }
    }

    /// Shows every event to `watcher` before the model sees it; nullptr ends that. What it does
    /// cannot change the run.
    void watch(Watcher watcher, void* context) {
        watcher_ = watcher;
        watcher_context_ = context;
    }

    /// Events of one instant and phase run in an order drawn from `seed`, not in the order in which
    /// they were scheduled: a test that no conclusion rests on ties. To be called before the first
    /// event is scheduled; 0 is the order of scheduling.
    void shuffle_ties(std::uint64_t seed) {
        WARDWIRE_EXPECT(sequence_ == 0, "ties are shuffled from the first event on", situation());
        tie_seed_ = seed;
    }

    /// Clock, counters, digest and pending events for an archive. The model's own state, links and
    /// watcher are not part of it.
    template <class Archive>
    void persist(Archive& archive) {
        expect_idle();
        WARDWIRE_EXPECT(outbox_.empty(), "parcels have left before a kernel is saved", situation());
        archive(now_, sequence_, executed_, kind_, digest_, tie_seed_, pending_);
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
               shuffled(static_cast<std::uint64_t>(self_.index) << 40 | sequence_++);
    }

    /// A permutation of the numbers below 2^60, another one for each seed: each step (odd factor,
    /// xor with the upper half) can be undone.
    std::uint64_t shuffled(std::uint64_t origin_and_sequence) const {
        if (tie_seed_ == 0) [[likely]]
            return origin_and_sequence;
        constexpr std::uint64_t mask = (1ULL << 60) - 1;
        std::uint64_t x = (origin_and_sequence + tie_seed_) & mask;
        for (int round = 0; round < 2; ++round) {
            x = x * 0x9e3779b97f4a7c15ULL & mask;
            x ^= x >> 30;
        }
        return x;
    }

    static Phase phase_of_parcel(const Parcel& parcel) {
        if constexpr (requires { typename Model::Parcel; })
            return phase_of<Parcel>();
        else
            return phase(parcel);
    }

    static Phase phase(const Event& event) {
        return std::visit([](const auto& e) { return phase_of<std::decay_t<decltype(e)>>(); },
                          event);
    }

    void expect_idle() const {
        WARDWIRE_EXPECT(!is_executing_, "an event cannot run its own kernel", situation());
    }

    void execute_through(std::int64_t last) {
        while (execute_next(last)) {
        }
    }

    /// Executes the next event unless it is due after `last`.
    bool execute_next(std::int64_t last) {
        if (pending_.empty()) return false;
        const std::int64_t time = pending_.top_key();
        if (time > last) return false;
        const std::uint64_t order = pending_.top_order();
        const Event event = pending_.lift();
        now_ = Time{Duration{time}};
        kind_ = event.index();
        digest_.fold(static_cast<std::uint64_t>(time),
                     order ^ ((kind_ + 1) * 0x9e3779b97f4a7c15ULL));
        ++executed_;
        if (watcher_ != nullptr) [[unlikely]]
            show(order, event);
        is_executing_ = true;
        std::visit([this](const auto& happening) { model_.on(happening, *this); }, event);
        is_executing_ = false;
        pending_.close();
        return true;
    }

    /// With shuffled ties origin and sequence are those of the shuffled order.
    [[gnu::noinline]] void show(std::uint64_t order, const Event& event) {
        const Executed executed{now_,
                                static_cast<Phase>(order >> 60),
                                static_cast<std::uint32_t>(order >> 40 & (max_origins - 1)),
                                order & (max_sequence - 1),
                                kind_,
                                self_.index};
        watcher_(watcher_context_, executed, event);
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
    PendingSet<Event> pending_;
    Links links_;
    std::vector<Posted<Parcel>> outbox_;
    Watcher watcher_ = nullptr;
    void* watcher_context_ = nullptr;
    std::uint64_t tie_seed_ = 0;
    Time now_ = start_of_time;
    std::uint64_t sequence_ = 0;
    std::uint64_t executed_ = 0;
    std::size_t kind_ = 0;
    bool is_executing_ = false;
    Digest digest_;
};

}  // namespace wardwire::sim
