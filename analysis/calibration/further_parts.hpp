// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/calibration/further_estimates.hpp"
#include "analysis/calibration/log_calendar.hpp"

namespace wardwire::analysis {

/// What the parts of the further estimates look at.
struct FurtherView {
    const EventLog& log;
    const ChatLog& chat;
    const PortalLog& portal;
    std::span<const std::uint32_t> chat_rows;  ///< of the log
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

/// Calls `visit` with the rows of each message between colleagues that was sent while the log was
/// observed, in order of time.
template <class Visit>
void for_each_message(const FurtherView& view, Visit&& visit) {
    const std::span<const std::uint32_t> rows = view.chat_rows;
    for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
        while (end < rows.size() && view.log.message[rows[end]] == view.log.message[rows[begin]])
            ++end;
        if (view.is_observed(view.log.sent_at[rows[begin]]))
            visit(rows.subspan(begin, end - begin));
    }
}

// Each appends its rows.

/// By what time messages were answered, closed, handed on or escalated.
void tell_endings(const FurtherView& view, std::vector<FurtherEstimate>& rows);

/// How much of the writing between two people is brought about by what they wrote before.
void tell_replies(const FurtherView& view, std::vector<FurtherEstimate>& rows);

/// To how many messages between colleagues go: shares, and a law with broadcasts beside it.
void tell_recipients(const FurtherView& view, std::vector<FurtherEstimate>& rows);

/// Whether more people write or each writes more.
void tell_adoption(const FurtherView& view, std::vector<FurtherEstimate>& rows);

/// Whether people begin conversations with who has begun one with them.
void tell_reciprocity(const FurtherView& view, std::vector<FurtherEstimate>& rows);

/// How much of what people differ in lies between units, and between sites.
void tell_units(const FurtherView& view, std::vector<FurtherEstimate>& rows);

/// How people are active for a while, and then not: each group's own actions.
void tell_activity(const FurtherView& view, std::vector<FurtherEstimate>& rows);

}  // namespace wardwire::analysis
