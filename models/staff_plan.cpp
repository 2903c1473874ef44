// SPDX-License-Identifier: Apache-2.0
#include "models/staff_plan.hpp"

#include <algorithm>
#include <limits>

#include "models/scenario.hpp"

namespace wardwire::models {

std::uint32_t members_on(const RoleSpec& role, std::int64_t day) {
    std::uint32_t count = role.count;
    for (const HeadCount& step : role.plan)
        if (step.day <= day) count = step.count;
    return count;
}

std::uint32_t most_members(const RoleSpec& role) {
    std::uint32_t most = role.count;
    for (const HeadCount& step : role.plan) most = std::max(most, step.count);
    return most;
}

std::uint32_t fewest_members(const RoleSpec& role) {
    std::uint32_t fewest = role.count;
    for (const HeadCount& step : role.plan) fewest = std::min(fewest, step.count);
    return fewest;
}

double joining_day(const PatientSpec& patients, std::uint32_t patient) {
    const std::vector<HeadCount>& panel = patients.panel;
    if (panel.empty() || patient < panel.front().count)
        return -std::numeric_limits<double>::infinity();
    // The panel ends with all patients, so that there is one.
    const auto later = std::find_if(panel.begin() + 1, panel.end(),
                                    [=](const HeadCount& size) { return patient < size.count; });
    const HeadCount& earlier = *(later - 1);
    const double way = (patient + 1.0 - earlier.count) / (later->count - earlier.count);
    return static_cast<double>(earlier.day) + way * static_cast<double>(later->day - earlier.day);
}

std::uint32_t patients_on(const PatientSpec& patients, std::int64_t day) {
    std::uint32_t few = 0;
    std::uint32_t many = patients.count;
    while (few < many) {
        const std::uint32_t middle = few + (many - few) / 2;
        if (joining_day(patients, middle) <= static_cast<double>(day))
            few = middle + 1;
        else
            many = middle;
    }
    return few;
}

}  // namespace wardwire::models
