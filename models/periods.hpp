// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/scenario.hpp"
#include "sim/time.hpp"

namespace wardwire::models {

/// A stretch of the measured window, [from, to).
struct Period {
    std::string name;  ///< "2013-07", "2013"; of a week its number from 0
    sim::Time from{};
    sim::Time to{};
};

/// The weeks of the window from its start, and the calendar's months and years as far as they lie
/// in it. In order, without gaps; the first and the last may be cut short.
std::vector<Period> weeks_of(const Scenario& scenario);
std::vector<Period> months_of(const Scenario& scenario);
std::vector<Period> years_of(const Scenario& scenario);

/// Years that members of the role are there in the period, by its staff plan; without one they are
/// `people`.
double member_years(const Scenario& scenario, const RoleSpec& role, std::uint32_t people,
                    const Period& period);

}  // namespace wardwire::models
