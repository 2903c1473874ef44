// SPDX-License-Identifier: Apache-2.0
// Staff plans: who joins a role, who leaves it, and what becomes of their messages and patients.
#include <algorithm>
#include <vector>

#include "models/site.hpp"
#include "models/workforce.hpp"

namespace wardwire::models {

std::int64_t Workforce::today() const {
    const Calendar& calendar = site_.scenario.calendar;
    return calendar.start_day + calendar.day(site_.now());
}

/// In order of names: what happens at one midnight does not depend on which roles a scenario names
/// first.
void Workforce::schedule_first_changes() {
    const std::vector<RoleSpec>& roles = site_.scenario.roles;
    std::vector<RoleId> by_name;
    for (std::size_t role = 0; role < roles.size(); ++role) by_name.emplace_back(role);
    std::sort(by_name.begin(), by_name.end(), [&roles](RoleId a, RoleId b) {
        return roles[a.index()].name < roles[b.index()].name;
    });
    for (const RoleId role : by_name) schedule_change(role);
}

void Workforce::schedule_change(RoleId role) {
    const std::int64_t start = site_.scenario.calendar.start_day;
    for (const HeadCount& step : site_.scenario.roles[role.index()].plan) {
        if (step.day <= today()) continue;
        site_.kernel.at(sim::start_of_time + (step.day - start) * sim::Duration{sim::days{1}},
                        HeadCountChanges{role});
        return;
    }
}

void Workforce::on(HeadCountChanges event) {
    const RoleId role = event.role;
    std::uint32_t& members = members_[role.index()];
    const std::uint32_t before = members;
    members = members_on(site_.scenario.roles[role.index()], today());
    const std::uint32_t first = first_of_role_[role.index()];
    for (std::uint32_t k = before; k < members; ++k) join(StaffId{first + k});
    for (std::uint32_t k = members; k < before; ++k) leave(StaffId{first + k});
    schedule_change(role);
}

/// Work begins with the first shift from now on.
void Workforce::join(StaffId id) {
    const Staff& person = staff_[id.index()];
    if (!person.is_on_duty || person.is_leaving) schedule_shift(id, site_.now());
}

/// A shift that has begun is worked to its end.
void Workforce::leave(StaffId id) {
    Staff& person = staff_[id.index()];
    site_.kernel.cancel(person.next_shift);
    end_absence(id);
    if (!person.is_on_duty) {
        site_.kernel.cancel(person.next_check);
        pass_on_all(id);
    } else if (site_.scenario.roles[person.role.index()].roster.rotation.empty()) {
        person.shift_ends = site_.now();
        on(ShiftEnds{id});
    }
}

void Workforce::pass_on_all(StaffId id) {
    scratch_ = staff_[id.index()].unseen;
    for (const TaskId left : scratch_) {
        withdraw(left);
        pass_on(left, id);
    }
}

/// A patient's message goes back to the pool that dealt it out, to the patient's new clinician, or
/// to a colleague; what was said in a chat is not read.
void Workforce::pass_on(TaskId id, StaffId from) {
    Task& task = site_.tasks[id];
    site_.cancel_deadline(task);
    if (task.kind != TaskKind::portal_message) return site_.task_dropped(id, from);
    const RoleId role = staff_[from.index()].role;
    const StaffId primary = site_.portal.primary_of(task);
    Target to;
    if (task.pool.is_valid())
        to = {Target::Kind::pool, task.pool, {}};
    else if (!primary.is_valid() || staff_[primary.index()].role != role)
        to = {Target::Kind::role, {}, role};
    site_.portal.redirect(id, to, CloseReason::covered);
}

/// Patients are dealt evenly. When members leave, theirs are dealt evenly among those who stay;
/// when members come, an even part of every panel goes to them: the fewest moves that leave panels
/// even (Lamping & Veach 2014).
StaffId Workforce::dealt_to(RoleId role, sim::Entity patient) const {
    const RoleSpec& spec = site_.scenario.roles[role.index()];
    const std::int64_t start = site_.scenario.calendar.start_day;
    const auto deal = [](double uniform, std::uint32_t among) {
        return static_cast<std::uint32_t>(uniform * among);
    };
    std::uint32_t members = spec.plan.empty() ? count_of(role) : members_on(spec, start);
    std::uint32_t k = deal(site_.draws.uniform(Draw::primary_clinician, {patient, 0}), members);
    for (std::size_t i = 0; i < spec.plan.size() && spec.plan[i].day <= today(); ++i) {
        if (spec.plan[i].day <= start) continue;
        const std::uint32_t now = spec.plan[i].count;
        const std::uint32_t anew =
            deal(site_.draws.uniform(Draw::panel_dealing, {patient, i}), now);
        if (k >= now || anew >= members) k = anew;
        members = now;
    }
    return StaffId{first_of_role_[role.index()] + k};
}

}  // namespace wardwire::models
