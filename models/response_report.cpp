// SPDX-License-Identifier: Apache-2.0
// How soon patients and colleagues are answered, and how long urgent messages go unseen.
#include <string>

#include "models/report_sections.hpp"

namespace wardwire::models {

namespace {

using Groups = std::vector<ResponseOutcomes>;

std::vector<const sim::DurationHistogram*> each_histogram(const Groups& groups) {
    std::vector<const sim::DurationHistogram*> list;
    for (const auto& g : groups) list.push_back(&g.wall_histogram);
    return list;
}

Values shares_within(
    const Groups& groups,
    std::array<std::uint64_t, ResponseOutcomes::limits.size()> ResponseOutcomes::*within) {
    Values values;
    for (const auto& g : groups)
        for (const std::uint64_t n : g.*within) values.push_back(share(n, g.messages));
    return values;
}

void within_limits(ReportBuilder& build, const std::string& by, std::vector<Dimension> axes,
                   const Groups& groups) {
    Values quantiles;
    for (const auto& g : groups)
        for (const double p : ReportBuilder::quantiles)
            quantiles.push_back(to_hours(ReportBuilder::quantile(g.wall_histogram, p)));
    std::vector<Dimension> with_limits = axes;
    with_limits.push_back(Dimension::limit);
    build.metric("answered_within" + by, "1", with_limits,
                 "Share of the window's messages from patients answered within the limit, on "
                 "the wall clock; those still open count as not answered.",
                 shares_within(groups, &ResponseOutcomes::within));
    build.metric("touched_within" + by, "1", with_limits,
                 "Share of the window's messages from patients that somebody had begun to read "
                 "within the limit, on the wall clock; those unseen at the end count as not.",
                 shares_within(groups, &ResponseOutcomes::touched_within));
    axes.push_back(Dimension::quantile);
    build.metric("first_response_time_quantiles" + by, "h", axes,
                 "Quantiles of the time to the answer, read from the histogram: exact to the "
                 "width of its bin, at most 12.5 %.",
                 quantiles);
}

void response(ReportBuilder& build, const std::string& by, const std::vector<Dimension>& axes,
              const Groups& groups) {
    const auto mean = [&](const char* name, const char* what, auto tally) {
        build.metric(name + by, "h", axes, what,
                     each(groups, [&](const auto& g) { return to_hours(tally(g)); }));
    };
    mean("first_response_time",
         "Mean time from a patient's message to the answer, on the wall clock; messages sent "
         "in the window and answered before its end.",
         [](const auto& g) { return g.wall.mean(); });
    mean("first_response_time_business", "The same, counted only while the site is open.",
         [](const auto& g) { return g.business.mean(); });
    mean("time_to_first_touch",
         "Mean time from a patient's message until anybody begins to read it.",
         [](const auto& g) { return g.first_touch.mean(); });
    mean("time_to_first_touch_business", "The same, counted only while the site is open.",
         [](const auto& g) { return g.first_touch_business.mean_seconds(); });
    build.metric("messages_from_patients" + by, "1", axes,
                 "Messages that patients sent in the window.",
                 each(groups, [](const auto& g) { return count(g.messages); }));
    build.metric(
        "unanswered_share" + by, "1", axes,
        "Share of the window's messages from patients that had no answer when it "
        "ended: closed without one, or still open.",
        each(groups, [](const auto& g) { return share(g.messages - g.answered, g.messages); }));
    build.metric("open_share" + by, "1", axes,
                 "Share of the window's messages from patients still open when it ended.",
                 each(groups, [](const auto& g) {
                     return share(g.messages - g.answered - g.closed_without_reply, g.messages);
                 }));
    within_limits(build, by, axes, groups);
    build.histogram("first_response_time" + by, axes,
                    "Wall time from a patient's message to the answer.", each_histogram(groups));
}

void portal_response(ReportBuilder& build, const Observed& seen) {
    build.metric("first_response_time_by_hour", "h", {Dimension::hour},
                 "Mean time from a patient's message to the answer, on the wall clock, by the hour "
                 "in which the message was sent.",
                 each(seen.outcomes.response_by_hour,
                      [](const auto& h) { return to_hours(h.mean_seconds()); }));
    by_role(build, seen, "first_response_time_by_role", "h",
            "Mean time from a patient's message to the answer, on the wall clock, by the role that "
            "answered.",
            [](const auto& r) { return to_hours(r.portal_response.mean_seconds()); });
    const UrgentOutcomes& urgent = seen.outcomes.urgent;
    build.scalar("urgent_exposure_time", "h",
                 "Sum over the window's truly urgent messages from patients of the time until "
                 "anybody began to read them, or until the end. What was begun at another site is "
                 "known when the message comes back.",
                 to_hours(urgent.unseen.sum_seconds()));
    build.metric("urgent_messages_past", "1", {Dimension::limit},
                 "Truly urgent messages of the window that nobody had begun to read within the "
                 "limit; those unseen at the end count with their age.",
                 each(urgent.past, count));
    const AuditOutcomes& audit = seen.outcomes.audit;
    build.scalar("unresolved_at_audit_share", "1",
                 "Share of the window's messages from patients that were neither answered nor "
                 "closed at the first audit on a later day than they came; of those audited before "
                 "the end.",
                 share(audit.messages - audit.resolved, audit.messages));
}

void threads(ReportBuilder& build, const Observed& seen) {
    const ThreadOutcomes& t = seen.outcomes.threads;
    build.scalar("threads_started", "1", "Portal threads begun in the window.", count(t.started));
    build.scalar("threads_open_at_end", "1", "Portal threads open when the window ended.",
                 count(t.open_at_end));
    build.scalar("time_to_close", "h",
                 "Mean time from a thread's first message until it is closed; begun and "
                 "closed in the window.",
                 to_hours(t.time_to_close.mean()));
    build.scalar("rounds_per_thread", "1", "Mean rounds (message and answer) of a thread.",
                 t.rounds.mean());
    build.histogram("rounds_per_thread", {}, "Rounds (message and answer) of threads.",
                    std::vector<const sim::CountHistogram*>{&t.round_counts});
    build.scalar("messages_per_thread", "1", "Mean messages of a thread, both ways.",
                 t.messages.mean());
    build.scalar("handoffs_per_thread", "1",
                 "Mean times that staff passed a message of the thread on; what a "
                 "deadline moved is not among them.",
                 t.handoffs.mean());
    build.scalar("closed_without_clinician_share", "1",
                 "Share of closed threads that no clinician had in hand.",
                 share(t.closed_without_clinician, t.closed_of_window));
    build.scalar("in_basket_escalations", "1",
                 "Messages that a deadline took out of somebody's in-basket.",
                 count(seen.outcomes.in_basket_escalations));
    build.scalar("covered_messages", "1",
                 "Messages that went to whoever covers for an owner who was away.",
                 count(seen.outcomes.covered_messages));
}

void chat_response_by_role(ReportBuilder& build, const Observed& seen) {
    by_role(build, seen, "response_latency_by_role", "min",
            "Mean response latency by the role that answers.",
            [](const auto& r) { return to_minutes(r.chat_response.mean_seconds()); });
    Values quantiles;
    std::vector<const sim::DurationHistogram*> histograms;
    for (const RoleOutcomes& r : seen.outcomes.roles) {
        histograms.push_back(&r.chat_response_histogram);
        for (const double p : ReportBuilder::quantiles)
            quantiles.push_back(to_minutes(ReportBuilder::quantile(r.chat_response_histogram, p)));
    }
    build.metric(
        "response_latency_quantiles_by_role", "min", {Dimension::role, Dimension::quantile},
        "Quantiles of the response latency by the role that answers, exact to the bin.", quantiles);
    build.histogram("response_latency_by_role", {Dimension::role},
                    "Response latency of chat turns by the role that answers.", histograms);
}

void counts_of_conversations(ReportBuilder& build, const std::string& name, const std::string& what,
                             const sim::Tally& tally, const sim::CountHistogram& histogram) {
    build.scalar(name, "1", "Mean " + what + ".", tally.mean());
    Values quantiles;
    for (const double p : ReportBuilder::quantiles) quantiles.push_back(histogram.quantile(p));
    build.metric(name + "_quantiles", "1", {Dimension::quantile},
                 "Quantiles of the " + what +
                     ": the least number that the share does not exceed; exact below 128.",
                 quantiles);
}

void conversations(ReportBuilder& build, const Observed& seen) {
    const ConversationOutcomes& c = seen.outcomes.conversations;
    build.scalar("conversations_started", "1", "Chat conversations begun in the window.",
                 count(c.started));
    build.scalar("conversations_open_at_end", "1",
                 "Chat conversations begun and not yet read to their end when the window ended.",
                 count(c.open_at_end));
    build.scalar("response_latency", "min",
                 "Mean time from a user's first message of a turn to the first message of "
                 "the user who answers.",
                 to_minutes(c.response_latency.mean()));
    Values quantiles;
    for (const double p : ReportBuilder::quantiles)
        quantiles.push_back(to_minutes(ReportBuilder::quantile(c.latency_histogram, p)));
    build.metric("response_latency_quantiles", "min", {Dimension::quantile},
                 "Quantiles of the response latency, exact to the bin.", quantiles);
    chat_response_by_role(build, seen);
    build.scalar("conversation_duration", "min",
                 "Mean time from the first message to the first of the last turn.",
                 to_minutes(c.duration.mean()));
    build.scalar("participants_per_conversation", "1", "Mean users of a conversation.",
                 c.users.mean());
    const auto of_users = [&c](std::size_t users) {
        return share(c.users_histogram.counts()[users], c.users_histogram.total());
    };
    build.scalar("two_users_share", "1", "Share of conversations with two users.", of_users(2));
    build.scalar("three_users_share", "1", "Share of conversations with three users.", of_users(3));
    counts_of_conversations(build, "turns_per_conversation", "turns of a conversation", c.turns,
                            c.turns_histogram);
    counts_of_conversations(build, "messages_per_conversation", "messages of a conversation",
                            c.messages, c.messages_histogram);
    build.histogram("response_latency", {}, "Response latency of chat turns.",
                    {&c.latency_histogram});
}

}  // namespace

void report_response(ReportBuilder& build, const Observed& seen) {
    const Outcomes& outcomes = seen.outcomes;
    const auto& urgency = outcomes.response_by_urgency;
    response(build, "", {}, {outcomes.response});
    response(build, "_by_use_type", {Dimension::use_type}, outcomes.response_by_use_type);
    response(build, "_by_urgency", {Dimension::urgency}, {urgency.begin(), urgency.end()});
    response(build, "_by_patient_group", {Dimension::patient_group},
             outcomes.response_by_patient_group.empty() ? Groups{outcomes.response}
                                                        : outcomes.response_by_patient_group);
    portal_response(build, seen);
    threads(build, seen);
    conversations(build, seen);
}

}  // namespace wardwire::models
