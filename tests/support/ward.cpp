// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ward.hpp"

#include <algorithm>

namespace wardwire::test {

models::WeeklyHours weekly(std::vector<int> days, sim::Duration from, sim::Duration to) {
    models::WeeklyHours hours;
    for (const int day : days) hours.add(sim::days{day} + from, sim::days{day} + to);
    return hours;
}

models::WeeklyHours daily(sim::Duration from, sim::Duration to) {
    return weekly({0, 1, 2, 3, 4, 5, 6}, from, to);
}

models::RosterSpec daily_shift(sim::Duration from, sim::Duration to) {
    std::vector<models::Shift> week;
    for (int day = 0; day < 7; ++day)
        week.push_back({{sim::days{day} + from, sim::days{day} + to}});
    models::RosterSpec roster;
    roster.rotation = {week};
    return roster;
}

std::vector<sim::MessageRow> Course::rows_of(std::uint32_t patient) const {
    return rows_of_conversation(std::uint64_t{patient} << 24);
}

std::vector<sim::MessageRow> Course::rows_of_conversation(std::uint64_t conversation) const {
    std::vector<sim::MessageRow> rows;
    for (const sim::MessageRow& row : observation.messages)
        if (row.conversation == conversation) rows.push_back(row);
    return rows;
}

sim::Duration Course::read(std::uint32_t patient) const {
    for (const sim::MessageRow& row : rows_of(patient))
        if (row.read_at >= 0) return sim::Duration{row.read_at};
    return sim::Duration{-1};
}

sim::Duration Course::answered(std::uint32_t patient) const {
    for (const sim::MessageRow& row : rows_of(patient))
        if (row.responded_at >= 0) return sim::Duration{row.responded_at};
    return sim::Duration{-1};
}

std::int32_t Course::answerer(std::uint32_t patient) const {
    for (const sim::MessageRow& row : rows_of(patient))
        if (row.responder >= 0) return row.responder;
    return -1;
}

double Course::metric(const std::string& name, std::size_t at) const {
    for (const sim::Measure& measure : layout.metrics)
        if (measure.name == name) return observation.metrics.at(measure.offset + at);
    WARDWIRE_EXPECT(false, "the outcome exists");
    return 0.0;
}

models::RoleId Ward::role(std::string name, std::uint32_t count) {
    models::RoleSpec spec;
    spec.name = std::move(name);
    spec.count = count;
    scenario.roles.push_back(std::move(spec));
    return models::RoleId{scenario.roles.size() - 1};
}

models::PoolId Ward::pool(std::string name, std::vector<models::RoleId> members) {
    models::PoolSpec spec;
    spec.name = std::move(name);
    spec.members = std::move(members);
    scenario.pools.push_back(std::move(spec));
    return models::PoolId{scenario.pools.size() - 1};
}

models::PortalSpec& Ward::portal() {
    if (!scenario.portal) {
        scenario.portal.emplace();
        use_type("question", 1.0);
    }
    return *scenario.portal;
}

models::UseType& Ward::use_type(std::string name, double share) {
    models::UseType type;
    type.name = std::move(name);
    type.share = share;
    scenario.portal->use_types.push_back(std::move(type));
    return scenario.portal->use_types.back();
}

models::PatientSpec& Ward::patients() {
    if (!scenario.patients) scenario.patients.emplace();
    return *scenario.patients;
}

models::RecurringTask& Ward::task(models::RoleId id, sim::Duration gap, sim::Duration duration) {
    models::RecurringTask spec;
    spec.name = "task";
    spec.gap = always(gap);
    spec.duration = always(duration);
    (*this)[id].tasks.push_back(std::move(spec));
    return (*this)[id].tasks.back();
}

std::uint32_t Ward::message(sim::Duration at) {
    const auto patient = static_cast<std::uint32_t>(messages_.size());
    messages_.push_back(at);
    return patient;
}

Course Ward::run(std::uint32_t replication, std::uint64_t seed) {
    complete();
    models::Site site(scenario, {seed, replication, 1.0});
    feed(site);
    sim::Observation observation = site.run();
    return {std::move(observation), models::outcome_layout(scenario), std::move(site.outcomes)};
}

void Ward::feed(models::Site& site) const {
    for (std::uint32_t patient = 0; patient < messages_.size(); ++patient)
        site.kernel.at(sim::start_of_time + messages_[patient], models::PatientWrites{patient});
    for (const auto& [at, line] : calls_)
        site.kernel.at(sim::start_of_time + at, models::CallArrives{line});
    for (const auto& [at, staff] : conversations_)
        site.kernel.at(sim::start_of_time + at, models::ConversationStarts{models::StaffId{staff}});
}

void Ward::complete() {
    const std::size_t roles = scenario.roles.size();
    if (!messages_.empty()) {
        portal();
        patients();
    }
    if (scenario.patients)
        scenario.patients->count =
            std::max(scenario.patients->count, static_cast<std::uint32_t>(messages_.size()));
    if (scenario.portal) {
        for (models::UseType& type : scenario.portal->use_types) {
            type.handling.resize(roles, always(minute(4)));
            type.resolved_probability.resize(roles, 1.0);
        }
        if (scenario.portal->routing.empty()) scenario.portal->routing.push_back({});
        models::Target& to = scenario.portal->routing.back().to;
        if (to.kind == models::Target::Kind::primary && !patients().primary.is_valid())
            to = scenario.pools.empty() ? to_role(models::RoleId{0}) : to_pool(models::PoolId{0});
    }
    if (scenario.chat) {
        scenario.chat->starts_per_second.resize(roles);
        scenario.chat->to.resize(roles);
        for (auto* laws : {&scenario.chat->writing, &scenario.chat->reading})
            laws->resize(roles, sim::Distribution(laws->front()));
    }
}

}  // namespace wardwire::test
