// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "models/events.hpp"
#include "models/staff.hpp"

namespace wardwire::models {

class Site;

/// The people of a site: who is on duty, what each is doing, and what breaks into it.
///
/// A person goes off duty -> free -> working -> (switching -> working -> resuming ->) free. What to
/// do next is decided by rank; among equals a suspended task comes before the agenda, and the
/// agenda before the pools.
class Workforce {
 public:
    /// With so many members of each role.
    Workforce(Site& site, const std::vector<std::uint32_t>& staff);

    /// Schedules the first shifts.
    void start();

    std::size_t size() const { return staff_.size(); }
    Staff& operator[](StaffId id) { return staff_[id.index()]; }
    const Staff& operator[](StaffId id) const { return staff_[id.index()]; }
    /// First member of a role, and how many people it ever has; they are consecutive, and the
    /// present members come first.
    StaffId first_of(RoleId role) const { return StaffId{first_of_role_[role.index()]}; }
    std::uint32_t count_of(RoleId role) const {
        return first_of_role_[role.index() + 1] - first_of_role_[role.index()];
    }
    bool is_member(StaffId id) const {
        const Staff& person = staff_[id.index()];
        return person.number < members_[person.role.index()];
    }
    /// The present member of the role whose patient this is.
    StaffId dealt_to(RoleId role, sim::Entity patient) const;
    /// Members of the role on duty now, in order of number.
    const std::vector<StaffId>& on_duty(RoleId role) const { return on_duty_[role.index()]; }

    /// A member of the role chosen by `uniform`: of those on duty, or of all when none is.
    StaffId choose(RoleId role, double uniform, StaffId except = {}) const;

    /// Work of the person's own falls due.
    void fall_due(TaskId task, StaffId id, bool may_interrupt);
    /// The same of somebody off duty, who does it now in his or her own time.
    void fall_due_off_duty(TaskId task, StaffId id);
    /// A message enters a person's in-basket.
    void receive(TaskId task, StaffId id);
    /// Takes a message out of the in-basket or agenda that it waits in.
    void withdraw(TaskId task);

    /// Whether this message, which has come to the person, goes to whoever covers.
    bool is_covered(TaskId task, StaffId id) const;
    void hand_to_cover(TaskId task, StaffId id);

    /// Sends on a message that is for somebody who has left the role.
    void pass_on(TaskId task, StaffId from);

    /// Whether a free person would take something from a pool of this channel now.
    bool would_pull(StaffId id, Channel channel) const;
    /// Whether the task in hand gives way to something of this rank.
    bool would_yield(StaffId id, Rank rank) const;
    /// A free person looks for work.
    void look_for_work(StaffId id);
    /// The same at the end of this instant's calendar events.
    void look_when_settled(StaffId id);
    /// Breaks into the task in hand, which yields.
    void interrupt(StaffId id, TaskId task);

    void on(ShiftStarts event);
    void on(ShiftEnds event);
    void on(StepEnds event);
    void on(InboxIsChecked event);
    void on(InboxBlockStarts event);
    void on(MessageNoticed event);
    void on(WorkIsLookedFor event);
    void on(CoverBegins event);
    void on(HeadCountChanges event);

    /// Charges the time of everybody's present activity, for the end of a window.
    void charge_all();
    /// Messages unseen or seen and waiting, of all members of a role.
    std::uint64_t in_basket_size(RoleId role) const;
    /// Visits every task that is somebody's.
    template <class Visit>
    void for_each_held(Visit&& visit) const {
        for (const Staff& person : staff_) {
            if (person.current.is_valid()) visit(person.current);
            for (std::uint8_t i = 0; i < person.depth; ++i) visit(person.suspended[i]);
            person.agenda.for_each([&](sim::Handle, TaskId task) { visit(task); });
            for (const TaskId task : person.unseen) visit(task);
        }
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(staff_, members_, on_duty_, looking_);
    }

 private:
    struct ShiftTimes {
        sim::Time from;
        sim::Time to;
    };

    // workforce.cpp: the state machine
    void carry_on(StaffId id);
    bool take_next(StaffId id);
    void take_along(StaffId id, PoolId pool);
    bool resume(StaffId id);
    void complete(StaffId id);
    void begin(StaffId id, TaskId task);
    void suspend(Staff& person);
    void start_step(StaffId id, Staff::State state, Activity activity, sim::Duration length);
    void become_free(StaffId id);
    void put_in_agenda(TaskId task, Staff& person);
    void charge(Staff& person);
    bool is_outranked(const Staff& person, Rank by) const;
    void record_interruption(Staff& person, const Task& cause);

    // in_basket.cpp: attention
    void see(TaskId task, StaffId id);
    void see_all(StaffId id);
    void push_again_what_was_silenced(StaffId id);
    bool is_in_session(const Staff& person) const;
    const ChannelAttention& attention(const Staff& person, Channel channel) const;
    WhenBusy when_busy(const Staff& person, const Task& task) const;
    bool would_see(const Staff& person, const Task& task) const;
    sim::Duration push_delay(const Staff& person, const Task& task) const;
    bool is_seen_off_duty(const Staff& person, const Task& task) const;
    void see_off_duty(TaskId id, StaffId staff);
    NoticeClock clock_of(const Staff& person, const Task& task) const;
    void stop_notice_clocks(StaffId id);
    void go_on_with_notice_clocks(StaffId id, sim::Time stopped_at);
    void push(TaskId task, StaffId id);
    void schedule_check(StaffId id);
    void schedule_block(StaffId id);
    void begin_open_block(StaffId id);
    void end_session(StaffId id);

    // duty.cpp: shifts
    std::optional<ShiftTimes> next_shift(const Staff& person, sim::Time from) const;
    void schedule_shift(StaffId id, sim::Time from);
    void hand_over(StaffId id);
    void put_back(StaffId id, TaskId task);
    void go_off_duty(StaffId id);
    void after_hours(StaffId id);

    // covering.cpp: what comes to those who are away
    void begin_absence(StaffId id);
    void end_absence(StaffId id);

    // staff_changes.cpp: who joins and who leaves
    std::int64_t today() const;
    void schedule_first_changes();
    void schedule_change(RoleId role);
    void join(StaffId id);
    void leave(StaffId id);
    void pass_on_all(StaffId id);

    Site& site_;
    std::vector<Staff> staff_;
    std::vector<std::uint32_t> first_of_role_;
    std::vector<std::uint32_t> members_;  ///< present, by role
    std::vector<std::vector<StaffId>> on_duty_;
    std::vector<BusinessClock> block_clock_;  ///< by role
    std::vector<StaffId> looking_;            ///< for work, when this instant is settled
    std::vector<TaskId> scratch_;             ///< for loops that change what they visit
    std::vector<bool> checks_;                ///< by role: looks at the in-basket at intervals
    /// [role, channel]: how fast a clock of the week goes; null where there is none.
    std::vector<std::unique_ptr<sim::WeeklyRate>> weeks_;
};

}  // namespace wardwire::models
