// SPDX-License-Identifier: Apache-2.0
// Shifts: who comes on duty when, and what becomes of the work when a shift ends.
#include <algorithm>
#include <vector>

#include "models/site.hpp"
#include "models/workforce.hpp"

namespace wardwire::models {

namespace {

/// The date of a shift is its address, so that a change of roster changes no other shift.
Address shift_address(const Staff& person, sim::Time ends) {
    return {person.entity, static_cast<std::uint64_t>(ends.time_since_epoch() / sim::hours{1})};
}

}  // namespace

void Workforce::start() {
    for (std::size_t i = 0; i < staff_.size(); ++i) {
        schedule_shift(StaffId{i}, sim::start_of_time);
        schedule_block(StaffId{i});
        begin_absence(StaffId{i});
    }
    schedule_first_changes();
}

/// The first shift that ends after `from` and, but for the one in progress at the start of the
/// run, begins at or after it.
std::optional<Workforce::ShiftTimes> Workforce::next_shift(const Staff& person,
                                                           sim::Time from) const {
    const RosterSpec& roster = site_.scenario.roles[person.role.index()].roster;
    if (roster.rotation.empty()) return ShiftTimes{from, sim::end_of_time};
    const Calendar& calendar = site_.scenario.calendar;
    const bool keeps_holidays = site_.scenario.setting == Setting::outpatient;
    const auto weeks = static_cast<std::int64_t>(roster.rotation.size());
    const sim::Duration offset = calendar.week_offset();
    const std::int64_t this_week = (from.time_since_epoch() + offset) / sim::weeks{1};
    const bool is_first = from == sim::start_of_time;
    std::optional<ShiftTimes> next;
    constexpr std::int64_t longest_closure = 53;
    for (std::int64_t week = this_week - 1; week <= this_week + weeks + longest_closure; ++week) {
        const std::int64_t pattern = (week + person.number + weeks) % weeks;
        const sim::Time monday{week * sim::Duration{sim::weeks{1}} - offset};
        for (const Shift& shift : roster.rotation[static_cast<std::size_t>(pattern)]) {
            const ShiftTimes times{monday + shift.hours.from, monday + shift.hours.to};
            if (times.to <= from || (!is_first && times.from < from)) continue;
            if (keeps_holidays && calendar.is_holiday(times.from)) continue;
            if (!next || times.from < next->from) next = times;
        }
        if (next && week > this_week) break;
    }
    if (next) next->from = std::max(next->from, from);
    return next;
}

void Workforce::schedule_shift(StaffId id, sim::Time from) {
    if (!is_member(id)) return;
    Staff& person = staff_[id.index()];
    const std::optional<ShiftTimes> next = next_shift(person, from);
    if (!next) return;
    person.next_shift_ends = next->to;
    person.next_shift = site_.kernel.at(next->from, ShiftStarts{id});
}

void Workforce::on(ShiftStarts event) {
    const StaffId id = event.staff;
    Staff& person = staff_[id.index()];
    const RoleSpec& role = site_.scenario.roles[person.role.index()];
    const sim::Time ends = person.next_shift_ends;
    if (ends < sim::end_of_time) {
        const Address address = shift_address(person, ends);
        const bool is_worked =
            site_.draws.happens(Draw::shift_worked, address, role.roster.full_time_share) &&
            !site_.draws.happens(Draw::absence, address, role.roster.absence_probability);
        if (!is_worked) {
            schedule_shift(id, ends);
            return;
        }
        site_.kernel.at(ends, ShiftEnds{id});
    }
    charge(person);
    if (!person.is_on_duty) {
        std::vector<StaffId>& present = on_duty_[person.role.index()];
        present.insert(std::lower_bound(present.begin(), present.end(), id), id);
    }
    person.is_on_duty = true;
    end_absence(id);
    person.is_leaving = false;
    const sim::Time stopped_at =
        person.shift_ends <= site_.now() ? person.shift_ends : sim::start_of_time;
    person.shift_began = person.last_interruption = site_.now();
    person.shift_ends = ends;
    person.longest_focus = sim::Duration::zero();
    if (person.session == Staff::Session::after_hours) person.session = Staff::Session::check;
    if (person.state == Staff::State::off_duty) {
        person.state = Staff::State::free;
        person.activity = Activity::free;
    }
    go_on_with_notice_clocks(id, stopped_at);
    site_.primary_work.shift_begins(id);
    site_.kernel.cancel(person.next_check);
    person.check_is_due = role.attention.inbox_blocks.is_never();
    begin_open_block(id);
    look_when_settled(id);
}

/// The calendar's events of an instant come first: only when all who come are there and all who
/// leave are gone does anybody take work, in an order that is theirs: it does not depend on which
/// roles a scenario names first.
void Workforce::look_when_settled(StaffId id) {
    if (looking_.empty()) site_.kernel.at(site_.now(), WorkIsLookedFor{});
    looking_.push_back(id);
}

void Workforce::on(WorkIsLookedFor) {
    std::sort(looking_.begin(), looking_.end(), [this](StaffId a, StaffId b) {
        return staff_[a.index()].entity < staff_[b.index()].entity;
    });
    looking_.erase(std::unique(looking_.begin(), looking_.end()), looking_.end());
    for (const StaffId id : looking_) look_for_work(id);
    looking_.clear();
}

void Workforce::on(ShiftEnds event) {
    const StaffId id = event.staff;
    Staff& person = staff_[id.index()];
    const RosterSpec& roster = site_.scenario.roles[person.role.index()].roster;
    schedule_shift(id, person.shift_ends);
    site_.primary_work.shift_ends(id);
    charge(person);
    person.is_leaving = true;
    hand_over(id);
    stop_notice_clocks(id);
    if (roster.at_shift_end == RosterSpec::AtShiftEnd::put_back && person.current.is_valid()) {
        suspend(person);
        --site_.tasks[person.suspended[person.depth - 1]].interruptions;
        while (person.depth > 0) put_back(id, person.suspended[--person.depth]);
        go_off_duty(id);
    } else if (!person.current.is_valid()) {
        carry_on(id);
    }
}

/// What was not begun by the end of the shift: messages wait in the in-basket, tasks go to a
/// colleague, visits are still seen.
void Workforce::hand_over(StaffId id) {
    Staff& person = staff_[id.index()];
    scratch_.clear();
    while (!person.agenda.empty()) scratch_.push_back(person.agenda.pop());
    for (const TaskId waiting : scratch_)
        if (site_.tasks[waiting].kind == TaskKind::visit)
            put_in_agenda(waiting, person);
        else
            put_back(id, waiting);
}

void Workforce::put_back(StaffId id, TaskId back) {
    Staff& person = staff_[id.index()];
    Task& task = site_.tasks[back];
    const bool was_begun = task.state == Task::State::suspended;
    task.is_put_back = was_begun && task.step_left > sim::Duration::zero();
    switch (task.kind) {
        case TaskKind::chat_start:
            if (was_begun) break;
            site_.task_dropped(back, id);
            return;
        case TaskKind::visit:
        case TaskKind::recurring:
            for (const StaffId colleague : on_duty(person.role)) {
                const Staff& other = staff_[colleague.index()];
                if (other.is_leaving || other.shift_ends <= site_.now()) continue;
                fall_due(back, colleague, false);
                return;
            }
            ++site_.outcomes.roles[person.role.index()].tasks_left_undone;
            site_.task_dropped(back, id);
            return;
        case TaskKind::call:
        case TaskKind::callback:
            site_.pools.put_back(back);
            return;
        case TaskKind::portal_message:
        case TaskKind::chat_turn:
            if (!task.pool.is_valid()) break;
            site_.pools.put_back(back);
            return;
    }
    task.state = Task::State::unseen;
    const auto came_later = [this, &task](TaskId other) {
        return site_.tasks[other].waiting_since > task.waiting_since;
    };
    person.unseen.insert(std::find_if(person.unseen.begin(), person.unseen.end(), came_later),
                         back);
}

void Workforce::go_off_duty(StaffId id) {
    Staff& person = staff_[id.index()];
    charge(person);
    const bool was_on_duty = person.is_on_duty;
    person.state = Staff::State::off_duty;
    person.session = Staff::Session::none;
    person.is_leaving = false;
    person.is_on_duty = false;
    person.check_is_due = false;
    site_.kernel.cancel(person.next_check);
    if (!is_member(id)) pass_on_all(id);
    if (!was_on_duty) return;
    begin_absence(id);
    std::vector<StaffId>& present = on_duty_[person.role.index()];
    present.erase(std::lower_bound(present.begin(), present.end(), id));
    RoleOutcomes& role = site_.outcomes.roles[person.role.index()];
    ++role.shifts;
    role.longest_focus.add(person.longest_focus);
    const AttentionSpec& attention = site_.scenario.roles[person.role.index()].attention;
    const Address address = shift_address(person, person.shift_ends);
    if (is_member(id) &&
        site_.draws.happens(Draw::after_hours, address, attention.after_hours_probability))
        person.next_check = site_.kernel.after(
            site_.draws.duration(Draw::after_hours_delay, address, attention.after_hours_delay),
            InboxIsChecked{id});
}

/// One look at the in-basket in the person's own time.
void Workforce::after_hours(StaffId id) {
    Staff& person = staff_[id.index()];
    charge(person);
    person.session = Staff::Session::after_hours;
    see_all(id);
    carry_on(id);
}

}  // namespace wardwire::models
