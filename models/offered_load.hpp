// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/scenario.hpp"

namespace wardwire::models {

/// Where messages wait at a site, as one index: pools as in the scenario, then the in-baskets of
/// roles. `scenario` is that of the target's site.
std::size_t place_of(const Scenario& scenario, const Target& target);

/// Sites that are alike, of a scenario of one site or of several.
struct SiteGroup {
    std::string name;  ///< of the kind; empty for the only site of a scenario
    const Scenario* scenario = nullptr;
    SiteRange sites;
};
std::vector<SiteGroup> site_groups(const Scenario& scenario);
/// The group that the target is in, for a message that is in group `here` and whose patient's is
/// `home`.
std::size_t group_of(const std::vector<SiteGroup>& groups, const Target& target, std::size_t here,
                     std::size_t home);

/// The hours of the week, of 168, in which a person of the role is on duty within `hours`; mean
/// over the rotation, the share of full time and absences.
double hours_on_duty(const RosterSpec& roster, const WeeklyHours& hours);

/// The times within `needed` that `covered` leaves out.
std::vector<WeeklyHours::Interval> gaps(const WeeklyHours& needed, const WeeklyHours& covered);

/// The streams of portal messages at a site, an hour, by place and use type. Messages of other
/// sites' patients are among them; those to one of several alike sites count for all of them.
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

/// By group of site_groups(). Nothing flows in a scenario without a portal.
std::vector<MessageFlow> message_flows(const Scenario& scenario);

}  // namespace wardwire::models
