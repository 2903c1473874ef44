// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/site.hpp"
#include "sim/digest.hpp"

namespace wardwire::app {

/// An event with what it concerns.
struct SeenEvent {
    sim::Executed executed;
    std::string entity;

    bool operator==(const SeenEvent&) const = default;
    /// "1.25 days, kernel 0, StepEnds of nurse 2 (scheduled by kernel 0 as its 311th)".
    std::string words() const;
};

/// Where two executions part: the first event of which they differ, in order of (time, kernel).
/// One of the two is missing where an execution ended early.
struct FirstDifference {
    std::optional<SeenEvent> one;
    std::optional<SeenEvent> other;
};

/// Shows each site to `watch` before it starts or goes on, then runs it.
using WatchedRun = std::function<void(const std::function<void(models::Site&)>& watch)>;

/// Compares two executions event by event; nothing when they are the same. Each is run twice: once
/// for the fingerprints of blocks of its events, once for the events of the block that differs, so
/// that memory does not grow with the length of the run.
std::optional<FirstDifference> first_difference(const WatchedRun& one, const WatchedRun& other);

}  // namespace wardwire::app
