// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace wardwire::analysis {

/// A time of which it is only known that it lies after `after` and at `until` or before it.
/// Both the same: the time itself. `until` infinite: censored on the right.
struct TimeWindow {
    double after;
    double until = std::numeric_limits<double>::infinity();
    double weight = 1.0;
};

/// Where mass can lie, and how much does; ascending and apart from each other.
struct MassBetween {
    double after;
    double until;
    double mass;
};

/// The maximum of the likelihood of windows without assuming a law (Turnbull 1976), by expectation
/// and maximisation until no mass moves by more than `tolerance`, or 10,000 rounds. A round is
/// linear in the number of different windows, so a million times of a coarse clock cost a second.
/// No windows, no masses.
std::vector<MassBetween> turnbull(std::span<const TimeWindow> windows, double tolerance = 1e-7);

/// The mass at `time` or before it, where the mass of an interval lies evenly in it.
double mass_by(std::span<const MassBetween> masses, double time);

}  // namespace wardwire::analysis
