// SPDX-License-Identifier: Apache-2.0
// Attention: when a person comes to see what lies in the in-basket.
#include <algorithm>

#include "models/site.hpp"
#include "models/workforce.hpp"

namespace wardwire::models {

const ChannelAttention& Workforce::attention(const Staff& person, Channel channel) const {
    return site_.scenario.roles[person.role.index()]
        .attention.channel[static_cast<std::size_t>(channel)];
}

WhenBusy Workforce::when_busy(const Staff& person, const Task& task) const {
    const ChannelAttention& rule = attention(person, task.channel);
    return task.is_urgent ? rule.when_busy_urgent : rule.when_busy;
}

/// Whether a push would reach this person in the present state. An urgent one that would reach
/// somebody busy reaches somebody free, who otherwise waits for the next look at the in-basket.
bool Workforce::would_see(const Staff& person, const Task& task) const {
    const WhenBusy busy = when_busy(person, task);
    const bool reaches_busy = busy == WhenBusy::interrupt || busy == WhenBusy::finish_task;
    if (person.state != Staff::State::free) return reaches_busy;
    return attention(person, task.channel).when_free == WhenFree::at_once ||
           (task.is_urgent && reaches_busy);
}

bool Workforce::is_in_session(const Staff& person) const {
    switch (person.session) {
        case Staff::Session::none:
            return false;
        case Staff::Session::block:
            return site_.now() < person.block_ends;
        case Staff::Session::check:
        case Staff::Session::after_hours:
            break;
    }
    return true;
}

void Workforce::receive(TaskId id, StaffId staff) {
    Staff& person = staff_[staff.index()];
    Task& task = site_.tasks[id];
    task.owner = staff;
    task.waiting_since = site_.now();
    task.state = Task::State::unseen;
    task.notice_at = {};
    person.unseen.push_back(id);
    if (person.state == Staff::State::off_duty && is_seen_off_duty(person, task)) {
        task.notice = site_.kernel.after(push_delay(person, task), MessageNoticed{id});
        return;
    }
    const bool is_away = person.is_leaving || !person.is_on_duty;
    if (is_away && clock_of(person, task) == NoticeClock::duty)
        task.notice_at = site_.now() + push_delay(person, task);
    if (is_away && clock_of(person, task) == NoticeClock::week)
        task.notice = site_.kernel.after(push_delay(person, task), MessageNoticed{id});
    if (person.is_leaving) return;
    if (is_in_session(person))
        see(id, staff);
    else if (person.is_on_duty)
        push(id, staff);
}

/// The push of a message: noticed at once, or later, or not at all.
void Workforce::push(TaskId id, StaffId staff) {
    Staff& person = staff_[staff.index()];
    Task& task = site_.tasks[id];
    if (!would_see(person, task)) return;
    const sim::Duration delay = push_delay(person, task);
    task.notice_at = site_.now() + delay;
    if (delay == sim::Duration::zero())
        see(id, staff);
    else
        task.notice = site_.kernel.after(delay, MessageNoticed{id});
}

NoticeClock Workforce::clock_of(const Staff& person, const Task& task) const {
    return attention(person, task.channel).notice_clock;
}

/// At the end of a shift: who can be reached off duty is noticed as by the wall clock.
void Workforce::stop_notice_clocks(StaffId id) {
    const Staff& person = staff_[id.index()];
    for (const TaskId unseen : person.unseen) {
        const Task& task = site_.tasks[unseen];
        if (clock_of(person, task) == NoticeClock::duty && !is_seen_off_duty(person, task))
            site_.kernel.cancel(task.notice);
    }
}

/// At the begin of a shift, the last one having ended at `stopped_at`.
void Workforce::go_on_with_notice_clocks(StaffId id, sim::Time stopped_at) {
    const Staff& person = staff_[id.index()];
    for (const TaskId unseen : person.unseen) {
        Task& task = site_.tasks[unseen];
        if (clock_of(person, task) != NoticeClock::duty || task.notice_at == sim::Time{} ||
            site_.kernel.is_pending(task.notice))
            continue;
        task.notice_at += site_.now() - std::max(stopped_at, task.waiting_since);
        task.notice =
            site_.kernel.at(std::max(site_.now(), task.notice_at), MessageNoticed{unseen});
    }
}

void Workforce::on(MessageNoticed event) {
    const Task& task = site_.tasks[event.task];
    const Staff& person = staff_[task.owner.index()];
    if (!person.is_on_duty && is_seen_off_duty(person, task))
        see_off_duty(event.task, task.owner);
    else if (person.is_on_duty && !person.is_leaving && would_see(person, task))
        see(event.task, task.owner);
}

bool Workforce::is_seen_off_duty(const Staff& person, const Task& task) const {
    return site_.draws.happens(Draw::off_duty_notice, task.address.at(task.hop),
                               attention(person, task.channel).off_duty_probability);
}

/// A push at home: the message is dealt with in the person's own time, and only it.
void Workforce::see_off_duty(TaskId id, StaffId staff) {
    withdraw(id);
    fall_due_off_duty(id, staff);
}

void Workforce::fall_due_off_duty(TaskId id, StaffId staff) {
    Staff& person = staff_[staff.index()];
    site_.tasks[id].owner = staff;
    put_in_agenda(id, person);
    if (person.session == Staff::Session::after_hours) return;
    charge(person);
    person.session = Staff::Session::after_hours;
    carry_on(staff);
}

/// A message is seen: it is begun, breaks in, or joins the agenda.
void Workforce::see(TaskId id, StaffId staff) {
    Staff& person = staff_[staff.index()];
    Task& task = site_.tasks[id];
    withdraw(id);
    if (person.state == Staff::State::free) {
        begin(staff, id);
        carry_on(staff);
    } else if (when_busy(person, task) == WhenBusy::interrupt && would_yield(staff, task.rank)) {
        interrupt(staff, id);
    } else {
        task.breaks_in = when_busy(person, task) == WhenBusy::interrupt;
        put_in_agenda(id, person);
    }
}

void Workforce::withdraw(TaskId id) {
    Task& task = site_.tasks[id];
    Staff& person = staff_[task.owner.index()];
    if (task.state == Task::State::unseen)
        person.unseen.erase(std::find(person.unseen.begin(), person.unseen.end(), id));
    else
        person.agenda.erase(task.place);
    site_.kernel.cancel(task.notice);
    task.state = Task::State::sent;
}

/// A look at the in-basket: all of it joins the agenda, and a session begins. The look with which
/// a shift begins leaves what has a clock of duty, or a notice of the week's clock to come, to
/// that.
void Workforce::see_all(StaffId id) {
    Staff& person = staff_[id.index()];
    person.check_is_due = false;
    if (person.session == Staff::Session::none) person.session = Staff::Session::check;
    const bool is_first = person.is_on_duty && site_.now() == person.shift_began;
    std::erase_if(person.unseen, [&](TaskId id_of_unseen) {
        const Task& task = site_.tasks[id_of_unseen];
        const NoticeClock clock = clock_of(person, task);
        const bool is_to_come =
            clock == NoticeClock::duty ||
            (clock == NoticeClock::week && site_.kernel.is_pending(task.notice));
        if (is_first && is_to_come) return false;
        site_.kernel.cancel(task.notice);
        put_in_agenda(id_of_unseen, person);
        return true;
    });
}

/// Nothing seen is left to do: a look at the in-basket is over, a block goes on to its end.
void Workforce::end_session(StaffId id) {
    Staff& person = staff_[id.index()];
    if (is_in_session(person) && person.session == Staff::Session::block) return;
    person.session = Staff::Session::none;
    if (!site_.kernel.is_pending(person.next_check)) schedule_check(id);
}

/// A person who becomes free gets the pushes that a `do_not_disturb` held back.
void Workforce::push_again_what_was_silenced(StaffId id) {
    Staff& person = staff_[id.index()];
    for (const TaskId id_of_unseen : person.unseen) {
        Task& task = site_.tasks[id_of_unseen];
        if (when_busy(person, task) == WhenBusy::do_not_disturb && would_see(person, task) &&
            !site_.kernel.is_pending(task.notice))
            task.notice =
                site_.kernel.after(push_delay(person, task), MessageNoticed{id_of_unseen});
    }
}

sim::Duration Workforce::push_delay(const Staff& person, const Task& task) const {
    const ChannelAttention& rule = attention(person, task.channel);
    const Address address = task.address.at(task.hop);
    if (site_.draws.happens(Draw::notice, address, rule.noticed_at_once_probability))
        return sim::Duration::zero();
    if (task.is_in_exchange)
        return site_.draws.duration(Draw::notice_delay, address,
                                    site_.scenario.chat->exchange->notice_delay);
    const sim::Duration delay =
        site_.draws.duration(Draw::notice_delay, address, rule.notice_delay);
    if (rule.notice_clock != NoticeClock::week) return delay;
    const auto& week =
        weeks_[person.role.index() * channel_count + static_cast<std::size_t>(task.channel)];
    return week->next(site_.now(), sim::in_seconds(delay)) - site_.now();
}

void Workforce::schedule_check(StaffId id) {
    Staff& person = staff_[id.index()];
    if (!person.is_on_duty || !checks_[person.role.index()]) return;
    const AttentionSpec& attention = site_.scenario.roles[person.role.index()].attention;
    const Address address{person.entity, person.checks++};
    site_.kernel.cancel(person.next_check);
    person.next_check = site_.kernel.after(
        site_.draws.duration(Draw::check_interval, address, attention.check_interval),
        InboxIsChecked{id});
}

void Workforce::on(InboxIsChecked event) {
    Staff& person = staff_[event.staff.index()];
    if (!person.is_on_duty) {
        after_hours(event.staff);
        return;
    }
    if (person.is_leaving) return;
    person.check_is_due = true;
    look_for_work(event.staff);
}

void Workforce::schedule_block(StaffId id) {
    const Staff& person = staff_[id.index()];
    const sim::Time next = block_clock_[person.role.index()].next_opening(site_.now());
    if (next < sim::end_of_time) site_.kernel.at(next, InboxBlockStarts{id});
}

void Workforce::on(InboxBlockStarts event) {
    schedule_block(event.staff);
    Staff& person = staff_[event.staff.index()];
    if (!person.is_on_duty || person.is_leaving) return;
    begin_open_block(event.staff);
    look_when_settled(event.staff);
}

/// A block that is open now is a look at the in-basket that lasts until it closes.
void Workforce::begin_open_block(StaffId id) {
    Staff& person = staff_[id.index()];
    const BusinessClock& clock = block_clock_[person.role.index()];
    if (!clock.is_open(site_.now())) return;
    person.session = Staff::Session::block;
    person.block_ends = clock.next_closing(site_.now());
    person.check_is_due = true;
}

bool Workforce::would_pull(StaffId id, Channel channel) const {
    const Staff& person = staff_[id.index()];
    if (!person.is_on_duty || person.is_leaving) return false;
    return channel == Channel::telephone ||
           attention(person, channel).when_free == WhenFree::at_once || is_in_session(person);
}

}  // namespace wardwire::models
