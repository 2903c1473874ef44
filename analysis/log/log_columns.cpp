// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/log_columns.hpp"

#include <algorithm>

namespace wardwire::analysis {

using enum FieldKind;

const std::array<LogColumn, 29> log_columns = {{
    {"conversation_id", index, &EventLog::conversation, Naming::conversation,
     "the conversation it belongs to"},
    {"message_id", index, &EventLog::message, Naming::message, "tells messages apart"},
    {"sender_id", index, &EventLog::sender, Naming::person, "who wrote it"},
    {"sender_role", role, Aside::sender_role, Naming::role, "role of the sender"},
    {"recipient_id", index, &EventLog::recipient, Naming::person,
     "whom it went to; empty for a pool's message that nobody claimed"},
    {"recipient_role", role, Aside::recipient_role, Naming::role, "role of the recipient"},
    {"sent_at", time, &EventLog::sent_at, Naming::person, "when it was sent"},
    {"delivered_at", time, &EventLog::delivered_at, Naming::person, "when it lay in the inbox"},
    {"read_at", time, &EventLog::read_at, Naming::person, "when this recipient first opened it"},
    {"responded_at", time, &EventLog::responded_at, Naming::person,
     "when someone first answered it"},
    {"responder_id", index, &EventLog::responder, Naming::person, "who answered it"},
    {"closed_at", time, &EventLog::closed_at, Naming::person, "when nothing was left to do"},
    {"close_reason", category, &EventLog::close_reason, Naming::close_reason, "how it ended"},
    {"pool_id", index, &EventLog::pool, Naming::pool, "the pool it was addressed to"},
    {"claimed_by", index, &EventLog::claimed_by, Naming::person, "who took it from the pool"},
    {"claimed_at", time, &EventLog::claimed_at, Naming::person, "when it was taken from the pool"},
    {"reply_to", index, &EventLog::reply_to, Naming::message, "the message that it answers"},
    {"forwarded_from", index, &EventLog::forwarded_from, Naming::message,
     "the message that it hands on"},
    {"hop", count, &EventLog::hop, Naming::person, "how often it had been handed on"},
    {"escalation_level", count, &EventLog::escalation_level, Naming::person,
     "how often a deadline had moved it"},
    {"setting", category, &EventLog::setting, Naming::setting, "inpatient, outpatient, ..."},
    {"unit_id", category, &EventLog::unit, Naming::unit, "ward or clinic"},
    {"site_id", category, &EventLog::site, Naming::site, "hospital or practice"},
    {"priority", category, &EventLog::priority, Naming::priority,
     "how urgent the sender called it"},
    {"topic_class", category, &EventLog::topic, Naming::topic, "what it is about"},
    {"patient_link", index, &EventLog::patient, Naming::patient, "pseudonym of the patient"},
    {"channel", category, &EventLog::channel, Naming::channel, "how it was sent"},
    {"bot_flag", flag, Aside::bot, Naming::person, "1 when a program wrote it"},
    {"handling_seconds", seconds, &EventLog::handling_seconds, Naming::person,
     "work that it asked of its handler"},
}};

const LogColumn* find_log_column(std::string_view name) {
    const auto* const found = std::find_if(log_columns.begin(), log_columns.end(),
                                           [&](const LogColumn& c) { return c.name == name; });
    return found == log_columns.end() ? nullptr : found;
}

}  // namespace wardwire::analysis
