// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/portal_log.hpp"

#include <algorithm>
#include <tuple>

namespace wardwire::analysis {

namespace {

template <class Value>
Value value_at(const std::vector<Value>& column, std::uint32_t row, Value otherwise) {
    return column.empty() ? otherwise : column[row];
}

Instant first_known(Instant one, Instant other) { return one == no_time ? other : one; }

std::int32_t hop_of(const EventLog& log, std::uint32_t row) {
    return std::max<std::int16_t>(0, value_at(log.hop, row, std::int16_t{0}));
}

std::int32_t level_of(const EventLog& log, std::uint32_t row) {
    return std::max<std::int16_t>(0, value_at(log.escalation_level, row, std::int16_t{0}));
}

/// The stay that a row tells of, given the row of the same message behind it, if there is one.
PortalStay stay_of(const EventLog& log, std::uint32_t row, const std::uint32_t* next) {
    PortalStay stay;
    const auto time = [&](const std::vector<Instant>& column, std::uint32_t at) {
        return value_at(column, at, no_time);
    };
    stay.pool = value_at(log.pool, row, none);
    stay.arrived_at = first_known(time(log.delivered_at, row), log.sent_at[row]);
    stay.taken_at = first_known(time(log.claimed_at, row), time(log.read_at, row));
    const Instant responded_at = time(log.responded_at, row);
    stay.done_at = first_known(responded_at, time(log.closed_at, row));
    if (next != nullptr) {
        stay.end =
            level_of(log, *next) > level_of(log, row) ? StayEnd::escalated : StayEnd::forwarded;
        if (stay.done_at == no_time)
            stay.done_at = first_known(time(log.delivered_at, *next), stay.taken_at);
    } else if (responded_at != no_time) {
        stay.end = StayEnd::answered;
        stay.taken_at = first_known(stay.taken_at, responded_at);
    } else if (stay.done_at != no_time) {
        stay.end = StayEnd::no_reply;
    }
    if (stay.pool == none) stay.person = log.recipient[row];
    if (stay.taken_at == no_time) return stay;
    stay.person = value_at(log.claimed_by, row, none);
    if (stay.person == none) stay.person = value_at(log.responder, row, none);
    if (stay.person == none) stay.person = log.recipient[row];
    return stay;
}

bool is_in_outage(const EventLog& log, Instant at) {
    const auto later = std::ranges::upper_bound(log.outages, at, {}, &Span::from);
    return later != log.outages.begin() && at < (later - 1)->to;
}

}  // namespace

PortalLog gather_portal(const EventLog& log) {
    PortalLog portal;
    const auto role = std::ranges::find(log.roles, "patient");
    if (role == log.roles.end()) return portal;
    const auto patient = static_cast<std::int16_t>(role - log.roles.begin());
    const auto urgent = std::ranges::find(log.priorities, "urgent") - log.priorities.begin();
    std::vector<std::uint32_t> rows;
    for (std::uint32_t begin = 0; begin < log.rows();) {
        std::uint32_t end = begin + 1;
        while (end < log.rows() && log.message[end] == log.message[begin]) ++end;
        const LoggedPerson& sender = log.persons[static_cast<std::size_t>(log.sender[begin])];
        if (sender.role == patient && !is_in_outage(log, log.sent_at[begin])) {
            rows.clear();
            for (std::uint32_t row = begin; row < end; ++row) rows.push_back(row);
            std::ranges::stable_sort(rows, {}, [&](std::uint32_t row) {
                return std::tuple(hop_of(log, row) + level_of(log, row),
                                  value_at(log.delivered_at, row, no_time));
            });
            const bool is_urgent = value_at(log.priority, begin, std::int16_t{none}) == urgent;
            portal.messages.push_back(
                {log.conversation[begin], log.sender[begin],
                 value_at(log.topic, begin, std::int16_t{none}), is_urgent, log.sent_at[begin],
                 value_at(log.closed_at, rows.back(), no_time), portal.stays.size(), rows.size()});
            for (std::size_t i = 0; i < rows.size(); ++i)
                portal.stays.push_back(
                    stay_of(log, rows[i], i + 1 < rows.size() ? &rows[i + 1] : nullptr));
        }
        begin = end;
    }
    return portal;
}

}  // namespace wardwire::analysis
