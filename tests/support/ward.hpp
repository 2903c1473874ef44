// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/site.hpp"

namespace wardwire::test {

/// A time counted from the start of a run, or a length, in whole minutes.
constexpr sim::Duration minute(std::int64_t n) { return sim::minutes{n}; }
constexpr sim::Duration second(std::int64_t n) { return sim::seconds{n}; }
inline sim::Distribution always(sim::Duration length) {
    return sim::Constant{sim::in_seconds(length)};
}

/// Hours of a day on some days of the week, Monday 0.
inline models::WeeklyHours weekly(std::vector<int> days, sim::Duration from, sim::Duration to) {
    models::WeeklyHours hours;
    for (const int day : days) hours.add(sim::days{day} + from, sim::days{day} + to);
    return hours;
}
inline models::WeeklyHours daily(sim::Duration from, sim::Duration to) {
    return weekly({0, 1, 2, 3, 4, 5, 6}, from, to);
}
/// A roster with the same shift every day.
inline models::RosterSpec daily_shift(sim::Duration from, sim::Duration to) {
    std::vector<models::Shift> week;
    for (int day = 0; day < 7; ++day)
        week.push_back({{sim::days{day} + from, sim::days{day} + to}});
    models::RosterSpec roster;
    roster.rotation = {week};
    return roster;
}

inline models::Target to_role(models::RoleId id) { return {models::Target::Kind::role, {}, id}; }
inline models::Target to_pool(models::PoolId id) { return {models::Target::Kind::pool, id, {}}; }

/// What a run of a ward has left behind.
struct Course {
    sim::Observation observation;
    sim::ResultLayout layout;
    models::Outcomes outcomes;

    /// Rows of a patient's first thread, in the order in which they were begun.
    std::vector<sim::MessageRow> rows_of(std::uint32_t patient) const {
        return rows_of_conversation(std::uint64_t{patient} << 24);
    }
    std::vector<sim::MessageRow> rows_of_conversation(std::uint64_t conversation) const {
        std::vector<sim::MessageRow> rows;
        for (const sim::MessageRow& row : observation.messages)
            if (row.conversation == conversation) rows.push_back(row);
        return rows;
    }
    /// When a patient's first message was first read, and when answered: since the start of the
    /// run; -1 microsecond when it was not.
    sim::Duration read(std::uint32_t patient) const {
        for (const sim::MessageRow& row : rows_of(patient))
            if (row.read_at >= 0) return sim::Duration{row.read_at};
        return sim::Duration{-1};
    }
    sim::Duration answered(std::uint32_t patient) const {
        for (const sim::MessageRow& row : rows_of(patient))
            if (row.responded_at >= 0) return sim::Duration{row.responded_at};
        return sim::Duration{-1};
    }
    /// Who answered it: index among the staff, -1 for nobody.
    std::int32_t answerer(std::uint32_t patient) const {
        for (const sim::MessageRow& row : rows_of(patient))
            if (row.responder >= 0) return row.responder;
        return -1;
    }

    /// An outcome by name; `at` is its place among the values, row-major.
    double metric(const std::string& name, std::size_t at = 0) const {
        for (const sim::Measure& measure : layout.metrics)
            if (measure.name == name) return observation.metrics.at(measure.offset + at);
        WARDWIRE_EXPECT(false, "the outcome exists");
        return 0.0;
    }
    sim::Duration spent(models::RoleId role, models::Activity activity) const {
        return sim::Duration{
            outcomes.roles[role.index()].microseconds[static_cast<std::size_t>(activity)]};
    }
};

/// A ward made of plain data and fed by hand: tests say who writes when, so that every later time
/// follows by arithmetic. Patients and staff write nothing of their own accord unless rates are
/// set. Everybody is always on duty and at once attentive unless a test says otherwise.
///
/// Time 0 is a Monday midnight. By default reading takes no time, an answer takes 4 minutes, and
/// every message goes to the first pool, or if there is none to the first role.
class Ward {
 public:
    explicit Ward(sim::Duration length = sim::days{1}) {
        scenario.name = "ward";
        scenario.length = length;
    }

    models::RoleId role(std::string name, std::uint32_t count = 1) {
        models::RoleSpec spec;
        spec.name = std::move(name);
        spec.count = count;
        scenario.roles.push_back(std::move(spec));
        return models::RoleId{scenario.roles.size() - 1};
    }
    models::RoleSpec& operator[](models::RoleId id) { return scenario.roles[id.index()]; }
    /// How a role attends to one channel.
    models::ChannelAttention& attention(models::RoleId id,
                                        models::Channel channel = models::Channel::portal) {
        return (*this)[id].attention.channel[static_cast<std::size_t>(channel)];
    }
    /// The same for everybody busy, whether the message is urgent or not.
    void when_busy(models::RoleId id, models::WhenBusy rule,
                   models::Channel channel = models::Channel::portal) {
        attention(id, channel).when_busy = attention(id, channel).when_busy_urgent = rule;
    }

    models::PoolId pool(std::string name, std::vector<models::RoleId> members) {
        models::PoolSpec spec;
        spec.name = std::move(name);
        spec.members = std::move(members);
        scenario.pools.push_back(std::move(spec));
        return models::PoolId{scenario.pools.size() - 1};
    }
    models::PoolSpec& operator[](models::PoolId id) { return scenario.pools[id.index()]; }

    models::PortalSpec& portal() {
        if (!scenario.portal) {
            scenario.portal.emplace();
            use_type("question", 1.0);
        }
        return *scenario.portal;
    }
    /// The portal's use type that is there from the start.
    models::UseType& question() { return portal().use_types.front(); }
    models::UseType& use_type(std::string name, double share) {
        models::UseType type;
        type.name = std::move(name);
        type.share = share;
        scenario.portal->use_types.push_back(std::move(type));
        return scenario.portal->use_types.back();
    }
    models::PatientSpec& patients() {
        if (!scenario.patients) scenario.patients.emplace();
        return *scenario.patients;
    }

    /// Work that falls due at `first`, and every `gap` after.
    models::RecurringTask& task(models::RoleId id, sim::Duration gap, sim::Duration duration) {
        models::RecurringTask spec;
        spec.name = "task";
        spec.gap = always(gap);
        spec.duration = always(duration);
        (*this)[id].tasks.push_back(std::move(spec));
        return (*this)[id].tasks.back();
    }

    /// A patient begins a thread at this time; returns the patient's number. Every message is from
    /// a patient of its own.
    std::uint32_t message(sim::Duration at) {
        const auto patient = static_cast<std::uint32_t>(messages_.size());
        messages_.push_back(at);
        return patient;
    }
    void call(sim::Duration at, std::uint32_t line = 0) { calls_.push_back({at, line}); }
    void conversation(sim::Duration at, std::uint32_t staff) {
        conversations_.push_back({at, staff});
    }

    Course run(std::uint32_t replication = 0, std::uint64_t seed = 1) {
        complete();
        models::Site site(scenario, {seed, replication, 1.0});
        feed(site);
        sim::Observation observation = site.run();
        return {std::move(observation), models::outcome_layout(scenario), std::move(site.outcomes)};
    }

    /// Schedules what the test has said.
    void feed(models::Site& site) const {
        for (std::uint32_t patient = 0; patient < messages_.size(); ++patient)
            site.kernel.at(sim::start_of_time + messages_[patient], models::PatientWrites{patient});
        for (const auto& [at, line] : calls_)
            site.kernel.at(sim::start_of_time + at, models::CallArrives{line});
        for (const auto& [at, staff] : conversations_)
            site.kernel.at(sim::start_of_time + at,
                           models::ConversationStarts{models::StaffId{staff}});
    }

    /// Gives every list that goes by role its length, and messages a way.
    void complete() {
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
                to = scenario.pools.empty() ? to_role(models::RoleId{0})
                                            : to_pool(models::PoolId{0});
        }
        if (scenario.chat) {
            scenario.chat->starts_per_second.resize(roles);
            scenario.chat->to.resize(roles);
        }
    }

    models::Scenario scenario;

 private:
    std::vector<sim::Duration> messages_;
    std::vector<std::pair<sim::Duration, std::uint32_t>> calls_;
    std::vector<std::pair<sim::Duration, std::uint32_t>> conversations_;
};

}  // namespace wardwire::test
