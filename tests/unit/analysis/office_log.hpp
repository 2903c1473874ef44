// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "analysis/log/event_log.hpp"

namespace wardwire::test {

using analysis::EventLog;
using analysis::Instant;
using analysis::TimeZone;

inline constexpr Instant second = 1'000'000;
inline constexpr Instant hour = 3600 * second;
inline constexpr Instant day = 24 * hour;
inline constexpr Instant monday = 20'458 * day;  // 2026-01-05

/// A log that is written row by row.
class Scribe {
 public:
    Scribe(std::size_t nurses, std::size_t physicians, int weeks) {
        log.roles = {"nurse", "physician", "clerk"};
        hire(nurses, 0);
        hire(physicians, 1);
        log.zone = *TimeZone::find("UTC");
        log.is_zone_known = true;
        log.window = {monday, monday + weeks * 7 * day};
        log.observed_until = log.window.to;
    }

    void hire(std::size_t people, std::int16_t role) {
        for (std::size_t i = 0; i < people; ++i) log.persons.emplace_back().role = role;
    }

    void write(std::int32_t conversation, std::int32_t from, std::int32_t to, Instant at) {
        log.conversation.push_back(conversation);
        log.message.push_back(log.messages++);
        log.sender.push_back(from);
        log.recipient.push_back(to);
        log.sent_at.push_back(at);
        log.conversations = std::max(log.conversations, conversation + 1);
    }

    EventLog log;
};

/// Nurses write on workdays from 8 to 18; half of what they ask is answered, after a lognormal wait
/// on the physicians' clock.
inline EventLog office_log(int weeks, std::uint64_t seed) {
    Scribe scribe(30, 20, weeks);
    std::mt19937_64 bits(seed);
    std::uniform_real_distribution<double> uniform;
    std::lognormal_distribution<double> wait_s(std::log(300.0), 1.0);
    struct Row {
        Instant at;
        std::int32_t conversation, from, to;
    };
    std::vector<Row> rows;
    std::int32_t conversation = 0;
    for (int d = 0; d < 7 * weeks; ++d) {
        if (d % 7 > 4) continue;
        std::poisson_distribution<int> starts(60.0);
        for (int k = starts(bits); k > 0; --k, ++conversation) {
            const Instant at = monday + d * day + 8 * hour +
                               static_cast<Instant>(uniform(bits) * 10.0 * 3600.0) * second;
            const auto from = static_cast<std::int32_t>(uniform(bits) * 30);
            const auto to = static_cast<std::int32_t>(30 + uniform(bits) * 20);
            rows.push_back({at, conversation, from, to});
            if (uniform(bits) < 0.5) continue;
            Instant answer = at + static_cast<Instant>(wait_s(bits)) * second;
            if ((answer - monday) % day >= 18 * hour) answer += 14 * hour;
            if ((answer - monday) / day % 7 == 5) answer += 2 * day;
            rows.push_back({answer, conversation, to, from});
        }
    }
    std::ranges::stable_sort(rows, {}, &Row::at);
    for (const Row& row : rows) scribe.write(row.conversation, row.from, row.to, row.at);
    return scribe.log;
}

}  // namespace wardwire::test
