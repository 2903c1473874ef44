// SPDX-License-Identifier: Apache-2.0
#include "app/event_trail.hpp"

#include <algorithm>
#include <deque>
#include <tuple>

#include "models/event_words.hpp"
#include "models/reading/quantity.hpp"

namespace wardwire::app {

namespace {

constexpr std::uint64_t block_events = 4096;

/// What one kernel did: a fingerprint after each block of events, and the events of one block.
struct KernelTrail {
    std::vector<std::uint64_t> fingerprints;
    std::vector<SeenEvent> kept;
    std::optional<std::size_t> kept_block;
    sim::Digest digest;
    std::uint64_t events = 0;

    void add(const sim::Executed& executed, const models::SiteEvent& event,
             const models::Site& site) {
        if (kept_block && events / block_events == *kept_block)
            kept.push_back({executed, models::entity_of(event, site)});
        digest.fold(static_cast<std::uint64_t>(executed.time.time_since_epoch().count()),
                    executed.sequence);
        digest.fold(static_cast<std::uint64_t>(executed.phase) << 32 | executed.origin,
                    executed.kind);
        if (++events % block_events == 0) fingerprints.push_back(digest.value());
    }

    /// Fingerprints of all blocks, the last one being what is left over.
    std::vector<std::uint64_t> blocks() const {
        std::vector<std::uint64_t> all = fingerprints;
        all.push_back(digest.value());
        return all;
    }
};

/// What all kernels of an execution did.
class Trail {
 public:
    using ByKernel = std::map<std::uint32_t, KernelTrail>;

    void keep(std::uint32_t kernel, std::size_t block) { trails_[kernel].kept_block = block; }

    void run(const WatchedRun& run) {
        run([this](models::Site& site) {
            KernelTrail& trail = trails_[site.kernel.index()];
            watched_.push_back({&trail, &site});
            site.kernel.watch(see, &watched_.back());
        });
    }

    ByKernel& kernels() { return trails_; }

 private:
    struct Watched {
        KernelTrail* trail;
        const models::Site* site;
    };

    static void see(void* context, const sim::Executed& executed, const models::SiteEvent& event) {
        const Watched& watched = *static_cast<const Watched*>(context);
        watched.trail->add(executed, event, *watched.site);
    }

    ByKernel trails_;
    std::deque<Watched> watched_;
};

/// The block of each kernel in which two trails part.
std::map<std::uint32_t, std::size_t> differing_blocks(Trail& one, Trail& other) {
    std::map<std::uint32_t, std::size_t> blocks;
    for (auto& [kernel, trail] : one.kernels()) {
        const std::vector<std::uint64_t> a = trail.blocks();
        const std::vector<std::uint64_t> b = other.kernels()[kernel].blocks();
        const auto [end, unused] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
        if (end == a.end() && a.size() == b.size()) continue;
        blocks[kernel] = static_cast<std::size_t>(end - a.begin());
    }
    return blocks;
}

auto when(const FirstDifference& difference) {
    const SeenEvent& event = difference.one ? *difference.one : *difference.other;
    sim::Time time = event.executed.time;
    if (difference.one && difference.other) time = std::min(time, difference.other->executed.time);
    return std::tuple(time, event.executed.kernel);
}

std::optional<FirstDifference> first_of(const std::vector<SeenEvent>& one,
                                        const std::vector<SeenEvent>& other) {
    const auto [a, b] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    if (a == one.end() && b == other.end()) return {};
    FirstDifference difference;
    if (a != one.end()) difference.one = *a;
    if (b != other.end()) difference.other = *b;
    return difference;
}

}  // namespace

std::string SeenEvent::words() const {
    const double time_s = sim::in_seconds(executed.time.time_since_epoch());
    return "at " + models::reading::format_quantity(time_s, models::reading::Dimension::duration) +
           " (" + std::to_string(executed.time.time_since_epoch().count()) + " us), kernel " +
           std::to_string(executed.kernel) + ": " + models::site_event_names[executed.kind] +
           " of " + entity + ", scheduled by kernel " + std::to_string(executed.origin) +
           " as number " + std::to_string(executed.sequence);
}

std::optional<FirstDifference> first_difference(const WatchedRun& one, const WatchedRun& other) {
    Trail coarse_one, coarse_other;
    coarse_one.run(one);
    coarse_other.run(other);
    Trail fine_one, fine_other;
    for (const auto& [kernel, block] : differing_blocks(coarse_one, coarse_other)) {
        fine_one.keep(kernel, block);
        fine_other.keep(kernel, block);
    }
    if (fine_one.kernels().empty()) return {};
    fine_one.run(one);
    fine_other.run(other);
    std::optional<FirstDifference> first;
    for (auto& [kernel, trail] : fine_one.kernels()) {
        const auto difference = first_of(trail.kept, fine_other.kernels()[kernel].kept);
        if (difference && (!first || when(*difference) < when(*first))) first = difference;
    }
    return first;
}

}  // namespace wardwire::app
