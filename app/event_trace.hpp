// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/store/local_clock.hpp"
#include "analysis/store/pending_file.hpp"
#include "app/event_filter.hpp"
#include "models/site.hpp"

namespace wardwire::app {

/// Writes the events of one replication as CSV, in the order in which a site executes them.
///
/// Columns: time (local, ISO 8601), time_us (since the start of the run), kernel and site (which
/// executes; the only site has no name), kind, entity, phase, origin (the kernel that scheduled)
/// and sequence (its n-th): the key by which a kernel orders its events. Several sites take turns:
/// each one's events are in order, and none precedes what caused it. The file takes its name when
/// it is complete.
class EventTrace {
 public:
    /// Throws StoreError when the file cannot be made.
    EventTrace(const std::filesystem::path& path, analysis::Overwrite overwrite,
               const analysis::LocalClock& clock, EventFilter filter,
               const models::Scenario& scenario);

    /// Sees every event of the site from now on. One thread at a time.
    void watch(models::Site& site);

    /// Ends the file; the number of events in it.
    std::uint64_t finish();

 private:
    struct Watched {
        EventTrace* trace;
        const models::Site* site;
    };

    static void see(void* context, const sim::Executed& executed, const models::SiteEvent& event);
    void add(const sim::Executed& executed, const std::string& entity);
    void flush();

    analysis::PendingFile file_;
    analysis::LocalClock clock_;
    EventFilter filter_;
    std::vector<std::string> sites_;  ///< their names, by kernel
    std::deque<Watched> watched_;
    std::string buffer_;
    std::uint64_t written_bytes_ = 0;
    std::uint64_t events_ = 0;
};

}  // namespace wardwire::app
