// SPDX-License-Identifier: Apache-2.0
#include "app/simulated_log.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "app/replication.hpp"
#include "models/outcome_report.hpp"

namespace wardwire::app {

namespace {

/// Numbers ids by first appearance.
class Numbering {
 public:
    std::int32_t of(std::uint64_t id) {
        return known_.try_emplace(id, static_cast<std::int32_t>(known_.size())).first->second;
    }
    std::int32_t size() const { return static_cast<std::int32_t>(known_.size()); }

 private:
    std::unordered_map<std::uint64_t, std::int32_t> known_;
};

void add_people(const sim::RecordTables& tables, analysis::EventLog& log) {
    for (std::size_t i = 0; i < tables.people.size(); ++i) {
        const auto role = std::ranges::find(log.roles, tables.roles[i]);
        analysis::LoggedPerson& person = log.persons.emplace_back();
        person.id = tables.people[i];
        person.role = static_cast<std::int16_t>(role - log.roles.begin());
        if (role == log.roles.end()) log.roles.push_back(tables.roles[i]);
    }
}

/// Appends what a log has of messages of patients beyond sender, recipient and time.
template <class ToInstant>
void add_patient_columns(const sim::MessageRow& row, ToInstant&& instant, analysis::EventLog& log) {
    log.delivered_at.push_back(instant(row.delivered_at));
    log.responded_at.push_back(instant(row.responded_at));
    log.closed_at.push_back(instant(row.closed_at));
    log.claimed_at.push_back(instant(row.claimed_at));
    log.responder.push_back(row.responder);
    log.claimed_by.push_back(row.claimed_by);
    log.pool.push_back(row.pool);
    log.hop.push_back(row.hop);
    log.escalation_level.push_back(row.escalation_level);
    log.topic.push_back(static_cast<std::int16_t>(row.use_type));
    log.channel.push_back(row.channel);
}

}  // namespace

analysis::EventLog simulated_log(const models::Scenario& scenario, std::uint32_t replication,
                                 const LoggedAs& how) {
    constexpr analysis::Instant a_second = 1'000'000;
    const sim::Observation run = simulate_replication(scenario, {scenario.seed, replication, 1.0});
    analysis::EventLog log;
    const sim::RecordTables tables = models::record_tables(scenario);
    add_people(tables, log);
    if (how.has_patients) {
        log.pools = tables.pools;
        log.topics = tables.use_types;
        log.channels = tables.channels;
    }
    const analysis::Instant start = scenario.calendar.start_day * 86'400 * a_second;
    log.window.from = start + scenario.warm_up / sim::Duration{1};
    log.window.to = log.observed_until = log.window.from + scenario.length / sim::Duration{1};
    log.is_zone_known = true;
    log.clock_resolution_seconds = how.clock_resolution_seconds;
    const auto resolution =
        std::max<analysis::Instant>(1, std::llround(how.clock_resolution_seconds * a_second));
    const auto instant = [&](std::int64_t ticks) {
        return ticks < 0 ? analysis::no_time : start + ticks - (start + ticks) % resolution;
    };
    Numbering conversations;
    Numbering messages;
    for (const sim::MessageRow& row : run.messages) {
        const bool is_chat = row.channel == static_cast<std::int8_t>(models::Channel::chat);
        if ((!is_chat && !how.has_patients) || start + row.sent_at < log.window.from) continue;
        log.conversation.push_back(conversations.of(row.conversation));
        log.message.push_back(messages.of(row.message));
        log.sender.push_back(row.sender);
        log.recipient.push_back(row.recipient);
        log.sent_at.push_back(instant(row.sent_at));
        if (how.has_read_times || how.has_patients) log.read_at.push_back(instant(row.read_at));
        if (how.has_patients) add_patient_columns(row, instant, log);
    }
    log.conversations = conversations.size();
    log.messages = messages.size();
    analysis::select_rows(log, analysis::sorted_rows(log));
    return log;
}

}  // namespace wardwire::app
