// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/calibration/chat_log.hpp"
#include "analysis/calibration/portal_log.hpp"

namespace wardwire::analysis {

/// How small a group may be of which anything is told.
struct LeastCell {
    std::size_t people = 11;
    double events = 20.0;
    double largest_share = 0.5;  ///< of one person among the messages of the group
};

/// A group of which a number is told: the people of one role, or of several that are too small.
struct StaffGroup {
    std::string name;
    std::size_t people = 0;
    double messages = 0.0;  ///< sent to colleagues, or taken from patients
    double most = 0.0;      ///< of them, by one person
};

/// The people of a log in groups that are large enough to be spoken of.
struct StaffGroups {
    std::vector<StaffGroup> groups;
    std::vector<std::int32_t> group_of;  ///< [person]; none for patients
    std::vector<std::string> merged;     ///< the roles that went into the group "other"
};

/// Groups people by role. A role with too few people or messages, or of whose messages one person
/// sent too large a share, goes into "other"; so do people without a role. If "other" is too small
/// itself, the smallest role joins it, as often as needed.
StaffGroups group_staff(const EventLog& log, const ChatLog& chat, const PortalLog& portal,
                        const LeastCell& least);

}  // namespace wardwire::analysis
