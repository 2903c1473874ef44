// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <variant>

#include "models/task.hpp"

/// Everything that can happen at a site. The names are the names in traces.
namespace wardwire::models {

/// The calendar's events come before work of the same instant, in an order that can be explained:
/// who comes on duty at eight o'clock takes over from who leaves at eight, finds the pool that
/// opens at eight, and takes the message that arrives at eight; nobody takes up work before all
/// have come. Were this left to ties, outcomes would depend on who was scheduled first.
inline constexpr sim::Phase window_phase{0};
inline constexpr sim::Phase arriving_phase{1};
inline constexpr sim::Phase leaving_phase{2};
inline constexpr sim::Phase opening_phase{3};
inline constexpr sim::Phase taking_up_phase{4};

struct ShiftStarts {
    static constexpr auto phase = arriving_phase;
    StaffId staff;
};
struct ShiftEnds {
    static constexpr auto phase = leaving_phase;
    StaffId staff;
};
struct PoolOpens {
    static constexpr auto phase = opening_phase;
    PoolId pool;
};
struct InboxBlockStarts {
    static constexpr auto phase = opening_phase;
    StaffId staff;
};
struct CoverBegins {
    static constexpr auto phase = opening_phase;
    StaffId staff;
};
struct WarmUpEnds {
    static constexpr auto phase = window_phase;
};
/// Those who have come on duty, or whose pool or inbox block has opened, at this instant.
struct WorkIsLookedFor {
    static constexpr auto phase = taking_up_phase;
};
struct LevelsAreSampled {
    static constexpr auto phase = sim::Phase::late;
};
/// A date of a role's staff plan has come.
struct HeadCountChanges {
    static constexpr auto phase = window_phase;
    RoleId role;
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
struct AdoptionIsReviewed {};
struct ConversationStarts {
    StaffId staff;
};

/// The last message of a turn is written.
struct ChatTurnIsSent {
    std::uint32_t conversation;
};

struct ParcelArrives {
    sim::Id<struct ParcelTag> parcel;
};

using SiteEvent =
    std::variant<ShiftStarts, ShiftEnds, PoolOpens, InboxBlockStarts, WarmUpEnds, LevelsAreSampled,
                 StepEnds, InboxIsChecked, MessageNoticed, MessageDelivered, DeadlinePasses,
                 TaskRecurs, VisitFallsDue, CallArrives, PatientWrites, PatientReplies,
                 ConversationStarts, WorkIsLookedFor, ParcelArrives, CoverBegins, HeadCountChanges,
                 AdoptionIsReviewed, ChatTurnIsSent>;

inline constexpr std::array<const char*, std::variant_size_v<SiteEvent>> site_event_names{
    "ShiftStarts",        "ShiftEnds",          "PoolOpens",      "InboxBlockStarts",
    "WarmUpEnds",         "LevelsAreSampled",   "StepEnds",       "InboxIsChecked",
    "MessageNoticed",     "MessageDelivered",   "DeadlinePasses", "TaskRecurs",
    "VisitFallsDue",      "CallArrives",        "PatientWrites",  "PatientReplies",
    "ConversationStarts", "WorkIsLookedFor",    "ParcelArrives",  "CoverBegins",
    "HeadCountChanges",   "AdoptionIsReviewed", "ChatTurnIsSent"};

}  // namespace wardwire::models
