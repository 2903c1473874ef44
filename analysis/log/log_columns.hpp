// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

/// What the texts of a column name. Each has a table of its own.
enum class Naming : std::uint8_t {
    conversation,
    message,
    person,
    pool,
    patient,
    role,
    setting,
    unit,
    site,
    priority,
    topic,
    channel,
    close_reason
};
inline constexpr std::size_t namings = static_cast<std::size_t>(Naming::close_reason) + 1;

/// How the fields of a column are read and kept.
enum class FieldKind : std::uint8_t {
    index,     ///< a text, kept as its number in a table
    category,  ///< the same with few texts
    time,
    count,
    seconds,
    role,  ///< a text that says something about the sender or the recipient
    flag   ///< 0 or 1: whether a bot wrote it
};

/// The role of whom a column speaks of, or whether a bot was at work; neither is kept by row.
enum class Aside : std::uint8_t { sender_role, recipient_role, bot };

using LogMember =
    std::variant<std::vector<std::int32_t> EventLog::*, std::vector<std::int16_t> EventLog::*,
                 std::vector<Instant> EventLog::*, std::vector<double> EventLog::*, Aside>;

struct LogColumn {
    std::string_view name;
    FieldKind kind;
    LogMember member;
    Naming naming = Naming::person;  ///< of texts
    std::string_view meaning;
};

/// The columns that a log may have, in the order in which they are written.
extern const std::array<LogColumn, 29> log_columns;

/// The column of a name, or nothing.
const LogColumn* find_log_column(std::string_view name);

}  // namespace wardwire::analysis
