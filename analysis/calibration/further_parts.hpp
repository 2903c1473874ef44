// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "analysis/calibration/further_estimates.hpp"
#include "analysis/calibration/log_calendar.hpp"

namespace wardwire::analysis {

/// What the parts of the further estimates look at.
struct FurtherView {
    const EventLog& log;
    const ChatLog& chat;
    const PortalLog& portal;
    const LogCalendar& calendar;
    const StaffGroups& staff;
    const LeastCell& least;
    double confidence;

    /// Whether an instant lies in the window and in no outage.
    bool is_observed(Instant at) const;
    std::int32_t group_of(std::int32_t person) const {
        return person == none ? none : staff.group_of[at(person)];
    }
};

// Each appends its rows.

/// By what time messages were answered, closed, handed on or escalated.
void tell_endings(const FurtherView& view, std::vector<FurtherEstimate>& rows);

/// How much of the writing between two people is brought about by what they wrote before.
void tell_replies(const FurtherView& view, std::vector<FurtherEstimate>& rows);

}  // namespace wardwire::analysis
