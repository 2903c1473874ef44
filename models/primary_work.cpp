// SPDX-License-Identifier: Apache-2.0
#include "models/primary_work.hpp"

#include <algorithm>
#include <cmath>

#include "models/site.hpp"

namespace wardwire::models {

PrimaryWork::PrimaryWork(Site& site)
    : site_(site), next_visit_(site.workforce.size()), added_visits_(next_visit_.size()) {
    std::size_t streams = 0;
    for (std::size_t i = 0; i < site.workforce.size(); ++i) {
        first_stream_.push_back(static_cast<std::uint32_t>(streams));
        streams += role_of(StaffId{i}).tasks.size();
    }
    streams_.resize(streams);
}

const RoleSpec& PrimaryWork::role_of(StaffId id) const {
    return site_.scenario.roles[site_.workforce[id].role.index()];
}

void PrimaryWork::shift_begins(StaffId id) {
    const RoleSpec& role = role_of(id);
    for (std::uint32_t stream = 0; stream < role.tasks.size(); ++stream)
        if (!site_.kernel.is_pending(stream_of(id, stream).next)) schedule_recurrence(id, stream);
    if (role.visits) schedule_visit(id, site_.now());
}

void PrimaryWork::shift_ends(StaffId id) {
    for (std::uint32_t stream = 0; stream < role_of(id).tasks.size(); ++stream)
        site_.kernel.cancel(stream_of(id, stream).next);
    site_.kernel.cancel(next_visit_[id.index()]);
}

/// The first slot of a session that begins at or after `from`; slots are counted from the session's
/// own beginning and fit into it.
void PrimaryWork::schedule_visit(StaffId id, sim::Time from) {
    const VisitSpec& visits = *role_of(id).visits;
    const sim::Duration at = site_.scenario.calendar.time_of_week(from);
    for (const sim::Duration week : {sim::Duration{}, sim::Duration{sim::weeks{1}}})
        for (const WeeklyHours::Interval& session : visits.sessions.intervals) {
            const sim::Duration into = std::max(sim::Duration{}, at - (session.from + week));
            const std::int64_t slot =
                (into.count() + visits.slot.count() - 1) / visits.slot.count();
            const sim::Duration begins = session.from + slot * visits.slot;
            if (begins + visits.slot > session.to) continue;
            next_visit_[id.index()] =
                site_.kernel.at(from + (begins + week - at), VisitFallsDue{id});
            return;
        }
}

void PrimaryWork::on(VisitFallsDue event) {
    const StaffId id = event.staff;
    const VisitSpec& visits = *role_of(id).visits;
    const Staff& person = site_.workforce[id];
    schedule_visit(id, site_.now() + visits.slot);
    if (!person.is_on_duty || person.is_leaving) return;
    // A visit's address is its appointment.
    const Address address{person.entity, static_cast<std::uint64_t>(site_.now().time_since_epoch() /
                                                                    sim::minutes{1})};
    RoleOutcomes& outcomes = site_.outcomes.roles[person.role.index()];
    ++outcomes.visits;
    if (site_.draws.happens(Draw::visit_no_show, address, visits.no_show_probability))
        ++outcomes.no_shows;
    else
        begin_visit(id, address);
    std::uint32_t& added = added_visits_[id.index()];
    if (added == 0) return;
    --added;
    ++outcomes.visits;
    begin_visit(id, {address.entity, address.index | std::uint64_t{1} << 40});
}

void PrimaryWork::begin_visit(StaffId id, Address address) {
    const VisitSpec& visits = *role_of(id).visits;
    const TaskId task_id = site_.new_task(TaskKind::visit, address);
    Task& task = site_.tasks[task_id];
    task.rank = visits.rank;
    task.interruptible = visits.interruptible;
    site_.patients.panels().visited(id);
    site_.workforce.fall_due(task_id, id, false);
}

void PrimaryWork::add_visit(StaffId id) {
    if (role_of(id).visits) ++added_visits_[id.index()];
}

void PrimaryWork::schedule_recurrence(StaffId id, std::uint32_t stream) {
    Stream& own = stream_of(id, stream);
    const Address address{site_.workforce[id].entity, own.gaps++ << 8 | stream};
    own.next = site_.kernel.after(
        site_.draws.duration(Draw::task_gap, address, role_of(id).tasks[stream].gap),
        TaskRecurs{id, stream});
}

void PrimaryWork::on(TaskRecurs event) {
    const StaffId id = event.staff;
    const RecurringTask& spec = role_of(id).tasks[event.stream];
    const Address address{site_.workforce[id].entity,
                          stream_of(id, event.stream).occurrences++ << 8 | event.stream};
    if (spec.counted_from == RecurringTask::CountedFrom::arrival)
        schedule_recurrence(id, event.stream);
    const TaskId task_id = site_.new_task(TaskKind::recurring, address);
    Task& task = site_.tasks[task_id];
    task.subject = event.stream;
    task.rank = spec.rank;
    task.interruptible = spec.interruptible;
    site_.workforce.fall_due(task_id, id, spec.on_arrival == RecurringTask::OnArrival::interrupt);
}

PrimaryWork::Steps PrimaryWork::steps_of(const Task& task, StaffId by) const {
    const RoleSpec& role = role_of(by);
    if (task.kind == TaskKind::visit)
        return {role.visits->interruptible == Interruptible::between_steps ? role.visits->steps : 1,
                role.visits->error_probability};
    const RecurringTask& spec = role.tasks[task.subject];
    return {spec.interruptible == Interruptible::between_steps ? spec.steps : 1,
            spec.error_probability};
}

bool PrimaryWork::has_further_step(const Task& task, StaffId by) const {
    return is_primary(task.kind) && task.stage < steps_of(task, by).count;
}

Step PrimaryWork::next_step(TaskId id, StaffId by) {
    Task& task = site_.tasks[id];
    if (task.stage >= steps_of(task, by).count) return {};
    ++task.stage;
    return {task.kind == TaskKind::visit ? Activity::visits : Activity::tasks,
            step_length(task, by, 0), true};
}

sim::Duration PrimaryWork::step_length(const Task& task, StaffId by, std::uint64_t attempt) const {
    const RoleSpec& role = role_of(by);
    const bool is_visit = task.kind == TaskKind::visit;
    const sim::Duration whole = site_.draws.duration(
        is_visit ? Draw::visit_duration : Draw::task_duration, task.address.at(attempt),
        is_visit ? role.visits->duration : role.tasks[task.subject].duration);
    return whole / steps_of(task, by).count;
}

void PrimaryWork::begins(const Task& task, StaffId by) {
    if (task.kind == TaskKind::visit) outcomes_of(by).visit_wait.add(site_.now() - task.created);
}

void PrimaryWork::ends(const Task& task, StaffId by) {
    RoleOutcomes& outcomes = outcomes_of(by);
    ++outcomes.tasks_done;
    outcomes.tasks_interrupted += task.interruptions > 0 ? 1 : 0;
    outcomes.fragments.add(1.0 + task.interruptions);
    outcomes.expected_errors +=
        std::min(1.0, steps_of(task, by).error_probability *
                          std::pow(role_of(by).interruption.error_factor, task.interruptions));
    if (task.kind == TaskKind::recurring) outcomes.completion.add(site_.now() - task.begun);
    come_back(task, by);
}

void PrimaryWork::dropped(const Task& task, StaffId by) {
    if (task.interruptions > 0) ++outcomes_of(by).tasks_never_resumed;
    come_back(task, by);
}

/// A task counted from its completion falls due again after a gap.
void PrimaryWork::come_back(const Task& task, StaffId by) {
    if (task.kind != TaskKind::recurring || !site_.workforce[by].is_on_duty) return;
    const RecurringTask& spec = role_of(by).tasks[task.subject];
    if (spec.counted_from == RecurringTask::CountedFrom::completion &&
        !site_.workforce[by].is_leaving &&
        !site_.kernel.is_pending(stream_of(by, task.subject).next))
        schedule_recurrence(by, task.subject);
}

RoleOutcomes& PrimaryWork::outcomes_of(StaffId id) {
    return site_.outcomes.roles[site_.workforce[id].role.index()];
}

}  // namespace wardwire::models
