// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/task.hpp"
#include "sim/indexed_heap.hpp"

namespace wardwire::models {

inline constexpr std::size_t deepest_interruption = 8;

/// One member of staff: where in the state machine, what in hand, what seen, what not yet seen.
struct Staff {
    enum class State : std::uint8_t { off_duty, free, switching, working, resuming };
    /// A look at the in-basket: what arrives during one is seen at once.
    enum class Session : std::uint8_t { none, check, block, after_hours };

    RoleId role;
    std::uint32_t number = 0;  ///< within the role
    sim::Entity entity = 0;
    State state = State::off_duty;
    Session session = Session::none;
    Activity activity = Activity::free;
    bool is_on_duty = false;    ///< within a shift, or working past its end
    bool is_leaving = false;    ///< the shift is over; what is in hand is being finished
    bool is_covered = false;    ///< off duty for so long that a colleague gets the messages
    bool check_is_due = false;  ///< a look at the in-basket waits for the task in hand
    std::uint8_t depth = 0;     ///< tasks suspended
    std::array<TaskId, deepest_interruption> suspended{};
    TaskId current;
    sim::EventId step_end;
    sim::EventId next_check;
    sim::EventId cover;       ///< when it begins
    sim::EventId next_shift;  ///< when it begins
    sim::Time step_ends_at{};
    sim::Time block_ends{};
    sim::Time shift_began{};
    sim::Time shift_ends = sim::end_of_time;
    sim::Time next_shift_ends{};
    std::uint64_t checks = 0;
    std::uint64_t agenda_order = 0;
    sim::IndexedHeap<TaskId> agenda;  ///< seen and waiting, by rank, then in order
    std::vector<TaskId> unseen;       ///< the in-basket, in order of arrival
    std::vector<PoolId> pools;        ///< memberships, in order

    // What the records need.
    sim::Time activity_since{};
    sim::Time last_interruption{};
    sim::Time focus_since{};
    sim::Duration longest_focus{};

    /// All but what the scenario says: role, number, entity and memberships.
    template <class Archive>
    void persist(Archive& archive) {
        archive(state, session, activity, is_on_duty, is_leaving, is_covered, check_is_due, depth,
                suspended, current, step_end, next_check, cover, next_shift, step_ends_at,
                block_ends, shift_began, shift_ends, next_shift_ends, checks, agenda_order, agenda,
                unseen, activity_since, last_interruption, focus_since, longest_focus);
    }
};

}  // namespace wardwire::models
