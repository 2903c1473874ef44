// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "models/scenario.hpp"

namespace wardwire::models {

/// Where messages wait, as one index: pools as in the scenario, then the in-baskets of roles.
std::size_t place_of(const Scenario& scenario, const Target& target);

/// The hours of the week, of 168, in which a person of the role is on duty within `hours`; mean
/// over the rotation, the share of full time and absences.
double hours_on_duty(const RosterSpec& roster, const WeeklyHours& hours);

/// The times within `needed` that `covered` leaves out.
std::vector<WeeklyHours::Interval> gaps(const WeeklyHours& needed, const WeeklyHours& covered);

/// The streams of portal messages, an hour, by place and use type.
struct MessageFlow {
    std::vector<std::vector<double>> arrivals;  ///< [place][use type]
    std::vector<double> work_hours;             ///< [place]: reading and handling
    std::vector<std::vector<double>> by_role;   ///< [role][use type]: messages that come to it
    std::vector<double> role_work_hours;        ///< [role]
    std::vector<double> never_resolved_share;   ///< [use type]: handed on to the end
    std::vector<bool> lacks_rule;               ///< [use type]
};

/// A message is handed on at most so often; then whoever has it resolves it.
inline constexpr int most_handoffs = 15;

/// Nothing flows in a scenario without a portal.
MessageFlow message_flow(const Scenario& scenario);

}  // namespace wardwire::models
