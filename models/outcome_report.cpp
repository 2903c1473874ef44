// SPDX-License-Identifier: Apache-2.0
// The outcomes by name: what each is, in which unit, over which dimensions. The names are an
// interface; docs/reference/outcomes.md lists them.
#include "models/outcome_report.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "models/report_builder.hpp"
#include "models/site_plan.hpp"

namespace wardwire::models {

namespace {

using Values = std::vector<double>;

double hours(std::int64_t microseconds) { return static_cast<double>(microseconds) / 3.6e9; }
double to_hours(double seconds) { return seconds / 3600.0; }
double to_minutes(double seconds) { return seconds / 60.0; }
double count(std::uint64_t n) { return static_cast<double>(n); }

double share(std::uint64_t part, std::uint64_t whole) {
    return whole > 0 ? count(part) / count(whole) : std::numeric_limits<double>::quiet_NaN();
}
double ratio(double a, double b) {
    return b > 0.0 ? a / b : std::numeric_limits<double>::quiet_NaN();
}

std::int64_t in(const RoleOutcomes& role, Activity activity) {
    return role.microseconds[static_cast<std::size_t>(activity)];
}

/// One value for each element of a list.
template <class List, class Of>
Values each(const List& list, Of&& of) {
    Values values;
    for (const auto& element : list) values.push_back(of(element));
    return values;
}

class Report {
 public:
    Report(const Scenario& scenario, const Outcomes& outcomes, const LevelSamples& samples,
           std::span<const Outcomes> by_site, sim::Time end)
        : build_(scenario), outcomes_(outcomes), by_site_(by_site), samples_(samples), end_(end) {
        response("", {}, {outcomes.response});
        response("_by_use_type", {Dimension::use_type}, outcomes.response_by_use_type);
        response("_by_urgency", {Dimension::urgency},
                 {outcomes.response_by_urgency.begin(), outcomes.response_by_urgency.end()});
        threads();
        conversations();
        interruptions();
        load();
        pools();
        volume();
        series();
        if (!by_site.empty()) sites();
    }

    ReportBuilder build_;

 private:
    using Groups = std::vector<ResponseOutcomes>;

    void response(const std::string& by, std::vector<Dimension> axes, const Groups& groups) {
        const auto mean = [&](const char* name, const char* what, auto tally) {
            build_.metric(name + by, "h", axes, what,
                          each(groups, [&](const auto& g) { return to_hours(tally(g).mean()); }));
        };
        mean("first_response_time",
             "Mean time from a patient's message to the answer, on the wall clock; messages sent "
             "in the window and answered before its end.",
             [](const auto& g) -> const sim::Tally& { return g.wall; });
        mean("first_response_time_business", "The same, counted only while the site is open.",
             [](const auto& g) -> const sim::Tally& { return g.business; });
        mean("time_to_first_touch",
             "Mean time from a patient's message until anybody begins to read it.",
             [](const auto& g) -> const sim::Tally& { return g.first_touch; });
        build_.metric("messages_from_patients" + by, "1", axes,
                      "Messages that patients sent in the window.",
                      each(groups, [](const auto& g) { return count(g.messages); }));
        build_.metric(
            "unanswered_share" + by, "1", axes,
            "Share of the window's messages from patients that had no answer when it "
            "ended: closed without one, or still open.",
            each(groups, [](const auto& g) { return share(g.messages - g.answered, g.messages); }));
        build_.metric("open_share" + by, "1", axes,
                      "Share of the window's messages from patients still open when it ended.",
                      each(groups, [](const auto& g) {
                          return share(g.messages - g.answered - g.closed_without_reply,
                                       g.messages);
                      }));
        answered_within(by, axes, groups);
        build_.histogram("first_response_time" + by, axes,
                         "Wall time from a patient's message to the answer.",
                         each_histogram(groups));
    }

    static std::vector<const sim::DurationHistogram*> each_histogram(const Groups& groups) {
        std::vector<const sim::DurationHistogram*> list;
        for (const auto& g : groups) list.push_back(&g.wall_histogram);
        return list;
    }

    void answered_within(const std::string& by, std::vector<Dimension> axes, const Groups& groups) {
        Values values;
        Values quantiles;
        for (const auto& g : groups) {
            for (const std::uint64_t n : g.within) values.push_back(share(n, g.messages));
            for (const double p : ReportBuilder::quantiles)
                quantiles.push_back(to_hours(ReportBuilder::quantile(g.wall_histogram, p)));
        }
        std::vector<Dimension> with_limits = axes;
        with_limits.push_back(Dimension::limit);
        build_.metric("answered_within" + by, "1", with_limits,
                      "Share of the window's messages from patients answered within the limit, on "
                      "the wall clock; those still open count as not answered.",
                      values);
        axes.push_back(Dimension::quantile);
        build_.metric("first_response_time_quantiles" + by, "h", axes,
                      "Quantiles of the time to the answer, read from the histogram: exact to the "
                      "width of its bin, at most 12.5 %.",
                      quantiles);
    }

    void threads() {
        const ThreadOutcomes& t = outcomes_.threads;
        build_.scalar("threads_started", "1", "Portal threads begun in the window.",
                      count(t.started));
        build_.scalar("threads_open_at_end", "1", "Portal threads open when the window ended.",
                      count(t.open_at_end));
        build_.scalar("time_to_close", "h",
                      "Mean time from a thread's first message until it is closed; begun and "
                      "closed in the window.",
                      to_hours(t.time_to_close.mean()));
        build_.scalar("rounds_per_thread", "1", "Mean rounds (message and answer) of a thread.",
                      t.rounds.mean());
        build_.scalar("messages_per_thread", "1", "Mean messages of a thread, both ways.",
                      t.messages.mean());
        build_.scalar("handoffs_per_thread", "1",
                      "Mean times that staff passed a message of the thread on; what a "
                      "deadline moved is not among them.",
                      t.handoffs.mean());
        build_.scalar("closed_without_clinician_share", "1",
                      "Share of closed threads that no clinician had in hand.",
                      share(t.closed_without_clinician, t.closed_of_window));
        build_.scalar("in_basket_escalations", "1",
                      "Messages that a deadline took out of somebody's in-basket.",
                      count(outcomes_.in_basket_escalations));
        build_.scalar("covered_messages", "1",
                      "Messages that went to whoever covers for an owner who was away.",
                      count(outcomes_.covered_messages));
    }

    void conversations() {
        const ConversationOutcomes& c = outcomes_.conversations;
        build_.scalar("conversations_started", "1", "Chat conversations begun in the window.",
                      count(c.started));
        build_.scalar("response_latency", "min",
                      "Mean time from a user's first message of a turn to the first message of "
                      "the user who answers.",
                      to_minutes(c.response_latency.mean()));
        Values quantiles;
        for (const double p : ReportBuilder::quantiles)
            quantiles.push_back(to_minutes(ReportBuilder::quantile(c.latency_histogram, p)));
        build_.metric("response_latency_quantiles", "min", {Dimension::quantile},
                      "Quantiles of the response latency, exact to the bin.", quantiles);
        build_.scalar("conversation_duration", "min",
                      "Mean time from the first message to the first of the last turn.",
                      to_minutes(c.duration.mean()));
        build_.scalar("turns_per_conversation", "1", "Mean turns of a conversation.",
                      c.turns.mean());
        build_.scalar("messages_per_conversation", "1", "Mean messages of a conversation.",
                      c.messages.mean());
        build_.scalar("participants_per_conversation", "1", "Mean users of a conversation.",
                      c.users.mean());
        build_.histogram("response_latency", {}, "Response latency of chat turns.",
                         {&c.latency_histogram});
    }

    template <class Of>
    void by_role(const char* name, const char* unit, const char* what, Of&& of) {
        build_.metric(name, unit, {Dimension::role}, what, each(outcomes_.roles, of));
    }

    void interruptions() {
        using R = RoleOutcomes;
        by_role("interruptions_per_hour", "1/h",
                "Interruptions of work in hand, per person and hour on duty.", [](const R& r) {
                    std::uint64_t all = 0;
                    for (const std::uint64_t n : r.interruptions) all += n;
                    return ratio(count(all), staffed_hours(r));
                });
        Values by_cause;
        for (const R& r : outcomes_.roles)
            for (const std::uint64_t n : r.interruptions)
                by_cause.push_back(ratio(count(n), staffed_hours(r)));
        build_.metric("interruptions_per_hour_by_cause", "1/h", {Dimension::role, Dimension::cause},
                      "Interruptions per person and hour on duty, by what broke in.", by_cause);
        by_role("minutes_between_interruptions", "min",
                "Mean time from a person's last interruption, or the begin of the shift, to the "
                "next interruption.",
                [](const R& r) { return to_minutes(r.between_interruptions.mean()); });
        by_role("interrupted_task_share", "1",
                "Share of visits and tasks done that were interrupted at least once.",
                [](const R& r) { return share(r.tasks_interrupted, r.tasks_done); });
        by_role("fragments_per_task", "1", "Mean pieces that visits and tasks were done in.",
                [](const R& r) { return r.fragments.mean(); });
        by_role("longest_focus", "min",
                "Mean over shifts of the longest stretch of work on one thing.",
                [](const R& r) { return to_minutes(r.longest_focus.mean()); });
        by_role("resumption_minutes", "min", "Mean time to find back into an interrupted task.",
                [](const R& r) { return to_minutes(r.resumption.mean()); });
        by_role("never_resumed_share", "1",
                "Share of interrupted visits and tasks that were never resumed.", [](const R& r) {
                    return share(r.tasks_never_resumed,
                                 r.tasks_interrupted + r.tasks_never_resumed);
                });
        by_role("expected_errors", "1/h",
                "Expected errors in visits and tasks, per hour on duty, from the base "
                "probabilities and the factor per interruption.",
                [](const R& r) { return ratio(r.expected_errors, staffed_hours(r)); });
        by_role("task_completion_time", "min",
                "Mean time from beginning a recurring task to its end, interruptions included.",
                [](const R& r) { return to_minutes(r.completion.mean()); });
        by_role("tasks_done", "1", "Visits and tasks completed.",
                [](const R& r) { return count(r.tasks_done); });
        by_role("tasks_left_undone", "1",
                "Tasks that nobody was there to take over when a shift ended.",
                [](const R& r) { return count(r.tasks_left_undone); });
        by_role("visits", "1", "Appointments that fell due, no-shows included.",
                [](const R& r) { return count(r.visits); });
        by_role("visit_wait", "min", "Mean time from an appointment to the start of the visit.",
                [](const R& r) { return to_minutes(r.visit_wait.mean()); });
    }

    void load() {
        using R = RoleOutcomes;
        Values activity;
        for (const R& r : outcomes_.roles)
            for (const std::int64_t part : r.microseconds)
                activity.push_back(ratio(hours(part), staffed_hours(r)));
        build_.metric("activity_share", "1", {Dimension::role, Dimension::activity},
                      "Share of the time on duty spent in each activity; sums to 1.", activity);
        by_role("staffed_hours", "h", "Person-hours on duty, overtime included.",
                [](const R& r) { return staffed_hours(r); });
        by_role("utilisation", "1", "Share of the time on duty that is not free.", [](const R& r) {
            return 1.0 - ratio(hours(in(r, Activity::free)), staffed_hours(r));
        });
        by_role("messaging_minutes", "min/h",
                "Minutes reading and writing messages, per hour on duty.", [](const R& r) {
                    const auto messaging =
                        in(r, Activity::portal_reading) + in(r, Activity::portal_replying) +
                        in(r, Activity::chat_reading) + in(r, Activity::chat_writing);
                    return ratio(60.0 * hours(messaging), staffed_hours(r));
                });
        by_role("overtime", "h", "Person-hours worked past the end of shifts.",
                [](const R& r) { return hours(r.overtime_microseconds); });
        by_role("after_hours", "h", "Person-hours with the in-basket in one's own time.",
                [](const R& r) { return hours(r.after_hours_microseconds); });
        by_role("read_delay", "min",
                "Mean time from a message's arrival in this in-basket or pool to its reading.",
                [](const R& r) { return to_minutes(r.read_delay.mean()); });
        by_role("cost", "USD", "Wages of the time on duty; overtime at its factor.",
                [](const R& r) { return r.cost_usd; });
        for (const auto& [name, what] :
             {std::pair{"messages_sent", "Messages and answers sent."},
              std::pair{"messages_received",
                        "Messages put into in-baskets; not what is taken from a pool."}}) {
            Values values;
            for (const R& r : outcomes_.roles)
                for (const std::uint64_t n : std::string_view(name) == "messages_sent"
                                                 ? r.messages_sent
                                                 : r.messages_received)
                    values.push_back(count(n));
            build_.metric(name, "1", {Dimension::role, Dimension::channel}, what, values);
        }
    }

    template <class Of>
    void by_pool(const char* name, const char* unit, const char* what, Of&& of) {
        build_.metric(name, unit, {Dimension::pool}, what, each(outcomes_.pools, of));
    }

    void pools() {
        using P = PoolOutcomes;
        by_pool("pool_wait", "min", "Mean wait of all that left the line, claimed or not.",
                [](const P& p) { return to_minutes(p.wait.mean()); });
        by_pool("pool_wait_claimed", "min", "Mean wait of what was claimed.",
                [](const P& p) { return to_minutes(p.wait_claimed.mean()); });
        by_pool("pool_backlog", "1", "Time average of the number waiting.",
                [this](const P& p) { return p.queue.mean(end_); });
        by_pool("pool_backlog_maximum", "1", "Greatest number waiting; of several sites, at one.",
                [](const P& p) { return static_cast<double>(p.queue.greatest()); });
        by_pool("pool_entered", "1", "Messages or calls that joined the line.",
                [](const P& p) { return count(p.entered); });
        by_pool("pool_abandoned_share", "1", "Share of those that left the line by giving up.",
                [](const P& p) { return share(p.abandoned, left(p)); });
        by_pool("pool_escalated_share", "1",
                "Share of those that left the line because a deadline passed.",
                [](const P& p) { return share(p.escalated, left(p)); });
        std::vector<const sim::DurationHistogram*> waits;
        for (const P& p : outcomes_.pools) waits.push_back(&p.wait_histogram);
        build_.histogram("pool_wait", {Dimension::pool}, "Wait in the line.", waits);
    }

    static std::uint64_t left(const PoolOutcomes& p) {
        return p.claimed + p.escalated + p.abandoned;
    }

    void volume() {
        Values by_hour;
        for (const auto& channel : outcomes_.sent_by_hour)
            for (const std::uint64_t n : channel) by_hour.push_back(count(n));
        build_.metric("messages_by_hour", "1", {Dimension::channel, Dimension::hour},
                      "Messages from patients, chat messages and calls, by hour of day.", by_hour);
    }

    template <class Of>
    void by_site(const char* name, const char* unit, const char* what, Of&& of) {
        build_.metric(name, unit, {Dimension::site}, what, each(by_site_, of));
    }

    /// Messages belong to the patient's site, whoever works on them; work to where it is done.
    void sites() {
        using O = Outcomes;
        by_site("messages_from_patients_by_site", "1",
                "Messages that the site's patients sent in the window.",
                [](const O& o) { return count(o.response.messages); });
        by_site("first_response_time_by_site", "h",
                "Mean time from a message of the site's patients to the answer, on the wall clock.",
                [](const O& o) { return to_hours(o.response.wall.mean()); });
        by_site("answered_within_day_by_site", "1",
                "Share of the messages of the site's patients answered within 24 h.",
                [](const O& o) { return share(o.response.within[2], o.response.messages); });
        by_site("resolved_for_others_by_site", "1",
                "Messages of other sites' patients that were answered or closed here.",
                [](const O& o) { return count(o.resolved_for_others); });
        by_site("interruptions_per_hour_by_site", "1/h",
                "Interruptions of work in hand, per person and hour on duty, of all roles.",
                [](const O& o) {
                    double all = 0.0;
                    for (const RoleOutcomes& r : o.roles)
                        for (const std::uint64_t n : r.interruptions) all += count(n);
                    return ratio(all, all_staffed_hours(o));
                });
        by_site("utilisation_by_site", "1", "Share of the time on duty that is not free.",
                [](const O& o) {
                    double free = 0.0;
                    for (const RoleOutcomes& r : o.roles) free += hours(in(r, Activity::free));
                    return 1.0 - ratio(free, all_staffed_hours(o));
                });
    }

    static double all_staffed_hours(const Outcomes& outcomes) {
        double sum = 0.0;
        for (const RoleOutcomes& r : outcomes.roles) sum += staffed_hours(r);
        return sum;
    }

    void series() {
        build_.series("backlog", {Dimension::time, Dimension::pool}, "Number waiting in the line.",
                      samples_.backlog);
        build_.series("in_baskets", {Dimension::time, Dimension::role},
                      "Messages and tasks waiting for the members of the role.",
                      samples_.in_baskets);
        build_.series("open_threads", {Dimension::time}, "Open portal threads.",
                      samples_.open_threads);
    }

    const Outcomes& outcomes_;
    std::span<const Outcomes> by_site_;
    const LevelSamples& samples_;
    sim::Time end_;
};

}  // namespace

sim::Observation observe(const Scenario& scenario, const Outcomes& outcomes,
                         const LevelSamples& samples, std::span<const Outcomes> by_site,
                         sim::Time end) {
    return std::move(Report(scenario, outcomes, samples, by_site, end).build_.observation);
}

sim::ResultLayout outcome_layout(const Scenario& scenario) {
    const Outcomes none(scenario.roles.size(), scenario.pools.size() + scenario.telephone.size(),
                        scenario.portal ? scenario.portal->use_types.size() : 0);
    const std::vector<Outcomes> by_site(scenario.site_kinds.empty() ? 0 : sites_of(scenario).size(),
                                        none);
    return std::move(Report(scenario, none, {}, by_site, sim::start_of_time).build_.layout);
}

}  // namespace wardwire::models
