// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/events.hpp"
#include "models/task.hpp"

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

    void on(VisitFallsDue event);
    void on(TaskRecurs event);

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
        archive(personal_);
    }

 private:
    struct Personal {
        std::vector<sim::EventId> next;          ///< by stream
        std::vector<std::uint64_t> gaps;         ///< drawn so far, by stream
        std::vector<std::uint64_t> occurrences;  ///< so far, by stream
        sim::EventId next_visit;

        template <class Archive>
        void persist(Archive& archive) {
            archive(next, gaps, occurrences, next_visit);
        }
    };

    struct Steps {
        std::uint32_t count = 1;
        double error_probability = 0.0;
    };

    void schedule_visit(StaffId id, sim::Time from);
    void schedule_recurrence(StaffId id, std::uint32_t stream);
    void come_back(const Task& task, StaffId by);
    Steps steps_of(const Task& task, StaffId by) const;
    const RoleSpec& role_of(StaffId id) const;
    RoleOutcomes& outcomes_of(StaffId id);

    Site& site_;
    std::vector<Personal> personal_;
};

}  // namespace wardwire::models
