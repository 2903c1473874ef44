// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "models/events.hpp"
#include "models/message_log.hpp"
#include "models/parcel.hpp"
#include "models/slab.hpp"
#include "models/task.hpp"
#include "models/thread.hpp"
#include "models/weekly_hours.hpp"

namespace wardwire::models {

class Site;
struct Step;

/// The patient portal: where the messages of patients go, and how each is worked on.
///
/// A thread belongs to the patient's site. While its message is worked on at another site, that
/// site has the thread as a guest: it knows what the work needs, and sends back what came of it.
class Portal {
 public:
    explicit Portal(Site& site);

    /// A patient of this site has begun a thread: sends its first message.
    void begin(const Thread& thread);
    void on(PatientReplies event);

    void begins(TaskId task, StaffId by);
    Step next_step(TaskId task, StaffId by);
    sim::Duration step_length(const Task& task, StaffId by, std::uint64_t attempt) const;

    /// The patient's primary clinician; invalid when there are none.
    StaffId primary_of(const Task& task) const;
    /// Who answered this patient last in this thread; invalid when nobody did.
    StaffId last_responder(const Task& task) const;
    const UseType& use_type_of(const Task& task) const;

    const Thread& thread(std::uint32_t index) const { return threads_[ThreadId{index}]; }
    /// Of this site's patients.
    std::size_t open_threads() const { return threads_.in_use() - guests_; }
    /// Threads whose message is in hand or waits here: not with the patient, not elsewhere.
    std::size_t threads_here() const { return threads_.in_use() - awaiting_patient_ - elsewhere_; }
    /// Open threads of this site's patients that have left for another site.
    std::size_t threads_elsewhere() const { return elsewhere_; }
    /// Threads of other sites' patients.
    std::size_t guests() const { return guests_; }
    /// Mean time this person's role needs for the message, reading included.
    sim::Duration expected_handling(const Task& task, StaffId by) const;

    /// Sends a message on its way, to another site where the target is there; the task is then
    /// released.
    void send(TaskId task, const Target& to);
    /// A deadline or a cover sends the message on: one row of the log ends, another begins.
    void redirect(TaskId task, const Target& to, CloseReason reason);
    /// A full pool sends the message on.
    void overflow(TaskId task, const Target& to);

    /// Enters urgent messages that nobody has begun to read in the outcomes.
    void close_books();

    void arrive(const MessageTravels& message);
    void arrive(const MessageIsResolved& message);

    template <class Archive>
    void persist(Archive& archive) {
        archive(awaiting_patient_, elsewhere_, guests_, threads_);
    }

 private:
    using ThreadId = sim::Id<struct ThreadTag>;

    void send_message(ThreadId id);
    Target route(const Thread& thread) const;
    UseTypeId apparent_type(const Thread& thread) const;
    void resolve(Task& task, ThreadId id, StaffId by);
    void forward(const Task& task, Thread& thread, StaffId by);
    void convert(const Task& task, Thread& thread, StaffId by);
    void settle(ThreadId id, bool is_answered);
    void count_sent(const Thread& thread, StaffId by);
    void count_answer(const Thread& thread);
    void count_touch(const Thread& thread);
    void count_conversion(const Thread& thread);
    /// The first audit on a later day than that on which this round's message came.
    sim::Time audit_of(const Thread& thread) const;
    void count_resolved(const Thread& thread);
    void close(ThreadId id);
    void add_row(Task& task, const Thread& thread);
    bool is_resolved_by(const Task& task, const Thread& thread, StaffId by) const;

    // portal_links.cpp: work of one site on the messages of another
    SiteId destination(const Thread& thread, const Target& to) const;
    void leave(TaskId id, const Target& to, SiteId site);
    void send_back(ThreadId id, bool is_answered);
    void learn_of_touch(Thread& thread, sim::Time touched);

    /// The groups of outcomes that this thread's messages count in.
    template <class Count>
    void for_each_group(const Thread& thread, Count&& count);

    Site& site_;
    const BusinessClock audits_;
    std::size_t awaiting_patient_ = 0;
    std::size_t elsewhere_ = 0;
    std::size_t guests_ = 0;
    Slab<Thread, ThreadTag> threads_;
};

}  // namespace wardwire::models
