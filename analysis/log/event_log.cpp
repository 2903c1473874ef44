// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/event_log.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace wardwire::analysis {
namespace {

template <class Value>
void select(std::vector<Value>& column, const std::vector<std::uint32_t>& rows) {
    if (column.empty()) return;
    std::vector<Value> selected;
    selected.reserve(rows.size());
    for (const std::uint32_t row : rows) selected.push_back(column[row]);
    column = std::move(selected);
}

}  // namespace

std::vector<std::uint32_t> sorted_rows(const EventLog& log) {
    std::vector<std::uint32_t> order(log.rows());
    std::iota(order.begin(), order.end(), 0U);
    const auto is_before = [&](std::uint32_t a, std::uint32_t b) {
        return std::tuple(log.sent_at[a], log.message[a], a) <
               std::tuple(log.sent_at[b], log.message[b], b);
    };
    if (!std::is_sorted(order.begin(), order.end(), is_before)) {
        std::sort(order.begin(), order.end(), is_before);
    }
    return order;
}

void select_rows(EventLog& log, const std::vector<std::uint32_t>& rows) {
    const auto select_all = [&](auto&... columns) { (select(columns, rows), ...); };
    select_all(log.conversation, log.message, log.sender, log.recipient, log.sent_at);
    select_all(log.delivered_at, log.read_at, log.responded_at, log.closed_at, log.claimed_at);
    select_all(log.responder, log.claimed_by, log.pool, log.reply_to, log.forwarded_from,
               log.patient);
    select_all(log.setting, log.unit, log.site, log.priority, log.topic, log.channel,
               log.close_reason, log.hop, log.escalation_level, log.handling_seconds);
}

}  // namespace wardwire::analysis
