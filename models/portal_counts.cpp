// SPDX-License-Identifier: Apache-2.0
#include "models/portal.hpp"
#include "models/site.hpp"

namespace wardwire::models {

void Portal::count_sent(const Thread& thread, StaffId by) {
    constexpr auto portal = static_cast<std::size_t>(Channel::portal);
    RoleOutcomes& role = site_.outcomes.roles[site_.workforce[by].role.index()];
    ++role.messages_sent[portal];
    ++role.sent_by_hour[portal][site_.scenario.calendar.hour_of_day(site_.now())];
    if (site_.outcomes.is_measured(thread.sent))
        role.portal_response.add(site_.now() - thread.sent);
    site_.load.sent(by, 1);
}

sim::Time Portal::audit_of(const Thread& thread) const {
    const std::int64_t next_day = site_.scenario.calendar.day(thread.sent) + 1;
    return audits_.next_opening(sim::start_of_time + next_day * sim::days{1});
}

void Portal::count_resolved(const Thread& thread) {
    if (!site_.outcomes.is_measured(thread.sent)) return;
    const sim::Time audit = audit_of(thread);
    if (audit <= site_.end() && site_.now() <= audit) ++site_.outcomes.audit.resolved;
}

void Portal::count_conversion(const Thread& thread) {
    if (!site_.outcomes.is_measured(thread.sent)) return;
    PatientOutcomes& outcomes = site_.outcomes.patients;
    ++(thread.conversion == Conversion::visit ? outcomes.to_visit
                                              : outcomes.to_call)[thread.use_type.index()];
}

}  // namespace wardwire::models
