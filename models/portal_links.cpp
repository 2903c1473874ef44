// SPDX-License-Identifier: Apache-2.0
// What one site does for the patients of another: messages that leave, guests, and what comes back.
#include "models/portal.hpp"
#include "models/site.hpp"

namespace wardwire::models {

SiteId Portal::destination(const Thread& thread, const Target& to) const {
    if (to.kind == Target::Kind::primary && thread.home.is_valid()) return thread.home;
    return to.site.is_valid() ? to.site : site_.id();
}

/// The message goes to another site. There the thread becomes a guest, or is at home again.
void Portal::leave(TaskId id, const Target& to, SiteId site) {
    const Task& task = site_.tasks[id];
    const ThreadId thread_id{task.subject};
    const Thread& thread = threads_[thread_id];
    const bool is_guest = thread.home.is_valid();
    MessageTravels message;
    message.address = task.address;
    message.sent = thread.sent;
    message.touched = thread.touched;
    message.to = to;
    message.home = is_guest ? thread.home : site_.id();
    message.home_thread = is_guest ? thread.home_thread : thread_id.index();
    message.patient = thread.patient;
    message.number = thread.number;
    message.round = thread.round;
    message.handoffs = thread.handoffs;
    message.work = thread.work;
    message.last_responder = thread.last_responder;
    message.responder_site = thread.responder_site;
    message.use_type = thread.use_type;
    message.rank = task.rank;
    message.hop = task.hop;
    message.level = task.level;
    message.is_urgent = thread.is_urgent;
    message.is_flagged = thread.is_flagged;
    message.is_recorded = thread.is_recorded;
    message.was_touched = thread.was_touched;
    message.saw_clinician = thread.saw_clinician;
    message.has_overflowed = task.has_overflowed;
    message.is_covered = task.is_covered;
    site_.post(site, message);
    if (is_guest) {
        --guests_;
        threads_.release(thread_id);
    } else {
        ++elsewhere_;
    }
    site_.release(id);
}

void Portal::arrive(const MessageTravels& message) {
    const bool is_home = message.home == site_.id();
    const ThreadId id = is_home ? ThreadId{message.home_thread} : threads_.take();
    Thread& thread = threads_[id];
    if (is_home) {
        --elsewhere_;
        if (message.was_touched) learn_of_touch(thread, message.touched);
    } else {
        ++guests_;
        thread.entity = message.address.entity;
        thread.patient = message.patient;
        thread.number = message.number;
        thread.home = message.home;
        thread.home_thread = message.home_thread;
        thread.use_type = message.use_type;
        thread.sent = message.sent;
        thread.touched = message.touched;
        thread.was_touched = message.was_touched;
        thread.round = message.round;
        thread.is_urgent = message.is_urgent;
        thread.is_flagged = message.is_flagged;
        thread.is_recorded = message.is_recorded;
    }
    thread.handoffs = message.handoffs;
    thread.work = message.work;
    thread.saw_clinician = message.saw_clinician;
    thread.last_responder = message.last_responder;
    thread.responder_site = message.responder_site;
    const TaskId task_id = site_.new_task(TaskKind::portal_message, message.address);
    Task& task = site_.tasks[task_id];
    task.channel = Channel::portal;
    task.subject = id.index();
    task.created = message.sent;
    task.rank = message.rank;
    task.hop = message.hop;
    task.level = message.level;
    task.is_urgent = message.is_flagged;
    task.has_overflowed = message.has_overflowed;
    task.is_covered = message.is_covered;
    Target to = message.to;
    to.site = {};
    send(task_id, to);
}

/// What came of a guest's message goes to the patient's site.
void Portal::send_back(ThreadId id, bool is_answered) {
    const Thread& thread = threads_[id];
    MessageIsResolved message;
    message.touched = thread.touched;
    message.home_thread = thread.home_thread;
    message.handoffs = thread.handoffs;
    message.work = thread.work;
    message.conversion = thread.conversion;
    message.responder = thread.last_responder;
    message.responder_site = thread.responder_site;
    message.is_answered = is_answered;
    message.saw_clinician = thread.saw_clinician;
    site_.post(thread.home, message);
    ++site_.outcomes.resolved_for_others;
    --guests_;
    threads_.release(id);
}

void Portal::arrive(const MessageIsResolved& message) {
    const ThreadId id{message.home_thread};
    Thread& thread = threads_[id];
    --elsewhere_;
    learn_of_touch(thread, message.touched);
    thread.handoffs = message.handoffs;
    thread.work = message.work;
    thread.conversion = message.conversion;
    thread.saw_clinician = message.saw_clinician;
    thread.last_responder = message.responder;
    thread.responder_site = message.responder_site;
    settle(id, message.is_answered);
}

/// The message was read for the first time, elsewhere.
void Portal::learn_of_touch(Thread& thread, sim::Time touched) {
    if (thread.was_touched) return;
    thread.was_touched = true;
    thread.touched = touched;
    count_touch(thread);
}

}  // namespace wardwire::models
