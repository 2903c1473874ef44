// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/event_log.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace wardwire::analysis {
namespace {

template <class Value>
void rearrange(std::vector<Value>& column, const std::vector<std::uint32_t>& order) {
    if (column.empty()) return;
    std::vector<Value> sorted;
    sorted.reserve(order.size());
    for (const std::uint32_t row : order) sorted.push_back(column[row]);
    column = std::move(sorted);
}

}  // namespace

void sort_rows(EventLog& log) {
    std::vector<std::uint32_t> order(log.rows());
    std::iota(order.begin(), order.end(), 0U);
    const auto key = [&](std::uint32_t row) {
        return std::tuple(log.sent_at[row], log.message[row], row);
    };
    const auto is_before = [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); };
    if (std::is_sorted(order.begin(), order.end(), is_before)) return;
    std::sort(order.begin(), order.end(), is_before);
    const auto rearrange_all = [&](auto&... columns) { (rearrange(columns, order), ...); };
    rearrange_all(log.conversation, log.message, log.sender, log.recipient, log.sent_at);
    rearrange_all(log.delivered_at, log.read_at, log.responded_at, log.closed_at, log.claimed_at);
    rearrange_all(log.responder, log.claimed_by, log.pool, log.reply_to, log.forwarded_from,
                  log.patient);
    rearrange_all(log.setting, log.unit, log.site, log.priority, log.topic, log.channel,
                  log.close_reason, log.hop, log.escalation_level, log.handling_seconds);
}

}  // namespace wardwire::analysis
