// SPDX-License-Identifier: Apache-2.0
#include "models/workforce.hpp"

#include <algorithm>

#include "models/site.hpp"

namespace wardwire::models {

namespace {

/// Sub-addresses for draws about the n-th interruption of a task start here, past its hops.
constexpr std::uint64_t interruption_base = 64;

std::uint64_t interruption_sub(const Task& task) {
    return interruption_base + std::min<std::uint64_t>(task.interruptions, 63);
}

Cause cause_of(const Task& task) {
    switch (task.kind) {
        case TaskKind::call:
        case TaskKind::callback:
            return Cause::telephone;
        case TaskKind::portal_message:
            return Cause::portal;
        case TaskKind::chat_start:
        case TaskKind::chat_turn:
            return Cause::chat;
        case TaskKind::visit:
        case TaskKind::recurring:
            break;
    }
    return Cause::task;
}

}  // namespace

Workforce::Workforce(Site& site, const std::vector<std::uint32_t>& staff)
    : site_(site), on_duty_(site.scenario.roles.size()) {
    first_of_role_.push_back(0);
    for (std::size_t r = 0; r < site.scenario.roles.size(); ++r) {
        const RoleSpec& spec = site.scenario.roles[r];
        members_.push_back(spec.plan.empty() ? staff[r]
                                             : members_on(spec, site.scenario.calendar.start_day));
        for (std::uint32_t k = 0; k < staff[r]; ++k) {
            Staff person;
            person.role = RoleId{r};
            person.number = k;
            person.entity = site.place.entity(entity_base(spec.name) | k);
            staff_.push_back(std::move(person));
        }
        first_of_role_.push_back(static_cast<std::uint32_t>(staff_.size()));
        block_clock_.emplace_back(spec.attention.inbox_blocks, site.scenario.calendar);
        for (const ChannelAttention& rule : spec.attention.channel)
            weeks_.push_back(rule.notice_clock == NoticeClock::week
                                 ? std::make_unique<sim::WeeklyRate>(
                                       rule.notice_profile, site.scenario.calendar.week_offset())
                                 : nullptr);
        checks_.push_back(std::any_of(spec.attention.channel.begin(), spec.attention.channel.end(),
                                      [](const auto& rule) {
                                          return rule.when_free == WhenFree::next_check ||
                                                 rule.when_busy == WhenBusy::next_check ||
                                                 rule.when_busy_urgent == WhenBusy::next_check;
                                      }));
    }
}

StaffId Workforce::choose(RoleId role, double uniform, StaffId except) const {
    const std::vector<StaffId>& present = on_duty(role);
    const auto place = std::lower_bound(present.begin(), present.end(), except);
    const bool is_present_excepted = place != present.end() && *place == except;
    const std::size_t choices = present.size() - (is_present_excepted ? 1 : 0);
    if (choices > 0) {
        auto pick = static_cast<std::size_t>(uniform * static_cast<double>(choices));
        if (is_present_excepted && present.begin() + static_cast<std::ptrdiff_t>(pick) >= place)
            ++pick;
        return present[pick];
    }
    const std::uint32_t first = first_of_role_[role.index()];
    const std::uint32_t count = members_[role.index()];
    const bool is_excepted =
        except.is_valid() && except.index() >= first && except.index() < first + count;
    if (count <= (is_excepted ? 1U : 0U)) return {};
    auto pick = static_cast<std::uint32_t>(uniform * (count - (is_excepted ? 1 : 0)));
    if (is_excepted && first + pick >= except.index()) ++pick;
    return StaffId{first + pick};
}

void Workforce::fall_due(TaskId id, StaffId staff, bool may_interrupt) {
    Staff& person = staff_[staff.index()];
    Task& task = site_.tasks[id];
    task.owner = staff;
    task.waiting_since = site_.now();
    if (person.state == Staff::State::free) {
        begin(staff, id);
        carry_on(staff);
    } else if (may_interrupt && would_yield(staff, task.rank)) {
        interrupt(staff, id);
    } else {
        task.breaks_in = may_interrupt;
        put_in_agenda(id, person);
    }
}

void Workforce::put_in_agenda(TaskId id, Staff& person) {
    Task& task = site_.tasks[id];
    task.state = Task::State::in_agenda;
    task.place = person.agenda.push(task.rank, person.agenda_order++, id);
}

bool Workforce::would_yield(StaffId id, Rank rank) const {
    const Staff& person = staff_[id.index()];
    return person.state == Staff::State::working && is_outranked(person, rank) &&
           site_.tasks[person.current].interruptible == Interruptible::always;
}

/// Whether rank and depth let something break into the task in hand.
bool Workforce::is_outranked(const Staff& person, Rank by) const {
    const InterruptionSpec& rule = site_.scenario.roles[person.role.index()].interruption;
    return !person.is_leaving && by < site_.tasks[person.current].rank &&
           person.depth < std::min<std::size_t>(rule.max_depth, deepest_interruption);
}

void Workforce::interrupt(StaffId id, TaskId by) {
    Staff& person = staff_[id.index()];
    const Task& cause = site_.tasks[by];
    record_interruption(person, cause);
    site_.load.interrupted(id);
    suspend(person);
    begin(id, by);
    const Task& interrupted = site_.tasks[person.suspended[person.depth - 1]];
    const RoleSpec& role = site_.scenario.roles[person.role.index()];
    const sim::Duration cost = site_.draws.duration(
        Draw::switch_cost, interrupted.address.at(interruption_sub(interrupted)),
        role.interruption.switch_cost);
    if (cost > sim::Duration::zero())
        start_step(id, Staff::State::switching, Activity::switching, cost);
    else
        carry_on(id);
}

void Workforce::suspend(Staff& person) {
    Task& task = site_.tasks[person.current];
    // While switching or resuming, the step itself is as it was left.
    if (person.state == Staff::State::working)
        task.step_left = std::max(sim::Duration::zero(), person.step_ends_at - site_.now());
    task.suspended_at = site_.now();
    task.state = Task::State::suspended;
    ++task.interruptions;
    site_.kernel.cancel(person.step_end);
    person.longest_focus = std::max(person.longest_focus, site_.now() - person.focus_since);
    person.suspended[person.depth++] = person.current;
    person.current = {};
}

void Workforce::record_interruption(Staff& person, const Task& cause) {
    RoleOutcomes& role = site_.outcomes.roles[person.role.index()];
    ++role.interruptions[static_cast<std::size_t>(cause_of(cause))];
    role.between_interruptions.add(site_.now() -
                                   std::max(person.last_interruption, person.shift_began));
    person.last_interruption = site_.now();
}

void Workforce::begin(StaffId id, TaskId next) {
    Staff& person = staff_[id.index()];
    person.current = next;
    person.state = Staff::State::working;
    person.focus_since = site_.now();
    Task& task = site_.tasks[next];
    task.owner = id;
    task.state = Task::State::in_hand;
    site_.task_begins(next, id);
}

/// Asks for steps and tasks until one takes time, or there is nothing left to do.
void Workforce::carry_on(StaffId id) {
    Staff& person = staff_[id.index()];
    for (;;) {
        if (!person.current.is_valid() && !take_next(id)) return;
        if (site_.kernel.is_pending(person.step_end)) return;
        Task& task = site_.tasks[person.current];
        if (task.is_put_back) {
            task.is_put_back = false;
            start_step(id, Staff::State::working, task.activity, task.step_left);
            return;
        }
        const Step step = site_.next_step(person.current, id);
        if (!step.is_work) {
            complete(id);
            continue;
        }
        task.step_length = step.length;
        task.activity = step.activity;
        task.attempts = 0;
        if (step.length > sim::Duration::zero()) {
            start_step(id, Staff::State::working, step.activity, step.length);
            return;
        }
    }
}

void Workforce::complete(StaffId id) {
    Staff& person = staff_[id.index()];
    const TaskId done = person.current;
    person.current = {};
    person.longest_focus = std::max(person.longest_focus, site_.now() - person.focus_since);
    site_.task_ends(done, id);
}

/// Puts the next task in hand; false when there is none, and the person is free or gone.
bool Workforce::take_next(StaffId id) {
    Staff& person = staff_[id.index()];
    for (;;) {
        if (person.check_is_due && !person.is_leaving) see_all(id);
        const Rank no_rank = 255;
        const Rank suspended_rank =
            person.depth > 0 ? site_.tasks[person.suspended[person.depth - 1]].rank : no_rank;
        Rank agenda_rank = no_rank;
        if (!person.agenda.empty()) agenda_rank = static_cast<Rank>(person.agenda.top_key());
        // Past the end of a shift only what was begun, and visits, are finished.
        const bool takes_new_work = !person.is_leaving;
        PoolId pool;
        if (takes_new_work && !person.pools.empty()) pool = site_.pools.best_for(id);
        const Rank pool_rank = pool.is_valid() ? site_.pools.first(pool).rank : no_rank;

        if (suspended_rank < no_rank && suspended_rank <= std::min(agenda_rank, pool_rank)) {
            if (resume(id)) return true;
            continue;
        }
        if (agenda_rank < no_rank && agenda_rank <= pool_rank) {
            begin(id, person.agenda.pop());
            return true;
        }
        if (pool_rank < no_rank) {
            const TaskId first = site_.pools.claim_first(pool);
            take_along(id, pool);
            begin(id, first);
            return true;
        }
        become_free(id);
        return false;
    }
}

/// The rest of a batch is seen and waits, with the deadlines that it has.
void Workforce::take_along(StaffId id, PoolId pool) {
    Staff& person = staff_[id.index()];
    for (std::uint32_t k = 1; k < site_.pools.batch(pool) && site_.pools.waiting(pool) > 0; ++k) {
        const TaskId next = site_.pools.claim_first(pool);
        site_.tasks[next].owner = id;
        put_in_agenda(next, person);
    }
}

/// Goes on with the task suspended last; false when it is dropped instead.
bool Workforce::resume(StaffId id) {
    Staff& person = staff_[id.index()];
    const TaskId again = person.suspended[--person.depth];
    Task& task = site_.tasks[again];
    const RoleSpec& role = site_.scenario.roles[person.role.index()];
    const InterruptionSpec& rule = role.interruption;
    const Address address = task.address.at(interruption_sub(task));
    if (is_primary(task.kind) && site_.draws.happens(Draw::drop, address, rule.drop_probability)) {
        site_.task_dropped(again, id);
        return false;
    }
    person.current = again;
    task.state = Task::State::in_hand;
    // Between steps there is nothing to begin again.
    const bool is_within_step = task.step_left > sim::Duration::zero();
    if (is_within_step && rule.continuation == Continuation::restart)
        task.step_left = task.step_length;
    if (is_within_step && rule.continuation == Continuation::resample) {
        ++task.attempts;
        task.step_left = task.step_length = site_.redraw_step(again, id);
    }
    sim::Duration lag = site_.draws.duration(Draw::resumption_lag, address, rule.resumption_lag);
    lag += sim::from_seconds(rule.lag_growth * sim::in_seconds(site_.now() - task.suspended_at));
    site_.outcomes.roles[person.role.index()].resumption.add(lag);
    start_step(id, Staff::State::resuming, Activity::resuming, lag);
    return true;
}

void Workforce::start_step(StaffId id, Staff::State state, Activity activity,
                           sim::Duration length) {
    Staff& person = staff_[id.index()];
    charge(person);
    person.state = state;
    person.activity = activity;
    person.step_ends_at = site_.now() + length;
    person.step_end = site_.kernel.at(person.step_ends_at, StepEnds{id});
}

void Workforce::on(StepEnds event) {
    Staff& person = staff_[event.staff.index()];
    const Task& task = site_.tasks[person.current];
    if (person.state == Staff::State::resuming) {
        person.focus_since = site_.now();
        start_step(event.staff, Staff::State::working, task.activity, task.step_left);
        return;
    }
    const bool may_yield = person.state == Staff::State::working &&
                           task.interruptible == Interruptible::between_steps &&
                           !person.agenda.empty() && site_.tasks[person.agenda.top()].breaks_in &&
                           is_outranked(person, static_cast<Rank>(person.agenda.top_key())) &&
                           site_.primary_work.has_further_step(task, event.staff);
    person.state = Staff::State::working;
    if (may_yield) {
        interrupt(event.staff, person.agenda.pop());
        return;
    }
    carry_on(event.staff);
}

void Workforce::look_for_work(StaffId id) {
    if (staff_[id.index()].state == Staff::State::free) carry_on(id);
}

void Workforce::become_free(StaffId id) {
    Staff& person = staff_[id.index()];
    if (person.is_leaving || person.session == Staff::Session::after_hours) {
        go_off_duty(id);
        return;
    }
    end_session(id);
    if (person.state != Staff::State::free) {
        charge(person);
        person.state = Staff::State::free;
        person.activity = Activity::free;
    }
    push_again_what_was_silenced(id);
}

void Workforce::charge(Staff& person) {
    const sim::Time now = site_.now();
    RoleOutcomes& role = site_.outcomes.roles[person.role.index()];
    const auto spent = within_window(site_.outcomes, person.activity_since, now);
    const bool is_at_work = person.is_on_duty || person.session == Staff::Session::after_hours;
    if (is_at_work && is_messaging(person.activity))
        site_.load.worked(StaffId{static_cast<std::size_t>(&person - staff_.data())}, spent);
    if (person.is_on_duty) {
        role.microseconds[static_cast<std::size_t>(person.activity)] += spent.count();
        const sim::Time from = std::max(person.activity_since, person.shift_ends);
        if (from < now)
            role.overtime_microseconds += within_window(site_.outcomes, from, now).count();
    } else if (is_at_work) {
        role.after_hours_microseconds += spent.count();
    }
    person.activity_since = now;
}

void Workforce::charge_all() {
    for (Staff& person : staff_) charge(person);
}

std::uint64_t Workforce::in_basket_size(RoleId role) const {
    std::uint64_t size = 0;
    const std::uint32_t end = first_of_role_[role.index() + 1];
    for (std::uint32_t i = first_of_role_[role.index()]; i < end; ++i)
        size += staff_[i].unseen.size() + staff_[i].agenda.size();
    return size;
}

}  // namespace wardwire::models
