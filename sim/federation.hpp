// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/contract.hpp"
#include "sim/digest.hpp"
#include "sim/federation_report.hpp"
#include "sim/kernel.hpp"
#include "sim/line_up.hpp"
#include "sim/parcel.hpp"
#include "sim/time.hpp"

namespace wardwire::sim {

/// A stretch of time in which nothing that one kernel does can reach another: every kernel may run
/// all its events before the horizon, in any order of kernels, or at once.
struct Window {
    Time horizon = start_of_time;
    Time end = start_of_time;  ///< of the run
    unsigned parity = 0;       ///< changes from window to window

    /// Whether no parcel of this window arrives before the end of the run.
    bool is_last() const { return horizon > end || horizon == end_of_time; }
    Window next(Time bound) const { return {bound, end, parity ^ 1U}; }
};

/// What a kernel did in a window.
struct Turn {
    Time bound = end_of_time;  ///< nothing of it reaches another kernel before
    std::uint64_t events = 0;
};

/// Kernels that advance together in one simulated time by conservative windows (Nicol 1993): the
/// horizon of a window is the least of (next event + smallest latency of the links that lead out)
/// over all kernels. Kernels without a link in or out run to the end in one go.
///
/// Where a run is split into windows depends on its events alone. What kernels send to each other
/// is handed over between windows, sorted by (time, order): so events, digests and even the bytes
/// of a saved state are the same whoever runs the kernels, in whatever order, on however many
/// threads (D1). run_until here uses the calling thread alone; sim/parallel/federation.hpp has the
/// other one.
///
/// The federation does not own its kernels. It looks at their links when a run begins.
///
/// Broken contracts end the program: kernels out of order, a latency that is not positive (D3), a
/// link to a kernel that is not there.
template <class Model>
class Federation {
 public:
    using Letter = Posted<typename Kernel<Model>::Parcel>;
    /// Room for sorting what arrives; one for each thread.
    using Arrived = std::vector<const Letter*>;

    /// `kernels[i]` must have index i.
    explicit Federation(std::vector<Kernel<Model>*> kernels)
        : stations_(kernels.size()), least_latency_(kernels.size()) {
        for (std::size_t i = 0; i < kernels.size(); ++i) {
            WARDWIRE_EXPECT(kernels[i]->index() == i, "kernels stand in order of their index",
                            kernels[i]->situation());
            stations_[i].kernel = kernels[i];
        }
    }

    std::size_t size() const { return stations_.size(); }
    Kernel<Model>& operator[](std::size_t index) { return *stations_[index].kernel; }
    const Kernel<Model>& operator[](std::size_t index) const { return *stations_[index].kernel; }

    /// Executes every event up to and including `end` and sets all clocks to `end`. Parcels that
    /// arrive later are then among the pending events of their kernels.
    ///
    /// An exception of a model leaves at once; the federation cannot be run any more.
    FederationReport run_until(Time end) {
        FederationReport report = begin();
        for (const std::uint32_t index : alone_) stations_[index].kernel->run_until(end);
        if (!linked_.empty()) {
            Window window = first_window(end);
            const auto run = [&] {
                return run_window(window, report, [](auto /*index*/, auto turn) { return turn(); });
            };
            while (!window.is_last()) window = window.next(run());
            run();
        }
        deliver();
        report.events += events_executed();
        return report;
    }

    std::uint64_t events_executed() const {
        std::uint64_t sum = 0;
        for (const Station& station : stations_) sum += station.kernel->events_executed();
        return sum;
    }

    /// The fingerprint of all events of all kernels: (index, digest) of each, in order of index.
    std::uint64_t digest() const {
        Digest all;
        for (const Station& station : stations_)
            all.fold(station.kernel->index(), station.kernel->digest());
        return all.value();
    }

    /// All kernels for an archive; the models' states are not part of it.
    template <class Archive>
    void persist(Archive& archive) {
        if constexpr (!Archive::is_loading) deliver();
        for (Station& station : stations_) archive(*station.kernel);
    }

    // The rest is for those who advance a federation.

    /// Reads the links, takes what was sent before the run to where it goes, and tells the level of
    /// a run on one thread.
    FederationReport begin() {
        read_links();
        deliver();
        FederationReport report;
        report.kernels = size();
        report.level = !linked_.empty() ? FederationLevel::windows_sequential
                       : size() > 1     ? FederationLevel::independent
                                        : FederationLevel::one_kernel;
        report.events = 0 - events_executed();  // what ran before does not count
        return report;
    }

    /// The kernels without a link in or out, and the others.
    const std::vector<std::uint32_t>& alone() const { return alone_; }
    const std::vector<std::uint32_t>& linked() const { return linked_; }

    Window first_window(Time end) const {
        Time bound = end_of_time;
        for (const std::uint32_t index : linked_)
            bound = std::min(bound, reach(stations_[index].next, index));
        return {bound, end, 0};
    }

    /// The part of one linked kernel in a window: takes what was sent to it in the window before,
    /// runs, and posts what it sends. Each must have its turn once in every window; different
    /// kernels may have theirs at once on different threads. `exchange(pointer, value)` is
    /// std::exchange, or the same for threads that share the pointer.
    template <class Exchange>
    Turn take_turn(std::uint32_t index, const Window& window, Exchange exchange, Arrived& arrived) {
        Station& station = stations_[index];
        if (station.inbox[window.parity ^ 1U] != nullptr)
            empty_inbox(station, window.parity ^ 1U, arrived);
        const bool is_last = window.is_last();
        if (station.next >= window.horizon && !is_last) return {reach(station.next, index), 0};

        Kernel<Model>& kernel = *station.kernel;
        const std::uint64_t before = kernel.events_executed();
        if (is_last)
            kernel.run_until(window.end);
        else
            kernel.run_before(window.horizon);
        station.next = kernel.next_time();
        Turn turn{reach(station.next, index), kernel.events_executed() - before};
        if (!kernel.outbox().empty())
            turn.bound = std::min(turn.bound, post(station, window.parity, exchange));
        return turn;
    }

    /// How far ahead of its turn a kernel is asked for, of so many that one thread runs in a
    /// window: few stay in the caches anyway.
    static constexpr unsigned prefetch_steps(std::size_t kernels) {
        constexpr std::size_t fewest = 32;
        return kernels < fewest ? 0 : Kernel<Model>::prefetch_steps;
    }
    /// One step of it; for the thread whose turn the kernel will be.
    void prefetch(std::uint32_t index, const Window& window, unsigned step) const {
        if (has_work(stations_[index], window)) stations_[index].kernel->prefetch(step);
    }

    /// A window on one thread: all linked kernels in turn. `guard(index, turn)` calls turn(), and
    /// may look after its exceptions. Returns the next horizon.
    template <class Guard>
    Time run_window(const Window& window, FederationReport& report, Guard guard) {
        Turn all;
        std::uint64_t events_of_busiest = 0;
        LineUp line_up(
            prefetch_steps(linked_.size()),
            [&](std::uint32_t index, unsigned step) { stations_[index].kernel->prefetch(step); },
            [&](std::uint32_t index) {
                const Turn turn = guard(
                    index, [&] { return take_turn(index, window, exchange_plainly, arrived_); });
                all.bound = std::min(all.bound, turn.bound);
                all.events += turn.events;
                events_of_busiest = std::max(events_of_busiest, turn.events);
            });
        for (const std::uint32_t index : linked_) {
            if (has_work(stations_[index], window))
                line_up.join(index);
            else
                all.bound = std::min(all.bound, reach(stations_[index].next, index));
        }
        line_up.finish();
        ++report.windows;
        report.window_events += all.events;
        report.events_of_busiest += events_of_busiest;
        return all.bound;
    }

    /// Takes all that is under way to where it goes; on one thread, between windows.
    void deliver() {
        for (Station& station : stations_)
            if (!station.kernel->outbox().empty()) post(station, 0, exchange_plainly);
        for (Station& station : stations_) {
            for (unsigned parity = 0; parity < 2; ++parity)
                if (station.inbox[parity] != nullptr) empty_inbox(station, parity, arrived_);
            station.next = station.kernel->next_time();
        }
    }

 private:
    /// A kernel with its mail. Others write to the inbox: it has a cache line of its own.
    struct alignas(64) Station {
        std::array<Letter*, 2> inbox{};  ///< a chain of letters for each parity
        alignas(64) Kernel<Model>* kernel = nullptr;
        Time next = end_of_time;
        std::array<std::vector<Letter>, 2> letters;  ///< sent, by parity
    };

    static bool has_work(const Station& station, const Window& window) {
        return station.next < window.horizon || window.is_last() ||
               station.inbox[window.parity ^ 1U] != nullptr;
    }

    static Letter* exchange_plainly(Letter*& pointer, Letter* value) {
        return std::exchange(pointer, value);
    }

    /// Before this time nothing that kernel `index` does from `time` on reaches another kernel.
    Time reach(Time time, std::uint32_t index) const {
        const Duration latency = least_latency_[index];
        return latency < end_of_time - time ? time + latency : end_of_time;
    }

    void read_links() {
        std::vector<bool> is_linked(size(), false);
        for (std::uint32_t index = 0; index < size(); ++index) {
            const Kernel<Model>& kernel = *stations_[index].kernel;
            const Links& links = kernel.links();
            WARDWIRE_EXPECT(links.least() > Duration::zero(), "a link takes time",
                            kernel.situation());
            least_latency_[index] = links.least();
            if (!links.empty()) is_linked[index] = true;
            if (links.leads_to_all()) is_linked.assign(size(), true);
            links.for_each([&](std::uint32_t to) {
                WARDWIRE_EXPECT(to < size(), "a link leads to a kernel", kernel.situation());
                is_linked[to] = true;
            });
        }
        alone_.clear();
        linked_.clear();
        for (std::uint32_t index = 0; index < size(); ++index) {
            (is_linked[index] ? linked_ : alone_).push_back(index);
            if (is_linked[index]) make_room(stations_[index]);
        }
    }

    /// So that no rare burst of a few letters allocates late in the run.
    static void make_room(Station& station) {
        constexpr std::size_t usual_burst = 16;
        station.kernel->outbox().reserve(usual_burst);
        for (std::vector<Letter>& letters : station.letters) letters.reserve(usual_burst);
    }

    /// Moves the outbox to the letters of this parity and chains each letter to its inbox. Only
    /// the chain's beginning is shared; it is read when the window is over, in order of key.
    template <class Exchange>
    Time post(Station& station, unsigned parity, Exchange exchange) {
        std::vector<Letter>& letters = station.letters[parity];
        letters.clear();
        letters.swap(station.kernel->outbox());
        Time bound = end_of_time;
        for (Letter& letter : letters) {
            letter.next = exchange(stations_[letter.to].inbox[parity], &letter);
            bound = std::min(bound, reach(Time{Duration{letter.time}}, letter.to));
        }
        return bound;
    }

    void empty_inbox(Station& station, unsigned parity, Arrived& arrived) {
        arrived.clear();
        for (Letter* letter = std::exchange(station.inbox[parity], nullptr); letter != nullptr;
             letter = letter->next)
            arrived.push_back(letter);
        if (arrived.size() > 1)
            std::sort(arrived.begin(), arrived.end(),
                      [](const Letter* a, const Letter* b) { return *a < *b; });
        for (const Letter* letter : arrived) station.kernel->accept(*letter);
        station.next = station.kernel->next_time();
    }

    std::vector<Station> stations_;
    std::vector<Duration> least_latency_;
    std::vector<std::uint32_t> alone_, linked_;
    Arrived arrived_;
};

}  // namespace wardwire::sim
