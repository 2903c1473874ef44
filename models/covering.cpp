// SPDX-License-Identifier: Apache-2.0
// Covering: where the messages of those go who are off duty.
#include "models/site.hpp"
#include "models/workforce.hpp"

namespace wardwire::models {

void Workforce::begin_absence(StaffId id) {
    Staff& person = staff_[id.index()];
    const std::optional<CoverRule>& rule = site_.scenario.roles[person.role.index()].covering;
    if (!rule || !is_member(id)) return;
    const sim::Time due = site_.time_after(rule->after, rule->clock, site_.open_hours);
    if (due < sim::end_of_time) person.cover = site_.kernel.at(due, CoverBegins{id});
}

void Workforce::end_absence(StaffId id) {
    Staff& person = staff_[id.index()];
    site_.kernel.cancel(person.cover);
    person.is_covered = false;
}

void Workforce::on(CoverBegins event) {
    Staff& person = staff_[event.staff.index()];
    person.is_covered = true;
    scratch_.clear();
    for (const TaskId id : person.unseen)
        if (is_covered(id, event.staff)) scratch_.push_back(id);
    for (const TaskId id : scratch_) {
        withdraw(id);
        hand_to_cover(id, event.staff);
    }
}

/// What somebody has begun stays with that person, and what has come from one who is away does not
/// go to a third.
bool Workforce::is_covered(TaskId id, StaffId staff) const {
    const Task& task = site_.tasks[id];
    return staff_[staff.index()].is_covered && task.kind == TaskKind::portal_message &&
           task.stage == 0 && !task.is_covered;
}

void Workforce::hand_to_cover(TaskId id, StaffId staff) {
    Task& task = site_.tasks[id];
    task.is_covered = true;
    site_.cancel_deadline(task);
    ++site_.outcomes.covered_messages;
    const RoleSpec& role = site_.scenario.roles[staff_[staff.index()].role.index()];
    site_.portal.redirect(id, role.covering->to, CloseReason::covered);
}

}  // namespace wardwire::models
