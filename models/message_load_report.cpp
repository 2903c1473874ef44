// SPDX-License-Identifier: Apache-2.0
// What messages ask of the people: how many, from whom, how evenly spread.
#include <algorithm>

#include "models/report_sections.hpp"

namespace wardwire::models {

namespace {

using L = LoadOutcomes;

template <class Of>
void by_role_load(ReportBuilder& build, const Observed& seen, const char* name, const char* unit,
                  const char* what, Of&& of) {
    build.metric(name, unit, {Dimension::role}, what, each(seen.outcomes.load, of));
}

/// Mean, quantiles and histogram of a count, by role. `what` begins a definition.
void distribution(ReportBuilder& build, const Observed& seen, const std::string& name,
                  const std::string& what, sim::CountHistogram L::*of) {
    Values means;
    Values quantiles;
    std::vector<const sim::CountHistogram*> histograms;
    for (const L& load : seen.outcomes.load) {
        means.push_back((load.*of).mean());
        histograms.push_back(&(load.*of));
        for (const double p : ReportBuilder::quantiles) quantiles.push_back((load.*of).quantile(p));
    }
    build.metric(name, "1", {Dimension::role}, what + ": mean.", means);
    build.metric(name + "_quantiles", "1", {Dimension::role, Dimension::quantile},
                 what + ": the least number that the share does not exceed; exact below 128.",
                 quantiles);
    build.histogram(name, {Dimension::role}, what + ".", histograms);
}

/// Half the mean absolute difference of two members, relative to the mean (Gini 1912); NaN where
/// nobody has any.
double gini(std::vector<std::int64_t> load) {
    std::sort(load.begin(), load.end());
    double sum = 0.0;
    double weighted = 0.0;
    for (std::size_t i = 0; i < load.size(); ++i) {
        const auto x = static_cast<double>(load[i]);
        sum += x;
        weighted += (2.0 * count(i) + 1.0 - count(load.size())) * x;
    }
    return ratio(weighted, count(load.size()) * sum);
}

void counts_by_channel(ReportBuilder& build, const Observed& seen) {
    Values sent;
    Values received;
    Values by_hour;
    Values read_delay;
    for (const RoleOutcomes& r : seen.outcomes.roles)
        for (std::size_t channel = 0; channel < channel_count; ++channel) {
            sent.push_back(count(r.messages_sent[channel]));
            received.push_back(count(r.messages_received[channel]));
            read_delay.push_back(to_minutes(r.read_delay_by_channel[channel].mean_seconds()));
            for (const std::uint64_t n : r.sent_by_hour[channel]) by_hour.push_back(count(n));
        }
    const std::vector<Dimension> axes = {Dimension::role, Dimension::channel};
    build.metric("messages_sent", "1", axes, "Messages and answers sent.", sent);
    build.metric("messages_received", "1", axes,
                 "Messages put into in-baskets; not what is taken from a pool.", received);
    build.metric("messages_sent_by_hour", "1",
                 {Dimension::role, Dimension::channel, Dimension::hour},
                 "Messages and answers sent, by hour of day.", by_hour);
    build.metric("read_delay_by_channel", "min", axes,
                 "Mean time from a message's arrival in this in-basket or pool to its reading.",
                 read_delay);
}

void conversations(ReportBuilder& build, const Observed& seen) {
    distribution(build, seen, "concurrent_conversations",
                 "Most chat conversations that a person has open at a time, on an active day",
                 &L::most_conversations);
    by_role_load(build, seen, "open_conversation_minutes", "min",
                 "Mean minutes with at least one chat conversation open, per person and active "
                 "day; open from its first message until its last is read.",
                 [](const L& l) {
                     return ratio(static_cast<double>(l.in_conversation) / 6e7,
                                  count(l.sent_per_day.total()));
                 });
    distribution(build, seen, "distinct_partners",
                 "Users with whom a person has shared a conversation that was begun and over in "
                 "the window, of people who shared any",
                 &L::partners);
    by_role_load(build, seen, "top_partner_share", "1",
                 "Mean over people of the share of what a person wrote in these conversations that "
                 "went to the partner who got most; a message to several counts for each.",
                 [](const L& l) { return l.top_partner_share.mean(); });
}

}  // namespace

void report_message_load(ReportBuilder& build, const Observed& seen) {
    using R = RoleOutcomes;
    by_role(build, seen, "read_delay", "min",
            "Mean time from a message's arrival in this in-basket or pool to its reading.",
            [](const R& r) { return to_minutes(r.read_delay.mean()); });
    by_role(build, seen, "read_delay_business", "min",
            "The same, counted only while the site is open.",
            [](const R& r) { return to_minutes(r.read_delay_business.mean_seconds()); });
    counts_by_channel(build, seen);
    by_role_load(build, seen, "active_days", "1",
                 "Days of persons on which they sent or received a message.",
                 [](const L& l) { return count(l.sent_per_day.total()); });
    distribution(build, seen, "messages_sent_per_active_day",
                 "Messages and answers that a person sends on an active day", &L::sent_per_day);
    distribution(build, seen, "messages_received_per_active_day",
                 "Messages that a person gets on an active day, into the in-basket or from a pool",
                 &L::received_per_day);
    conversations(build, seen);
    by_role_load(build, seen, "load_gini", "1",
                 "Gini coefficient of the time with messages over the members of the role: 0 when "
                 "all have the same, near 1 when one has all.",
                 [](const L& l) { return gini(l.messaging); });
}

}  // namespace wardwire::models
