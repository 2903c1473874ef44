// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/object_events.hpp"

namespace wardwire::analysis {
namespace {

/// Qualifiers of objects as people write them, beside the names of our columns.
constexpr std::array<UsualName, 11> usual_qualifiers = {{
    {"sender", "sender_id"},
    {"recipient", "recipient_id"},
    {"conversation", "conversation_id"},
    {"pool", "pool_id"},
    {"unit", "unit_id"},
    {"site", "site_id"},
    {"patient", "patient_link"},
    {"responder", "responder_id"},
    {"topic", "topic_class"},
    {"claimer", "claimed_by"},
    {"bot", "bot_flag"},
}};

}  // namespace

ObjectEvents::ObjectEvents(const ColumnWishes& columns, const TimeWishes& times,
                           LogBuilder& builder, ImportReport& report, std::uint32_t file)
    : rows_(columns, times, usual_qualifiers, builder, report, file),
      builder_(builder),
      file_(file) {}

void ObjectEvents::add(const ObjectEvent& event) {
    const std::size_t sender = EventRows::place_of("sender_id");
    const std::size_t recipient = EventRows::place_of("recipient_id");
    rows_.count_event();
    EventRows::Row row;
    row[EventRows::place_of("message_id")] = event.id;
    row[EventRows::place_of("sent_at")] = event.time;
    row[EventRows::place_of("topic_class")] = event.type;
    for (const auto& [name, value] : event.attributes) rows_.put(row, name, value, event.line);
    std::vector<std::string> recipients;
    for (const auto& [qualifier, object] : event.objects) {
        rows_.put(row, qualifier, object, event.line);
        if (row[recipient].empty()) continue;
        recipients.push_back(std::exchange(row[recipient], {}));
    }
    if (row[sender].empty()) return rows_.find(Oddity::no_actor, event.line, event.type);
    if (recipients.empty()) recipients.emplace_back();
    for (const std::string& one : recipients) {
        row[recipient] = one;
        rows_.add(row, event.line);
    }
}

void ObjectEvents::add(const EventObject& object) {
    Role role{object.type, object.line};
    for (const auto& [name, value] : object.attributes)
        if (name == "role") role.name = value;
    role_of_.emplace(object.id, role);
}

ZoneTraces ObjectEvents::finish() {
    const ZoneTraces traces = rows_.finish();
    for (const auto& [object, role] : role_of_) {
        const std::int32_t person = builder_.find_person(object);
        if (person == none || role.name.empty()) continue;
        builder_.set_role(person, builder_.number(Naming::role, role.name),
                          {file_, static_cast<std::uint32_t>(role.line)});
    }
    return traces;
}

}  // namespace wardwire::analysis
