// SPDX-License-Identifier: Apache-2.0
// How the time on duty is spent, and what it costs.
#include "models/report_sections.hpp"

namespace wardwire::models {

namespace {

std::int64_t messaging(const RoleOutcomes& r) {
    return in(r, Activity::portal_reading) + in(r, Activity::portal_replying) +
           in(r, Activity::chat_reading) + in(r, Activity::chat_writing);
}

double utilisation(const RoleOutcomes& r) {
    return 1.0 - ratio(hours(in(r, Activity::free)), staffed_hours(r));
}

/// The equally weighted mean of four shares; work that nobody has does not strain.
double strain_index(const RoleOutcomes& r) {
    if (staffed_hours(r) <= 0.0) return std::numeric_limits<double>::quiet_NaN();
    const double own_time = hours(r.overtime_microseconds + r.after_hours_microseconds);
    const double worked = staffed_hours(r) + hours(r.after_hours_microseconds);
    const double interrupted = r.tasks_done > 0 ? share(r.tasks_interrupted, r.tasks_done) : 0.0;
    return (utilisation(r) + hours(messaging(r)) / staffed_hours(r) + interrupted +
            own_time / worked) /
           4.0;
}

}  // namespace

void report_load(ReportBuilder& build, const Observed& seen) {
    using R = RoleOutcomes;
    Values activity;
    for (const R& r : seen.outcomes.roles)
        for (const std::int64_t part : r.microseconds)
            activity.push_back(ratio(hours(part), staffed_hours(r)));
    build.metric("activity_share", "1", {Dimension::role, Dimension::activity},
                 "Share of the time on duty spent in each activity; sums to 1.", activity);
    by_role(build, seen, "staffed_hours", "h", "Person-hours on duty, overtime included.",
            [](const R& r) { return staffed_hours(r); });
    by_role(build, seen, "utilisation", "1", "Share of the time on duty that is not free.",
            utilisation);
    by_role(build, seen, "messaging_minutes", "min/h",
            "Minutes reading and writing messages, per hour on duty.",
            [](const R& r) { return ratio(60.0 * hours(messaging(r)), staffed_hours(r)); });
    by_role(build, seen, "overtime", "h", "Person-hours worked past the end of shifts.",
            [](const R& r) { return hours(r.overtime_microseconds); });
    by_role(build, seen, "after_hours", "h", "Person-hours with the in-basket in one's own time.",
            [](const R& r) { return hours(r.after_hours_microseconds); });
    by_role(build, seen, "cost", "USD", "Wages of the time on duty; overtime at its factor.",
            [](const R& r) { return r.cost_usd; });
    by_role(build, seen, "strain_index", "1",
            "A proxy for strain, to compare policies by; not validated against any survey. The "
            "mean of four shares between 0 and 1: utilisation, time on duty with messages, "
            "interrupted_task_share, and overtime and after-hours work among all work.",
            strain_index);
}

}  // namespace wardwire::models
