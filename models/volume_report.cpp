// SPDX-License-Identifier: Apache-2.0
// How many messages there are: by hour, by day of the week, from role to role, over time.
#include <array>

#include "models/report_sections.hpp"

namespace wardwire::models {

namespace {

/// Messages between each sample and the next, from the running totals.
Values messages_over_time(const Observed& seen) {
    Values messages = seen.samples.messages;
    if (messages.empty()) return messages;
    const std::size_t last = messages.size() - channel_count;
    for (std::size_t i = 0; i < last; ++i) messages[i] = messages[i + channel_count] - messages[i];
    for (std::size_t channel = 0; channel < channel_count; ++channel)
        messages[last + channel] =
            count(seen.outcomes.messages[channel]) - messages[last + channel];
    return messages;
}

}  // namespace

void report_volume(ReportBuilder& build, const Observed& seen) {
    Values by_hour;
    Values by_weekday;
    for (const auto& of_week : seen.outcomes.messages_by_hour_of_week) {
        std::array<std::uint64_t, 24> hour{};
        std::array<std::uint64_t, 7> day{};
        for (std::size_t i = 0; i < of_week.size(); ++i) {
            hour[i % 24] += of_week[i];
            day[i / 24] += of_week[i];
        }
        for (const std::uint64_t n : hour) by_hour.push_back(count(n));
        for (const std::uint64_t n : day) by_weekday.push_back(count(n));
    }
    build.metric("messages_by_hour", "1", {Dimension::channel, Dimension::hour},
                 "Messages from patients, chat messages and calls, by hour of day.", by_hour);
    build.metric("messages_by_weekday", "1", {Dimension::channel, Dimension::weekday},
                 "Messages from patients, chat messages and calls, by day of the week.",
                 by_weekday);
    build.metric("chat_messages_by_role_pair", "1", {Dimension::role, Dimension::receiver_role},
                 "Chat messages from members of a role to members of a role; a message to several "
                 "counts for each.",
                 each(seen.outcomes.chat_by_role_pair, count));
    build.series("messages", {Dimension::time, Dimension::channel},
                 "Messages from patients, chat messages and calls from this time to the next, or "
                 "to the end.",
                 messages_over_time(seen));
}

}  // namespace wardwire::models
