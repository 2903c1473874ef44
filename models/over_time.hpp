// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/finding.hpp"
#include "models/scenario.hpp"
#include "models/validation.hpp"

/// A scenario whose rates and head counts change, looked at from one date after another.
namespace wardwire::models {

/// A rate that grows, and where in the scenario its growth is written.
struct GrowthPlace {
    std::string where;  ///< "/patients/growth"; at a kind of sites "/sites/clinic/patients/growth"
    const GrowthSpec* growth = nullptr;
};
/// Of the scenario as it is outside of its sites, then of each kind of sites.
std::vector<GrowthPlace> growth_places(const Scenario& scenario);

/// The days since 1970-01-01 that tell how it goes on: the first of the run, each year later, the
/// last. Only the first where nothing changes.
std::vector<std::int64_t> milestones(const Scenario& scenario);

/// The scenario with the rates and numbers of people of a day, seasons apart, as if they always
/// were so.
Scenario as_of(const Scenario& scenario, std::int64_t day);

/// The loads of pools and roles at a site as of a day.
struct DatedLoads {
    std::int64_t day;
    std::vector<PoolLoad> loads;
};
/// By group of site_groups(), at the milestones.
std::vector<std::vector<DatedLoads>> loads_over_time(const Scenario& scenario);

/// What cannot be or has no effect in the growth and plans of a scenario or kind of sites; places
/// are as if it were the only one.
std::vector<Finding> findings_over_time(const Scenario& scenario);

}  // namespace wardwire::models
