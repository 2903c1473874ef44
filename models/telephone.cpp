// SPDX-License-Identifier: Apache-2.0
#include "models/telephone.hpp"

#include "models/site.hpp"

namespace wardwire::models {

Telephone::Telephone(Site& site)
    : site_(site), calls_(site.scenario.telephone.size()), forgone_(calls_.size()) {
    for (const TelephoneLine& line : site.scenario.telephone)
        rate_.push_back(
            growing_rate(site.scenario, scaled(line.profile, line.calls_per_second), line.growth));
}

void Telephone::start() {
    for (std::uint32_t line = 0; line < rate_.size(); ++line) schedule_next(line);
}

Address Telephone::address_of(std::uint32_t line) const {
    return {site_.place.entity(entity_base(site_.scenario.telephone[line].name)), calls_[line]};
}

void Telephone::schedule_next(std::uint32_t line) {
    const double gap =
        sim::exponential_quantile(site_.draws.uniform(Draw::call_gap, address_of(line)));
    const sim::Time next = rate_[line].next(site_.now(), gap);
    if (next < sim::end_of_time) site_.kernel.at(next, CallArrives{line});
}

void Telephone::on(CallArrives event) {
    const TelephoneLine& line = site_.scenario.telephone[event.line];
    if (forgone_[event.line] > 0) {
        --forgone_[event.line];
        ++site_.outcomes.patients.calls_not_made;
        ++calls_[event.line];
        schedule_next(event.line);
        return;
    }
    const TaskId id = site_.new_task(TaskKind::call, address_of(event.line));
    Task& task = site_.tasks[id];
    task.channel = Channel::telephone;
    task.subject = event.line;
    task.rank = line.rank;
    task.interruptible = Interruptible::never;
    ++calls_[event.line];
    site_.outcomes.count_messages(Channel::telephone,
                                  site_.scenario.calendar.hour_of_week(site_.now()), 1);
    schedule_next(event.line);
    if (line.patience) {
        const sim::Duration patience =
            site_.draws.duration(Draw::call_patience, task.address, *line.patience);
        task.deadline = site_.kernel.after(patience, DeadlinePasses{id});
    }
    site_.pools.enter(id, site_.pools.of_line(event.line));
}

sim::Duration Telephone::call_back(std::uint32_t line, Address address) {
    const TaskId id = site_.new_task(TaskKind::callback, address);
    Task& task = site_.tasks[id];
    task.channel = Channel::telephone;
    task.subject = line;
    task.rank = site_.scenario.telephone[line].rank;
    task.interruptible = Interruptible::never;
    site_.deliver(id);
    return step_length(task, 0);
}

Step Telephone::next_step(Task& task) {
    if (task.stage++ > 0) {
        if (task.kind == TaskKind::call) site_.outcomes.patients.calls.add(task.step_length);
        return {};
    }
    return {Activity::telephone, step_length(task, 0), true};
}

sim::Duration Telephone::step_length(const Task& task, std::uint64_t attempt) const {
    const TelephoneLine& line = site_.scenario.telephone[task.subject];
    const bool is_callback = task.kind == TaskKind::callback && line.callback;
    return site_.draws.duration(Draw::call_duration, task.address.at(attempt),
                                is_callback ? *line.callback : line.duration);
}

}  // namespace wardwire::models
