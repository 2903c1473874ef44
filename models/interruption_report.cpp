// SPDX-License-Identifier: Apache-2.0
// What breaks into work, and what that costs.
#include "models/report_sections.hpp"

namespace wardwire::models {

namespace {

std::uint64_t all_interruptions(const RoleOutcomes& role) {
    std::uint64_t all = 0;
    for (const std::uint64_t n : role.interruptions) all += n;
    return all;
}

}  // namespace

void report_interruptions(ReportBuilder& build, const Observed& seen) {
    using R = RoleOutcomes;
    by_role(build, seen, "interruptions_per_hour", "1/h",
            "Interruptions of work in hand, per person and hour on duty.",
            [](const R& r) { return ratio(count(all_interruptions(r)), staffed_hours(r)); });
    Values by_cause;
    for (const R& r : seen.outcomes.roles)
        for (const std::uint64_t n : r.interruptions)
            by_cause.push_back(ratio(count(n), staffed_hours(r)));
    build.metric("interruptions_per_hour_by_cause", "1/h", {Dimension::role, Dimension::cause},
                 "Interruptions per person and hour on duty, by what broke in.", by_cause);
    by_role(build, seen, "minutes_between_interruptions", "min",
            "Mean time from a person's last interruption, or the begin of the shift, to the "
            "next interruption.",
            [](const R& r) { return to_minutes(r.between_interruptions.mean()); });
    by_role(build, seen, "interrupted_task_share", "1",
            "Share of visits and tasks done that were interrupted at least once.",
            [](const R& r) { return share(r.tasks_interrupted, r.tasks_done); });
    by_role(build, seen, "fragments_per_task", "1",
            "Mean pieces that visits and tasks were done in.",
            [](const R& r) { return r.fragments.mean(); });
    by_role(build, seen, "longest_focus", "min",
            "Mean over shifts of the longest stretch of work on one thing.",
            [](const R& r) { return to_minutes(r.longest_focus.mean()); });
    by_role(build, seen, "resumption_minutes", "min",
            "Mean time to find back into an interrupted task.",
            [](const R& r) { return to_minutes(r.resumption.mean()); });
    by_role(
        build, seen, "switches", "1/h",
        "Times that somebody turned away from an unfinished task or came back to it, per person "
        "and hour on duty.",
        [](const R& r) {
            return ratio(count(all_interruptions(r) + r.resumption.count()), staffed_hours(r));
        });
    by_role(build, seen, "never_resumed_share", "1",
            "Share of interrupted visits and tasks that were never resumed.", [](const R& r) {
                return share(r.tasks_never_resumed, r.tasks_interrupted + r.tasks_never_resumed);
            });
    by_role(build, seen, "expected_errors", "1/h",
            "Expected errors in visits and tasks, per hour on duty, from the base "
            "probabilities and the factor per interruption.",
            [](const R& r) { return ratio(r.expected_errors, staffed_hours(r)); });
    by_role(build, seen, "task_completion_time", "min",
            "Mean time from beginning a recurring task to its end, interruptions included.",
            [](const R& r) { return to_minutes(r.completion.mean()); });
    by_role(build, seen, "tasks_done", "1", "Visits and tasks completed.",
            [](const R& r) { return count(r.tasks_done); });
    by_role(build, seen, "tasks_left_undone", "1",
            "Tasks that nobody was there to take over when a shift ended.",
            [](const R& r) { return count(r.tasks_left_undone); });
    by_role(build, seen, "visits", "1", "Appointments that fell due, no-shows included.",
            [](const R& r) { return count(r.visits); });
    by_role(build, seen, "visit_wait", "min",
            "Mean time from an appointment to the start of the visit.",
            [](const R& r) { return to_minutes(r.visit_wait.mean()); });
}

}  // namespace wardwire::models
