// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "models/draws.hpp"
#include "models/scenario.hpp"
#include "sim/kernel.hpp"

namespace wardwire::models {

using StaffId = sim::Id<struct StaffTag>;
using TaskId = sim::Id<struct TaskTag>;

/// What a person spends time on.
enum class Activity : std::uint8_t {
    free,
    visits,
    tasks,
    telephone,
    portal_reading,
    portal_replying,
    chat_reading,
    chat_writing,
    switching,
    resuming,
};
inline constexpr std::size_t activity_count = 10;

/// Whether this is reading or writing messages.
constexpr bool is_messaging(Activity activity) {
    return activity >= Activity::portal_reading && activity <= Activity::chat_writing;
}

enum class TaskKind : std::uint8_t {
    visit,
    recurring,
    call,
    callback,
    portal_message,
    chat_start,
    chat_turn
};

/// Whether this is work of the person's own, not somebody's message or call.
constexpr bool is_primary(TaskKind kind) {
    return kind == TaskKind::visit || kind == TaskKind::recurring;
}

/// One piece of work that waits for a person or is done by one: a visit, a bedside call, a
/// telephone call that comes or that staff makes, a message to read and answer.
struct Task {
    Address address;            ///< of its draws
    sim::Time created{};        ///< the message was sent, the visit fell due
    sim::Time waiting_since{};  ///< in the present pool or in-basket
    sim::Time begun{};          ///< first worked on
    sim::Time suspended_at{};
    sim::Time notice_at{};      ///< by the clock of duty, which may stand still; 0: not yet known
    sim::Duration step_left{};  ///< of the step in hand, while suspended
    sim::Duration step_length{};
    sim::EventId deadline;      ///< escalation, or the caller's patience
    sim::EventId notice;        ///< when a push will be noticed
    sim::Handle place;          ///< in a pool's line or a person's agenda
    std::uint64_t order = 0;    ///< of arrival at the pool
    StaffId owner;              ///< whose in-basket it is in, who works on it
    PoolId pool;                ///< the pool it waits in or was claimed from
    std::uint32_t subject = 0;  ///< thread, conversation, stream or line
    std::int32_t row = -1;      ///< of the message log
    Target to;                  ///< where it is being sent
    Target escalates_to;        ///< when its deadline passes
    TaskKind kind = TaskKind::visit;
    Channel channel = Channel::portal;
    Rank rank = 5;
    Interruptible interruptible = Interruptible::always;
    enum class State : std::uint8_t { sent, in_pool, unseen, in_agenda, in_hand, suspended };
    State state = State::sent;
    std::uint8_t stage = 0;       ///< how many steps were begun
    std::uint8_t hop = 0;         ///< hand-offs so far
    std::uint8_t level = 0;       ///< escalations so far
    bool is_urgent = false;       ///< flagged so
    bool breaks_in = false;       ///< into what is in hand, as soon as that gives way
    bool has_overflowed = false;  ///< a full pool has sent it on; it does not happen twice
    bool is_covered = false;      ///< came for somebody who is away; it does not happen twice
    bool is_put_back = false;     ///< begun by somebody whose shift ended
    bool is_in_exchange = false;  ///< a turn to who has just written the one before
    Activity activity = Activity::free;  ///< of the step in hand
    std::uint16_t turn = 0;              ///< of a conversation
    std::uint16_t interruptions = 0;
    std::uint16_t attempts = 0;  ///< of the step in hand, when interruptions resample it
};

}  // namespace wardwire::models
