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
models::WeeklyHours weekly(std::vector<int> days, sim::Duration from, sim::Duration to);
models::WeeklyHours daily(sim::Duration from, sim::Duration to);
/// A roster with the same shift every day.
models::RosterSpec daily_shift(sim::Duration from, sim::Duration to);

inline models::Target to_role(models::RoleId id) { return {models::Target::Kind::role, {}, id}; }
inline models::Target to_pool(models::PoolId id) { return {models::Target::Kind::pool, id, {}}; }

/// What a run of a ward has left behind.
struct Course {
    sim::Observation observation;
    sim::ResultLayout layout;
    models::Outcomes outcomes;

    /// Rows of a patient's first thread, in the order in which they were begun.
    std::vector<sim::MessageRow> rows_of(std::uint32_t patient) const;
    std::vector<sim::MessageRow> rows_of_conversation(std::uint64_t conversation) const;
    /// When a patient's first message was first read, and when answered: since the start of the
    /// run; -1 microsecond when it was not.
    sim::Duration read(std::uint32_t patient) const;
    sim::Duration answered(std::uint32_t patient) const;
    /// Who answered it: index among the staff, -1 for nobody.
    std::int32_t answerer(std::uint32_t patient) const;

    /// An outcome by name; `at` is its place among the values, row-major.
    double metric(const std::string& name, std::size_t at = 0) const;
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

    models::RoleId role(std::string name, std::uint32_t count = 1);
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

    models::PoolId pool(std::string name, std::vector<models::RoleId> members);
    models::PoolSpec& operator[](models::PoolId id) { return scenario.pools[id.index()]; }

    models::PortalSpec& portal();
    /// The portal's use type that is there from the start.
    models::UseType& question() { return portal().use_types.front(); }
    models::UseType& use_type(std::string name, double share);
    models::PatientSpec& patients();

    /// Work that falls due at `first`, and every `gap` after.
    models::RecurringTask& task(models::RoleId id, sim::Duration gap, sim::Duration duration);

    /// A patient begins a thread at this time; returns the patient's number. Every message is from
    /// a patient of its own.
    std::uint32_t message(sim::Duration at);
    void call(sim::Duration at, std::uint32_t line = 0) { calls_.push_back({at, line}); }
    void conversation(sim::Duration at, std::uint32_t staff) {
        conversations_.push_back({at, staff});
    }

    Course run(std::uint32_t replication = 0, std::uint64_t seed = 1);

    /// Schedules what the test has said.
    void feed(models::Site& site) const;

    /// Gives every list that goes by role its length, and messages a way.
    void complete();

    models::Scenario scenario;

 private:
    std::vector<sim::Duration> messages_;
    std::vector<std::pair<sim::Duration, std::uint32_t>> calls_;
    std::vector<std::pair<sim::Duration, std::uint32_t>> conversations_;
};

}  // namespace wardwire::test
