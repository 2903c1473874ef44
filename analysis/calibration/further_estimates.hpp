// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "analysis/calibration/chat_log.hpp"
#include "analysis/calibration/estimate.hpp"
#include "analysis/calibration/portal_log.hpp"
#include "analysis/calibration/staff_groups.hpp"
#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

/// An estimate under the name of its row.
struct FurtherEstimate {
    std::string name;
    std::string unit;  ///< empty for a plain number
    Estimate estimate;
};

/// What a log tells beyond what a scenario asks for: how waits end when several causes compete, how
/// much of the writing is answers, to how many messages go, whether more people write or each
/// writes more, who is chosen for having begun, how far units differ, and when people are active. A
/// row is there where the log has what it needs, from at least as many people and events as `least`
/// says; it speaks of all of them together. Names are those of no other row of a calibration.
std::vector<FurtherEstimate> further_estimates(const EventLog& log, const ChatLog& chat,
                                               const PortalLog& portal, const LeastCell& least,
                                               double confidence = 0.9);

}  // namespace wardwire::analysis
