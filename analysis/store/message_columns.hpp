// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/record/results.hpp"

namespace wardwire::analysis {

/// The texts that the indices of message rows stand for, and what they are called in files.
struct NameTable {
    std::string_view name;
    std::string_view description;
    std::vector<std::string> sim::RecordTables::*names;
};

enum class NameTableId { person, pool, topic_class, channel, close_reason };

inline constexpr std::array name_tables = {
    NameTable{"person", "who sends and receives: staff first, then patients",
              &sim::RecordTables::people},
    NameTable{"pool", "groups that answer together", &sim::RecordTables::pools},
    NameTable{"topic_class", "what messages are about", &sim::RecordTables::use_types},
    NameTable{"channel", "ways of sending", &sim::RecordTables::channels},
    NameTable{"close_reason", "how messages end", &sim::RecordTables::close_reasons},
};

inline constexpr std::array<std::string_view, 2> priorities = {"routine", "urgent"};

/// How a column of the message log is kept and written. A negative value means "none" in all
/// kinds but `count` and `priority`.
enum class ColumnKind {
    identity,  ///< a number that only tells things apart
    time,      ///< microseconds of simulated time
    name,      ///< an index into a name table
    role,      ///< the role of a person; in HDF5 it is found through the person
    count,
    priority,  ///< an index into `priorities`
    seconds    ///< a length of time
};

using RowMember = std::variant<std::uint64_t sim::MessageRow::*, std::int64_t sim::MessageRow::*,
                               std::int32_t sim::MessageRow::*, std::int16_t sim::MessageRow::*,
                               std::int8_t sim::MessageRow::*, double sim::MessageRow::*>;

struct MessageColumn {
    std::string_view name;
    std::string_view description;
    ColumnKind kind;
    RowMember member;
    NameTableId table = NameTableId::person;  ///< for names

    const NameTable& names() const { return name_tables[static_cast<std::size_t>(table)]; }
};

/// The columns of a message log, in the order of the CSV file.
inline constexpr std::array message_columns = {
    MessageColumn{"conversation_id", "conversation, unique in its replication",
                  ColumnKind::identity, &sim::MessageRow::conversation},
    MessageColumn{"message_id", "message, unique in its replication", ColumnKind::identity,
                  &sim::MessageRow::message},
    MessageColumn{"sender_id", "who wrote it", ColumnKind::name, &sim::MessageRow::sender},
    MessageColumn{"sender_role", "role of the sender", ColumnKind::role, &sim::MessageRow::sender},
    MessageColumn{"recipient_id", "whom it went to; none for a pool's message that nobody claimed",
                  ColumnKind::name, &sim::MessageRow::recipient},
    MessageColumn{"recipient_role", "role of the recipient", ColumnKind::role,
                  &sim::MessageRow::recipient},
    MessageColumn{"sent_at", "when it was sent", ColumnKind::time, &sim::MessageRow::sent_at},
    MessageColumn{"delivered_at", "when it lay in the inbox", ColumnKind::time,
                  &sim::MessageRow::delivered_at},
    MessageColumn{"read_at", "when it was first opened", ColumnKind::time,
                  &sim::MessageRow::read_at},
    MessageColumn{"responded_at", "when it was answered", ColumnKind::time,
                  &sim::MessageRow::responded_at},
    MessageColumn{"responder_id", "who answered it", ColumnKind::name, &sim::MessageRow::responder},
    MessageColumn{"closed_at", "when nothing was left to do", ColumnKind::time,
                  &sim::MessageRow::closed_at},
    MessageColumn{"close_reason", "how it ended", ColumnKind::name, &sim::MessageRow::close_reason,
                  NameTableId::close_reason},
    MessageColumn{"pool_id", "the pool it was addressed to", ColumnKind::name,
                  &sim::MessageRow::pool, NameTableId::pool},
    MessageColumn{"claimed_by", "who took it from the pool", ColumnKind::name,
                  &sim::MessageRow::claimed_by},
    MessageColumn{"claimed_at", "when it was taken from the pool", ColumnKind::time,
                  &sim::MessageRow::claimed_at},
    MessageColumn{"reply_to", "the message that it answers", ColumnKind::identity,
                  &sim::MessageRow::reply_to},
    MessageColumn{"hop", "how often it had been handed on", ColumnKind::count,
                  &sim::MessageRow::hop},
    MessageColumn{"escalation_level", "how often a deadline had moved it", ColumnKind::count,
                  &sim::MessageRow::escalation_level},
    MessageColumn{"priority", "how urgent its sender called it", ColumnKind::priority,
                  &sim::MessageRow::urgency},
    MessageColumn{"topic_class", "what it is about", ColumnKind::name, &sim::MessageRow::use_type,
                  NameTableId::topic_class},
    MessageColumn{"channel", "how it was sent", ColumnKind::name, &sim::MessageRow::channel,
                  NameTableId::channel},
    MessageColumn{"handling_seconds", "work that it asked of its handler", ColumnKind::seconds,
                  &sim::MessageRow::handling_seconds},
};

}  // namespace wardwire::analysis
