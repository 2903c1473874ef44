// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <variant>

#include "models/task.hpp"

/// Everything that can happen at a site. The names are the names in traces.
namespace wardwire::models {

// The calendar's events come before work of the same instant: who comes on duty at eight o'clock
// can take the message that arrives at eight o'clock.
struct ShiftStarts {
    static constexpr auto phase = sim::Phase::early;
    StaffId staff;
};
struct ShiftEnds {
    static constexpr auto phase = sim::Phase::early;
    StaffId staff;
};
struct PoolOpens {
    static constexpr auto phase = sim::Phase::early;
    PoolId pool;
};
struct InboxBlockStarts {
    static constexpr auto phase = sim::Phase::early;
    StaffId staff;
};
struct WarmUpEnds {
    static constexpr auto phase = sim::Phase::early;
};
struct LevelsAreSampled {
    static constexpr auto phase = sim::Phase::late;
};
struct StepEnds {
    StaffId staff;
};
struct InboxIsChecked {
    StaffId staff;
};
struct MessageNoticed {
    TaskId task;
};
struct MessageDelivered {
    TaskId task;
};
struct DeadlinePasses {
    TaskId task;
};
struct TaskRecurs {
    StaffId staff;
    std::uint32_t stream;
};
struct VisitFallsDue {
    StaffId staff;
};
struct CallArrives {
    std::uint32_t line;
};
struct PatientWrites {
    std::uint32_t patient;
};
struct PatientReplies {
    std::uint32_t thread;
};
struct ConversationStarts {
    StaffId staff;
};

using SiteEvent = std::variant<ShiftStarts, ShiftEnds, PoolOpens, InboxBlockStarts, WarmUpEnds,
                               LevelsAreSampled, StepEnds, InboxIsChecked, MessageNoticed,
                               MessageDelivered, DeadlinePasses, TaskRecurs, VisitFallsDue,
                               CallArrives, PatientWrites, PatientReplies, ConversationStarts>;

inline constexpr std::array<const char*, std::variant_size_v<SiteEvent>> site_event_names{
    "ShiftStarts",       "ShiftEnds",        "PoolOpens",      "InboxBlockStarts",
    "WarmUpEnds",        "LevelsAreSampled", "StepEnds",       "InboxIsChecked",
    "MessageNoticed",    "MessageDelivered", "DeadlinePasses", "TaskRecurs",
    "VisitFallsDue",     "CallArrives",      "PatientWrites",  "PatientReplies",
    "ConversationStarts"};

}  // namespace wardwire::models
