// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/events.hpp"
#include "models/slab.hpp"
#include "models/task.hpp"
#include "sim/random/arrival.hpp"

namespace wardwire::models {

class Site;
struct Step;

/// An exchange between one patient and the care team: rounds of a message and its answer.
struct Thread {
    std::uint32_t patient = 0;
    std::uint32_t number = 0;  ///< the patient's n-th, from 0
    UseTypeId use_type;
    sim::Time started{};
    sim::Time sent{};  ///< the message of this round
    StaffId last_responder;
    std::uint32_t round = 0;
    std::uint32_t handoffs = 0;
    std::uint32_t messages = 0;
    bool is_urgent = false;   ///< truly
    bool is_flagged = false;  ///< as urgent
    bool is_recorded = false;
    bool was_touched = false;  ///< the message of this round, by anybody
    bool saw_clinician = false;
};

/// The patient portal: who writes when and what, where it goes, and how a message is worked on.
class Portal {
 public:
    explicit Portal(Site& site);

    void start();
    void on(PatientWrites event);
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
    std::size_t open_threads() const { return threads_.in_use(); }
    /// Open threads in which the patient is to write next.
    std::size_t awaiting_patient() const { return awaiting_patient_; }
    /// Mean time this person's role needs for the message, reading included.
    sim::Duration expected_handling(const Task& task, StaffId by) const;

    /// A deadline sends the message elsewhere: one row of the log ends, another begins.
    void moves(Task& task);

    template <class Archive>
    void persist(Archive& archive) {
        archive(intensity_, written_, awaiting_patient_, threads_);
    }

 private:
    using ThreadId = sim::Id<struct ThreadTag>;

    void send_message(ThreadId id);
    Target route(const Thread& thread) const;
    void resolve(Task& task, ThreadId id, StaffId by);
    void forward(const Task& task, Thread& thread, StaffId by);
    void answer(Task& task, Thread& thread, StaffId by);
    void close(ThreadId id);
    void schedule_next(std::uint32_t patient);
    void add_row(Task& task, const Thread& thread);
    bool is_resolved_by(const Task& task, const Thread& thread, StaffId by) const;

    /// The groups of outcomes that this thread's messages count in.
    template <class Count>
    void for_each_group(const Thread& thread, Count&& count);

    Site& site_;
    sim::WeeklyRate rate_;
    std::vector<float> intensity_;        ///< by patient
    std::vector<std::uint32_t> written_;  ///< threads begun, by patient
    std::size_t awaiting_patient_ = 0;
    Slab<Thread, ThreadTag> threads_;
};

}  // namespace wardwire::models
