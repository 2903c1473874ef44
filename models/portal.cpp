// SPDX-License-Identifier: Apache-2.0
#include "models/portal.hpp"

#include <algorithm>

#include "models/site.hpp"

namespace wardwire::models {

namespace {

/// A message that has been handed on so often is resolved by whoever has it.
constexpr std::uint8_t most_hops = 15;
constexpr std::size_t most_threads = 50'000'000;

sim::Duration scaled(sim::Duration length, double factor) {
    return factor == 1.0 ? length : sim::from_seconds(sim::in_seconds(length) * factor);
}

}  // namespace

Portal::Portal(Site& site)
    : site_(site),
      audits_(site.scenario.portal ? site.scenario.portal->audits : WeeklyHours{},
              site.scenario.calendar),
      threads_(most_threads, "at most 50 million open portal threads") {}

template <class Count>
void Portal::for_each_group(const Thread& thread, Count&& count) {
    count(site_.outcomes.response);
    count(site_.outcomes.response_by_use_type[thread.use_type.index()]);
    count(site_.outcomes.response_by_urgency[thread.is_urgent ? 1 : 0]);
    if (!site_.outcomes.response_by_patient_group.empty())
        count(site_.outcomes.response_by_patient_group[site_.patients.group_of(thread)]);
}

void Portal::begin(const Thread& thread) {
    const ThreadId id = threads_.take();
    threads_[id] = thread;
    threads_[id].is_recorded = site_.is_recorded(thread.address());
    ++site_.outcomes.threads.started;
    send_message(id);
}

void Portal::on(PatientReplies event) {
    const ThreadId id{event.thread};
    ++threads_[id].round;
    --awaiting_patient_;
    send_message(id);
}

void Portal::send_message(ThreadId id) {
    Thread& thread = threads_[id];
    thread.sent = site_.now();
    thread.was_touched = false;
    ++thread.messages;
    site_.patients.exchanged(thread);
    const UseType& type = site_.scenario.portal->use_types[thread.use_type.index()];
    const TaskId task_id = site_.new_task(TaskKind::portal_message, thread.address());
    Task& task = site_.tasks[task_id];
    task.channel = Channel::portal;
    task.subject = id.index();
    task.rank = thread.is_flagged ? type.urgent_rank : type.rank;
    task.is_urgent = thread.is_flagged;
    if (site_.outcomes.is_measured(thread.sent)) {
        const auto count = [](ResponseOutcomes& group) { ++group.messages; };
        for_each_group(thread, count);
        if (audit_of(thread) <= site_.end()) ++site_.outcomes.audit.messages;
        site_.outcomes.count_messages(Channel::portal,
                                      site_.scenario.calendar.hour_of_week(site_.now()), 1);
    }
    send(task_id, route(thread));
}

/// What the rules see: the use type, or another when software in front takes it for that.
UseTypeId Portal::apparent_type(const Thread& thread) const {
    const std::vector<UseType>& types = site_.scenario.portal->use_types;
    const UseType& truly = types[thread.use_type.index()];
    const Address address = thread.address();
    if (site_.draws.happens(Draw::recognition, address, truly.recognised_probability))
        return thread.use_type;
    double u = site_.draws.uniform(Draw::mistaken_use_type, address) * (1.0 - truly.share);
    UseTypeId apparent = thread.use_type;
    for (std::size_t type = 0; type < types.size(); ++type) {
        if (type == thread.use_type.index() || types[type].share == 0.0) continue;
        apparent = UseTypeId{type};
        if (u < types[type].share) break;
        u -= types[type].share;
    }
    return apparent;
}

Target Portal::route(const Thread& thread) const {
    const bool is_open = site_.open_hours.is_open(site_.now());
    const UseTypeId seen_as = apparent_type(thread);
    for (const RoutingRule& rule : site_.scenario.portal->routing) {
        const bool type_fits = rule.use_types.empty() ||
                               std::find(rule.use_types.begin(), rule.use_types.end(), seen_as) !=
                                   rule.use_types.end();
        const bool flag_fits = rule.flag == RoutingRule::Flag::any ||
                               (rule.flag == RoutingRule::Flag::urgent) == thread.is_flagged;
        const bool hour_fits = rule.when == RoutingRule::When::any ||
                               (rule.when == RoutingRule::When::open) == is_open;
        if (type_fits && flag_fits && hour_fits) return rule.to;
    }
    return {};
}

void Portal::begins(TaskId id, StaffId by) {
    Task& task = site_.tasks[id];
    Thread& thread = threads_[ThreadId{task.subject}];
    const RoleSpec& role = site_.scenario.roles[site_.workforce[by].role.index()];
    site_.log.claimed(task.row, by, site_.now());
    site_.log.read(task.row, site_.now());
    if (role.is_clinician) thread.saw_clinician = true;
    if (thread.was_touched) return;
    thread.was_touched = true;
    thread.touched = site_.now();
    if (!thread.home.is_valid()) count_touch(thread);
}

void Portal::count_touch(const Thread& thread) {
    if (!site_.outcomes.is_measured(thread.sent)) return;
    const sim::Duration delay = thread.touched - thread.sent;
    const sim::Duration business = site_.open_hours.between(thread.sent, thread.touched);
    for_each_group(thread, [delay, business](ResponseOutcomes& group) {
        group.first_touch.add(delay);
        group.first_touch_business.add(business);
        for (std::size_t i = 0; i < ResponseOutcomes::limits.size(); ++i)
            if (delay <= ResponseOutcomes::limits[i]) ++group.touched_within[i];
    });
    if (thread.is_urgent) site_.outcomes.urgent.add(delay);
}

Step Portal::next_step(TaskId id, StaffId by) {
    Task& task = site_.tasks[id];
    const ThreadId thread_id{task.subject};
    Thread& thread = threads_[thread_id];
    switch (task.stage++) {
        case 0:
            return {Activity::portal_reading, step_length(task, by, 0), true};
        case 1:
            thread.work += task.step_length;
            if (is_resolved_by(task, thread, by))
                return {Activity::portal_replying, step_length(task, by, 0), true};
            forward(task, thread, by);
            return {};
        default:
            thread.work += task.step_length;
            resolve(task, thread_id, by);
            return {};
    }
}

sim::Duration Portal::step_length(const Task& task, StaffId by, std::uint64_t attempt) const {
    const RoleId role = site_.workforce[by].role;
    const DraftSpec& drafts = site_.scenario.portal->drafts;
    // Reading takes each reader a time of its own; how long an answer takes is in the message.
    if (task.stage == 1)
        return scaled(site_.draws.duration(Draw::reading, task.address.at(task.hop + attempt * 16),
                                           site_.scenario.roles[role.index()].reading),
                      drafts.reading_factor);
    const bool is_drafted =
        site_.draws.happens(Draw::draft_use, task.address, drafts.used_probability);
    return scaled(site_.draws.duration(Draw::handling, task.address.at(attempt),
                                       use_type_of(task).handling[role.index()]),
                  is_drafted ? drafts.writing_factor : 1.0);
}

bool Portal::is_resolved_by(const Task& task, const Thread& thread, StaffId by) const {
    const RoleId role = site_.workforce[by].role;
    if (!site_.scenario.roles[role.index()].forwards_to || task.hop >= most_hops) return true;
    const UseType& type = site_.scenario.portal->use_types[thread.use_type.index()];
    return site_.draws.happens(Draw::resolution, task.address.at(task.hop),
                               type.resolved_probability[role.index()]);
}

/// The message goes on to the role's `forwards_to`, as a new task.
void Portal::forward(const Task& task, Thread& thread, StaffId by) {
    const RoleId role = site_.workforce[by].role;
    ++thread.handoffs;
    const TaskId next_id = site_.new_task(TaskKind::portal_message, task.address);
    Task& next = site_.tasks[next_id];
    next.channel = Channel::portal;
    next.subject = task.subject;
    next.rank = task.rank;
    next.is_urgent = task.is_urgent;
    next.hop = static_cast<std::uint8_t>(task.hop + 1);
    next.level = task.level;
    next.created = task.created;
    site_.log.closed(task.row, CloseReason::forwarded, site_.now());
    send(next_id, *site_.scenario.roles[role.index()].forwards_to);
}

/// The answer is written, or the message is closed without one.
void Portal::resolve(Task& task, ThreadId id, StaffId by) {
    Thread& thread = threads_[id];
    const sim::Time now = site_.now();
    site_.log.handled(task.row, task.step_length);
    const bool is_answered =
        !site_.draws.happens(Draw::reply, thread.address(), use_type_of(task).no_reply_probability);
    if (is_answered) {
        convert(task, thread, by);
        thread.last_responder = by;
        thread.responder_site = site_.id();
        count_sent(thread, by);
        site_.log.responded(task.row, by, now);
    }
    site_.log.closed(task.row, is_answered ? CloseReason::answered : CloseReason::no_reply, now);
    if (thread.home.is_valid())
        send_back(id, is_answered);
    else
        settle(id, is_answered);
}

/// The answer may be an appointment, or that somebody will call.
void Portal::convert(const Task& task, Thread& thread, StaffId by) {
    const UseType& type = use_type_of(task);
    const RoleId role = site_.workforce[by].role;
    const auto chance = [role](const std::vector<double>& by_role) {
        return by_role.empty() ? 0.0 : by_role[role.index()];
    };
    const double to_visit = chance(type.to_visit_probability);
    const double to_call = chance(type.to_call_probability);
    if (to_visit + to_call == 0.0) return;
    const double u = site_.draws.uniform(Draw::conversion, thread.address());
    if (u < to_visit) {
        thread.conversion = Conversion::visit;
    } else if (u < to_visit + to_call) {
        thread.conversion = Conversion::call;
        thread.work += site_.telephone.call_back(*site_.scenario.portal->line, thread.address());
    }
}

/// What the answer, or that there is none, means to the patient and the thread.
void Portal::settle(ThreadId id, bool is_answered) {
    Thread& thread = threads_[id];
    count_resolved(thread);
    if (!is_answered) {
        if (site_.outcomes.is_measured(thread.sent))
            for_each_group(thread, [](ResponseOutcomes& group) { ++group.closed_without_reply; });
        close(id);
        return;
    }
    ++thread.messages;
    site_.patients.exchanged(thread);
    const StaffId clinician = site_.patients.panels().clinician_of(thread.entity);
    site_.patients.panels().answered(clinician, site_.now() - thread.sent);
    count_answer(thread);
    if (thread.conversion != Conversion::none) {
        count_conversion(thread);
        if (thread.conversion == Conversion::visit && clinician.is_valid())
            site_.primary_work.add_visit(clinician);
        close(id);
        return;
    }
    const UseType& type = site_.scenario.portal->use_types[thread.use_type.index()];
    const Address address = thread.address();
    const double again = nth_or_last(type.follow_up_probability, thread.round);
    if (thread.round + 1 < site_.scenario.portal->max_rounds &&
        site_.draws.happens(Draw::follow_up, address, again)) {
        ++awaiting_patient_;
        site_.kernel.after(
            site_.draws.duration(Draw::reply_delay, address, site_.scenario.patients->reply_delay),
            PatientReplies{id.index()});
        return;
    }
    close(id);
}

void Portal::count_answer(const Thread& thread) {
    if (!site_.outcomes.is_measured(thread.sent)) return;
    const sim::Duration wall = site_.now() - thread.sent;
    const sim::Duration business = site_.open_hours.between(thread.sent, site_.now());
    for_each_group(thread, [wall, business](ResponseOutcomes& group) {
        ++group.answered;
        group.wall.add(wall);
        group.business.add(business);
        group.wall_histogram.add(wall);
        for (std::size_t i = 0; i < ResponseOutcomes::limits.size(); ++i)
            if (wall <= ResponseOutcomes::limits[i]) ++group.within[i];
    });
    site_.outcomes.response_by_hour[site_.scenario.calendar.hour_of_day(thread.sent)].add(wall);
}

void Portal::close(ThreadId id) {
    const Thread& thread = threads_[id];
    ThreadOutcomes& outcomes = site_.outcomes.threads;
    ++outcomes.closed;
    if (site_.outcomes.is_measured(thread.started)) {
        outcomes.time_to_close.add(site_.now() - thread.started);
        outcomes.rounds.add(thread.round + 1.0);
        outcomes.round_counts.add(thread.round + 1U);
        outcomes.messages.add(thread.messages);
        outcomes.handoffs.add(thread.handoffs);
        outcomes.closed_without_clinician += thread.saw_clinician ? 0 : 1;
        ++outcomes.closed_of_window;
        site_.outcomes.patients.thread_work[thread.is_urgent ? 1 : 0].add(thread.work);
    }
    threads_.release(id);
}

StaffId Portal::primary_of(const Task& task) const {
    if (task.kind != TaskKind::portal_message || threads_[ThreadId{task.subject}].home.is_valid())
        return {};
    return site_.patients.panels().clinician_of(task.address.entity);
}

StaffId Portal::last_responder(const Task& task) const {
    const Thread& thread = threads_[ThreadId{task.subject}];
    return thread.responder_site == site_.id() ? thread.last_responder : StaffId{};
}

const UseType& Portal::use_type_of(const Task& task) const {
    const Thread& thread = threads_[ThreadId{task.subject}];
    return site_.scenario.portal->use_types[thread.use_type.index()];
}

sim::Duration Portal::expected_handling(const Task& task, StaffId by) const {
    const RoleId role = site_.workforce[by].role;
    const DraftSpec& drafts = site_.scenario.portal->drafts;
    return sim::from_seconds(
        site_.scenario.roles[role.index()].reading.mean() * drafts.reading_factor +
        use_type_of(task).handling[role.index()].mean() * drafts.mean_writing_factor());
}

void Portal::close_books() {
    threads_.for_each([this](const Thread& thread) {
        const bool is_unseen = thread.is_urgent && !thread.was_touched && !thread.home.is_valid();
        if (is_unseen && site_.outcomes.is_measured(thread.sent))
            site_.outcomes.urgent.add(site_.now() - thread.sent);
    });
}

void Portal::add_row(Task& task, const Thread& thread) {
    if (!thread.is_recorded) return;
    sim::MessageRow row;
    row.conversation = static_cast<std::uint64_t>(thread.patient) << 24 | thread.number;
    row.message = row.conversation << 8 | thread.round;
    if (thread.round > 0) row.reply_to = static_cast<std::int64_t>(row.message - 1);
    row.sent_at = MessageLog::ticks(thread.sent);
    row.delivered_at = MessageLog::ticks(site_.now());
    row.sender = static_cast<std::int32_t>(site_.place.staff_of_all + thread.patient);
    row.use_type = static_cast<std::int32_t>(thread.use_type.index());
    row.hop = task.hop;
    row.escalation_level = task.level;
    row.channel = static_cast<std::int8_t>(Channel::portal);
    row.urgency = thread.is_urgent ? 1 : 0;
    task.row = site_.log.add(row);
}

void Portal::send(TaskId id, const Target& to) {
    Task& task = site_.tasks[id];
    const Thread& thread = threads_[ThreadId{task.subject}];
    const SiteId site = destination(thread, to);
    if (site != site_.id()) {
        leave(id, to, site);
        return;
    }
    add_row(task, thread);
    site_.send(id, to);
}

void Portal::redirect(TaskId id, const Target& to, CloseReason reason) {
    site_.log.closed(site_.tasks[id].row, reason, site_.now());
    send(id, to);
}

void Portal::overflow(TaskId id, const Target& to) {
    const Task& task = site_.tasks[id];
    const SiteId site = destination(threads_[ThreadId{task.subject}], to);
    if (site == site_.id()) return site_.send(id, to);
    site_.log.closed(task.row, CloseReason::forwarded, site_.now());
    leave(id, to, site);
}

}  // namespace wardwire::models
