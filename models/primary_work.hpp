// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/events.hpp"
#include "models/task.hpp"
#include "sim/prefetch.hpp"

namespace wardwire::models {

class Site;
struct RoleOutcomes;
struct Step;

/// The work that messages compete with: scheduled visits, and tasks that recur.
class PrimaryWork {
 public:
    explicit PrimaryWork(Site& site);

    /// Somebody comes on duty: the visits of the day and the recurring tasks begin.
    void shift_begins(StaffId id);
    /// Somebody goes off duty: nothing further falls due.
    void shift_ends(StaffId id);

    /// Asks the memory for a person's tasks.
    void prefetch(StaffId id) const {
        const std::uint32_t first = first_stream_[id.index()];
        if (first < streams_.size()) sim::prefetch(&streams_[first]);
    }

    void on(VisitFallsDue event);
    void on(TaskRecurs event);

    /// A visit that a message was made into: falls due with the person's next slot.
    void add_visit(StaffId id);

    void begins(const Task& task, StaffId by);
    Step next_step(TaskId task, StaffId by);
    sim::Duration step_length(const Task& task, StaffId by, std::uint64_t attempt) const;
    /// Whether the step that has ended was not the last.
    bool has_further_step(const Task& task, StaffId by) const;
    void ends(const Task& task, StaffId by);
    /// Left undone, or never resumed after an interruption.
    void dropped(const Task& task, StaffId by);

    template <class Archive>
    void persist(Archive& archive) {
        archive(streams_, next_visit_, added_visits_);
    }

 private:
    /// A person's tasks of one kind.
    struct Stream {
        sim::EventId next;
        std::uint64_t gaps = 0;         ///< drawn so far
        std::uint64_t occurrences = 0;  ///< so far
    };

    struct Steps {
        std::uint32_t count = 1;
        double error_probability = 0.0;
    };

    void schedule_visit(StaffId id, sim::Time from);
    void begin_visit(StaffId id, Address address);
    void schedule_recurrence(StaffId id, std::uint32_t stream);
    void come_back(const Task& task, StaffId by);
    Steps steps_of(const Task& task, StaffId by) const;
    Stream& stream_of(StaffId id, std::uint32_t stream) {
        return streams_[first_stream_[id.index()] + stream];
    }
    const RoleSpec& role_of(StaffId id) const;
    RoleOutcomes& outcomes_of(StaffId id);

    Site& site_;
    std::vector<std::uint32_t> first_stream_;  ///< of each person
    std::vector<Stream> streams_;              ///< of all, person by person
    std::vector<sim::EventId> next_visit_;     ///< of each person
    std::vector<std::uint32_t> added_visits_;  ///< of each person, that wait for a slot
};

}  // namespace wardwire::models
