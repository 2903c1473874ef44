// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "analysis/log/time_zone.hpp"

namespace wardwire::analysis {

/// Microseconds since 1970-01-01T00:00:00Z; `no_time` stands for "none".
using Instant = std::int64_t;
inline constexpr Instant no_time = std::numeric_limits<Instant>::min();
inline constexpr double microseconds_a_second = 1e6;
inline constexpr double seconds_an_hour = 3600.0;

/// What an index holds when there is nothing to point to.
inline constexpr std::int32_t none = -1;

/// An index that is not `none`, as vectors take it.
inline std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Someone who sends or receives.
struct LoggedPerson {
    std::string id;
    std::int16_t role = none;
    std::int16_t unit = none;
    std::optional<double> employment_share;  ///< 1 for full time
    std::optional<std::chrono::sys_days> first_day;
    std::optional<std::chrono::sys_days> last_day;
};

/// A person was logged in, or on a roster, from `from` until just before `to`.
struct LoggedSession {
    std::int32_t person = none;
    Instant from = no_time;
    Instant to = no_time;
};

/// A person belonged to a pool from `from` until just before `to`; `no_time` is without limit.
struct PoolMembership {
    std::int32_t pool = none;
    std::int32_t person = none;
    Instant from = no_time;
    Instant to = no_time;
};

enum class DayKind : std::int8_t { holiday, roll_out };

struct CalendarDay {
    std::chrono::sys_days day;  ///< as the calendar on the wall of the log's time zone says
    DayKind kind = DayKind::holiday;
};

/// From `from` until just before `to`.
struct Span {
    Instant from = no_time;
    Instant to = no_time;

    bool operator==(const Span&) const = default;
};

/// A message to so many recipients that it is no conversation; its rows are not among the others.
struct Broadcast {
    std::int32_t message = none;
    std::int32_t sender = none;
    std::int32_t recipients = 0;
    Instant sent_at = no_time;
};

/// Where the ids of messages and conversations come from.
enum class IdSource : std::int8_t { given, inferred };

/// A log of messages in columns: one row per message and recipient, sorted by
/// (`sent_at`, `message`, order of reading), without duplicates, rows to oneself and broadcasts.
///
/// Every column has either one entry a row or, unless it is among the first five, none at all when
/// the log lacks it. Indices count from 0 into the table named beside them; `none` is -1.
/// Messages and conversations are numbered by first appearance in the files.
struct EventLog {
    std::vector<std::int32_t> conversation;  ///< 0 to `conversations` - 1
    std::vector<std::int32_t> message;       ///< 0 to `messages` - 1
    std::vector<std::int32_t> sender;        ///< persons
    std::vector<std::int32_t> recipient;     ///< persons; none when a pool's message is unclaimed
    std::vector<Instant> sent_at;

    std::vector<Instant> delivered_at;
    std::vector<Instant> read_at;
    std::vector<Instant> responded_at;
    std::vector<Instant> closed_at;
    std::vector<Instant> claimed_at;
    std::vector<std::int32_t> responder;       ///< persons
    std::vector<std::int32_t> claimed_by;      ///< persons
    std::vector<std::int32_t> pool;            ///< pools
    std::vector<std::int32_t> reply_to;        ///< the message that this one answers
    std::vector<std::int32_t> forwarded_from;  ///< the message that this one hands on
    std::vector<std::int32_t> patient;         ///< numbers patients, by first appearance
    std::vector<std::int16_t> setting;         ///< settings
    std::vector<std::int16_t> unit;            ///< units
    std::vector<std::int16_t> site;            ///< sites
    std::vector<std::int16_t> priority;        ///< priorities
    std::vector<std::int16_t> topic;           ///< topics
    std::vector<std::int16_t> channel;         ///< channels
    std::vector<std::int16_t> close_reason;    ///< close_reasons
    std::vector<std::int16_t> hop;             ///< how often it had been handed on
    std::vector<std::int16_t> escalation_level;
    std::vector<double> handling_seconds;  ///< NaN for none

    std::int32_t conversations = 0;
    std::int32_t messages = 0;
    IdSource conversation_ids = IdSource::given;  ///< inferred: by who writes to whom
    IdSource message_ids = IdSource::given;       ///< inferred: same sender at the same instant

    std::vector<std::string> roles;
    std::vector<std::string> settings;
    std::vector<std::string> units;  ///< of rows and of persons
    std::vector<std::string> sites;
    std::vector<std::string> priorities;
    std::vector<std::string> topics;
    std::vector<std::string> channels;
    std::vector<std::string> close_reasons;
    std::vector<std::string> pools;

    std::vector<LoggedPerson> persons;
    std::vector<LoggedSession> sessions;  ///< by (person, from); empty when nothing is known
    std::vector<PoolMembership> memberships;
    std::vector<CalendarDay> calendar;  ///< by day
    std::vector<Broadcast> broadcasts;  ///< by `sent_at`

    TimeZone zone;               ///< UTC when the log does not tell
    bool is_zone_known = false;  ///< otherwise hours of the day mean nothing

    /// Messages sent in this span are in the log; outages inside it are not.
    Span window;
    /// What happened to them is in the log until here: the instant of censoring.
    Instant observed_until = no_time;
    std::vector<Span> outages;  ///< by `from`, apart from each other

    double clock_resolution_seconds = 1.0;  ///< all times are multiples of it
    double whole_minute_share = 0.0;        ///< of the times when messages were sent

    std::size_t rows() const { return sent_at.size(); }
};

/// The rows of a log in the order in which they ought to be. Equal ones keep theirs.
std::vector<std::uint32_t> sorted_rows(const EventLog& log);

/// Keeps the rows of a list, in its order, and no others.
void select_rows(EventLog& log, const std::vector<std::uint32_t>& rows);

}  // namespace wardwire::analysis
