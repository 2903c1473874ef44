// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "analysis/calibration/portal_calibration.hpp"

namespace wardwire::analysis {

/// What the parts of the calibration of messages from patients look at.
struct PortalView {
    const EventLog& log;
    const PortalLog& portal;
    const LogCalendar& calendar;
    const StaffGroups& staff;
    const StaffDuty& duty;
    double confidence;

    std::int32_t group_of(std::int32_t person) const {
        return person == none ? none : staff.group_of[static_cast<std::size_t>(person)];
    }
    /// Pools come first, then groups; nothing for a message that came to nobody known.
    std::optional<std::size_t> station_of(const PortalStay& stay) const {
        if (stay.pool != none) return static_cast<std::size_t>(stay.pool);
        const std::int32_t group = group_of(stay.person);
        if (group == none) return std::nullopt;
        return log.pools.size() + static_cast<std::size_t>(group);
    }
};

/// Who takes messages from each station and how soon, deadlines, and where messages go next.
void estimate_stations(const PortalView& view, PortalCalibration& found);

/// Who of a pool takes messages, and how soon by hour and by what else waits.
void estimate_claims(const PortalView& view, const LeastCell& least, PortalCalibration& found);

/// How soon people notice messages, and how long they have them in hand; needs the stations.
void estimate_work(const PortalView& view, PortalCalibration& found);

}  // namespace wardwire::analysis
