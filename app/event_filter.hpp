// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/events.hpp"
#include "sim/time.hpp"

namespace wardwire::app {

/// Which events a trace keeps: those that every given condition lets through.
///
/// A condition is `entity=nurse 2` (whom it concerns; "nurse" lets every nurse through),
/// `kind=StepEnds,ShiftStarts` (what happens) or `time=2 days..60 h` (from, until; either may be
/// missing).
class EventFilter {
 public:
    /// Throws UsageError for a condition that cannot be met, with what might be meant.
    explicit EventFilter(const std::vector<std::string>& conditions);

    bool has_kind(std::size_t kind) const { return kinds_.empty() || kinds_[kind]; }
    bool has_time(sim::Time time) const { return from_ <= time && time <= until_; }
    bool has_entity(const std::string& entity) const;

 private:
    void add_kinds(const std::string& names);
    void add_window(const std::string& text);

    std::vector<bool> kinds_;            ///< by index in SiteEvent; empty: all
    std::vector<std::string> entities_;  ///< empty: all
    sim::Time from_ = sim::start_of_time;
    sim::Time until_ = sim::end_of_time;
};

}  // namespace wardwire::app
