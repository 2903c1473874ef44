// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "models/reading/chat_description.hpp"
#include "models/reading/fields.hpp"
#include "models/reading/growth.hpp"
#include "models/reading/patient_description.hpp"
#include "models/reading/sites.hpp"
#include "models/reading/words.hpp"

/// The scenario format: for every struct its keys, their forms, and what they mean. The reader, the
/// schema, the reference page and `explain` are made of this description and of nothing else.
///
/// `describe(fields, struct)` names the fields; `settle(struct, fields, place)` checks what
/// concerns several of them (settling.cpp).
namespace wardwire::models::reading {

/// "always", or a roster's object.
struct Roster {
    static constexpr bool is_composite = true;

    void read(const Json& written, RosterSpec& value, const Place& place) const {
        if (written != "always") object.read(written, value, place);
    }
    Json schema(const RosterSpec& start) const {
        return {{"anyOf", {{{"const", "always"}}, object.schema(start)}}};
    }
    Json write(const RosterSpec&) const { return "always"; }
};

/// The calendar of a scenario and its site's hours, which stand together in the file.
struct CalendarAndHours {
    Calendar calendar;
    WeeklyHours open = WeeklyHours::always();
};

template <class Fields>
void describe(Fields& fields, CalendarAndHours& site) {
    fields.optional("start", site.calendar.start_day, date, "date of the first day of the run");
    fields.optional("utc_offset", site.calendar.utc_offset, utc_offset,
                    "the local clock's offset from UTC, for logs; there is no daylight saving");
    fields.optional("holidays", site.calendar.holidays, list_of(date, 0, 1000),
                    "dates on which everything with hours is closed and no shift begins");
    fields.optional("open", site.open, hours, "the site's opening hours: its business clock");
}

template <class Fields>
void describe(Fields& fields, EscalationLevel& level) {
    fields.required("after", level.after, duration,
                    "what has not been begun this long after it came goes elsewhere");
    fields.optional("clock", level.clock, clock_names,
                    "count all time, or the time within open hours");
    fields.required("to", level.to, target, "where it goes");
}

template <class Fields>
void describe(Fields& fields, CoverRule& cover) {
    fields.required("after", cover.after, duration,
                    "from the end of the last shift that was worked; from then to the next shift "
                    "what waits and what comes goes elsewhere, once");
    fields.optional("clock", cover.clock, clock_names,
                    "count all time, or the time in which the site is open");
    fields.required("to", cover.to, target, "where it goes");
}

template <class Fields>
void describe(Fields& fields, RosterSpec& roster) {
    std::vector<Shift> shifts;
    fields.optional("shifts", shifts, week_of_shifts,
                    "the same shifts every week; without shifts or rotation always on duty");
    fields.optional(
        "rotation", roster.rotation, list_of(week_of_rotation, 1, 104),
        "several weeks of shifts, \"off\" for a week off; person k begins with week k and "
        "they go round");
    fields.optional("full_time_share", roster.full_time_share, share,
                    "share of the shifts that a person works");
    fields.optional("absence", roster.absence_probability, probability,
                    "chance that a person misses a shift");
    fields.optional("at_shift_end", roster.at_shift_end, at_shift_end_names,
                    "finish the task in hand, in overtime, or put it back");
    if (!shifts.empty() && roster.rotation.empty()) roster.rotation = {shifts};
}

template <class Fields>
void describe(Fields& fields, ChannelAttention& attention) {
    fields.optional("noticed_at_once", attention.noticed_at_once_probability, probability,
                    "chance that a push is noticed when it comes");
    fields.optional("notice_delay", attention.notice_delay, duration_law,
                    "until a push is noticed that was not noticed at once");
    fields.optional(
        "notice_clock", attention.notice_clock, notice_clock_names,
        "\"wall\": all time counts, and what was not noticed by the end of a shift is "
        "seen when the next one begins; \"duty\": time off duty does not count; \"week\": "
        "each hour counts as `notice_profile` says, on duty or off");
    fields.optional("notice_profile", attention.notice_profile, profile,
                    "how fast the delay passes in each hour of the week, where the clock is "
                    "\"week\"");
    fields.optional("off_duty", attention.off_duty_probability, probability,
                    "chance that a push reaches who is off duty, who then deals with the message "
                    "in his or her own time; otherwise it waits for the next shift");
    fields.optional("when_free", attention.when_free, when_free_names,
                    "when somebody free turns to it");
    fields.optional("when_busy", attention.when_busy, when_busy_names,
                    "what it does to somebody busy");
    fields.optional("when_busy_urgent", attention.when_busy_urgent, when_busy_names,
                    "the same when it is flagged urgent");
}

template <class Fields>
void describe(Fields& fields, AttentionSpec& attention) {
    const auto of = [&](Channel channel) -> ChannelAttention& {
        return attention.channel[static_cast<std::size_t>(channel)];
    };
    fields.optional("portal", of(Channel::portal), object, "to messages of patients");
    fields.optional("chat", of(Channel::chat), object, "to messages of colleagues");
    fields.optional("telephone", of(Channel::telephone), object, "to calls");
    fields.optional("check_interval", attention.check_interval, duration_law,
                    "from the end of one look at the in-basket to the next");
    fields.optional("inbox_blocks", attention.inbox_blocks, hours,
                    "times of the week that are set aside for the in-basket");
    fields.optional("after_hours", attention.after_hours_probability, probability,
                    "chance to look into the in-basket once after a shift");
    fields.optional("after_hours_delay", attention.after_hours_delay, duration_law,
                    "from the end of the shift to that look");
}

template <class Fields>
void describe(Fields& fields, InterruptionSpec& interruption) {
    fields.optional("switch_cost", interruption.switch_cost, duration_law,
                    "before the interruption is handled");
    fields.optional("resumption_lag", interruption.resumption_lag, duration_law,
                    "before the interrupted task goes on");
    fields.optional("lag_growth", interruption.lag_growth, Number{0.0, 10.0},
                    "further lag, as a share of the interruption's length");
    fields.optional("continuation", interruption.continuation, continuation_names,
                    "go on with what was left, begin again, or begin again with a new length");
    fields.optional("drop", interruption.drop_probability, probability,
                    "chance that an interrupted task is never resumed");
    fields.optional("max_depth", interruption.max_depth, Whole{0, 8},
                    "interruptions within interruptions");
    fields.optional("error_factor", interruption.error_factor, Number{0.0, 100.0},
                    "each interruption multiplies the task's chance of an error by this");
}

template <class Fields>
void describe(Fields& fields, RecurringTask& task) {
    fields.required("gap", task.gap, duration_law, "from one to the next, while on duty");
    fields.optional("counted_from", task.counted_from, counted_from_names,
                    "whether a gap begins with the arrival or the completion of the last");
    fields.required("duration", task.duration, duration_law, "how long it takes");
    fields.optional("rank", task.rank, rank, "1 is done first, 9 last");
    fields.optional("interruptible", task.interruptible, interruptible_names,
                    "what may break into it");
    fields.optional("steps", task.steps, Whole{1, 1000}, "equal steps, for between_steps");
    fields.optional("on_arrival", task.on_arrival, on_arrival_names,
                    "wait for its turn, or interrupt less important work");
    fields.optional("error", task.error_probability, probability,
                    "chance of an error when nothing interrupts");
}

template <class Fields>
void describe(Fields& fields, VisitSpec& visits) {
    fields.required("sessions", visits.sessions, hours, "times of the week with visits");
    fields.required("slot", visits.slot, duration, "from the start of one visit to the next");
    fields.required("duration", visits.duration, duration_law, "how long a visit takes");
    fields.optional("no_show", visits.no_show_probability, probability,
                    "chance that a patient does not come");
    fields.optional("rank", visits.rank, rank, "1 is done first, 9 last");
    fields.optional("interruptible", visits.interruptible, interruptible_names,
                    "what may break into a visit");
    fields.optional("steps", visits.steps, Whole{1, 1000}, "equal steps, for between_steps");
    fields.optional("error", visits.error_probability, probability,
                    "chance of an error when nothing interrupts");
}

template <class Fields>
void describe(Fields& fields, RoleSpec& role) {
    fields.required("count", role.count, Whole{0, 5'000'000}, "number of people");
    fields.optional("plan", role.plan, list_of_objects(0, 1000),
                    "their number from a date on; who came last leaves first");
    fields.optional("clinician", role.is_clinician, yes_no, "may diagnose and prescribe");
    fields.optional("cost", role.cost_usd_per_hour, money_rate, "of a person on duty");
    fields.optional("overtime_factor", role.overtime_factor, Number{1.0, 10.0},
                    "what an hour of overtime costs, in hours");
    fields.optional("roster", role.roster, Roster{}, "when these people are on duty");
    fields.optional("visits", role.visits, object, "sessions of scheduled visits");
    fields.optional("tasks", role.tasks, named_objects(0, 64),
                    "work that comes back: bedside calls, documentation");
    fields.optional("attention", role.attention, object, "how messages and calls are noticed");
    fields.optional("interruption", role.interruption, object, "what interruptions cost");
    fields.optional("reading", role.reading, duration_law,
                    "to read a portal message, before deciding what to do with it");
    fields.optional("forwards_to", role.forwards_to, target,
                    "where this role sends what it does not resolve");
    fields.optional("escalation", role.escalation, list_of_objects(0, 8),
                    "deadlines of the messages in the role's in-baskets");
    fields.optional("covering", role.covering, object,
                    "who gets the portal messages of somebody who is off duty; without it they "
                    "wait for the next shift");
}

template <class Fields>
void describe(Fields& fields, PoolSpec& pool) {
    fields.required("members", pool.members, role_names, "the roles that work it");
    fields.optional("discipline", pool.discipline, discipline_names, "which message is next");
    fields.optional("claim", pool.claim, claim_names,
                    "members take messages when idle, or messages are dealt out");
    fields.optional("batch", pool.batch, Whole{1, 1000},
                    "messages that a member takes at a time, to do one after another");
    fields.optional("hours", pool.hours, hours, "when members look at it; its business clock");
    fields.optional("escalation", pool.escalation, list_of_objects(0, 8),
                    "deadlines of the messages that wait here");
    fields.optional("overflow_above", pool.overflow_above, Whole{0, 1'000'000},
                    "with this many waiting here, or dealt out and not begun, a further message "
                    "goes to overflow_to");
    fields.optional("overflow_to", pool.overflow_to, target, "see overflow_above");
}

template <class Fields>
void describe(Fields& fields, TelephoneLine& line) {
    fields.required("calls", line.calls_per_second, rate, "mean rate over the week");
    fields.optional("profile", line.profile, profile, "shape of the rate over the week");
    fields.optional("growth", line.growth, object, "how the rate changes over time");
    fields.required("answered_by", line.answered_by, role_names, "the roles that answer");
    fields.required("duration", line.duration, duration_law, "of a call");
    fields.optional("callback", line.callback, duration_law,
                    "a call that staff make to a patient; without it as long as the others");
    fields.optional("patience", line.patience, duration_law,
                    "how long a caller waits before giving up; without it for ever");
    fields.optional("rank", line.rank, rank, "1 is done first, 9 last");
    fields.optional("when_busy", line.when_busy, call_when_busy_names,
                    "what a call does to somebody busy");
}

/// How long a run is.
struct Horizon {
    sim::Duration warm_up{};
    sim::Duration length{};
};

template <class Fields>
void describe(Fields& fields, Horizon& horizon) {
    fields.optional("warm_up", horizon.warm_up, duration, "before anything is counted");
    fields.optional("length", horizon.length, duration, "what is counted, after the warm-up");
}

/// What may differ from site to site.
template <class Fields>
void describe_site(Fields& fields, Scenario& scenario) {
    CalendarAndHours calendar{scenario.calendar, scenario.open_hours};
    fields.optional("setting", scenario.setting, setting_names, "kind of care");
    fields.optional("calendar", calendar, object, "dates and opening hours");
    fields.required("roles", scenario.roles, named_objects(1, 256), "who works here");
    fields.optional("units", scenario.units, Whole{1, 100'000},
                    "wards or teams, to which the members of each role are dealt out evenly");
    fields.optional("pools", scenario.pools, named_objects(0, 1000), "shared in-baskets");
    fields.optional("telephone", scenario.telephone, named_objects(0, 64),
                    "lines that patients call");
    fields.optional("patients", scenario.patients, object, "who writes to the portal");
    fields.optional("portal", scenario.portal, object, "messages between patients and the team");
    fields.optional("chat", scenario.chat, object, "messages between colleagues");
    scenario.calendar = calendar.calendar;
    scenario.open_hours = calendar.open;
}

template <class Fields>
void describe(Fields& fields, SiteLink& link) {
    fields.required("from", link.from, site_range_name, "a site, a kind of sites, or \"any\"");
    fields.required("to", link.to, site_range_name, "the same; messages go both ways");
    fields.required("latency", link.latency, duration,
                    "how long anything takes from one to the other; above 0. A link the other way "
                    "round may say another latency for the way back");
}

template <class Fields>
void describe(Fields& fields, Scenario& scenario) {
    std::uint32_t version = 1;
    std::optional<std::string> extended;
    Horizon horizon{scenario.warm_up, scenario.length};
    fields.required("wardwire_scenario", version, Whole{1, 1}, "version of the format");
    fields.optional("extends", extended, text,
                    "a file, relative to this one, or a bundled scenario that this one changes");
    fields.optional("title", scenario.title, text, "a line about it");
    fields.optional("description", scenario.description, text, "a paragraph about it");
    fields.optional("horizon", horizon, object, "how long a run is");
    fields.optional("replications", scenario.replications, Whole{1, 1'000'000}, "independent runs");
    fields.optional("seed", scenario.seed, Whole{0, UINT64_MAX}, "of all chance");
    describe_site(fields, scenario);
    fields.optional("sites", scenario.site_kinds, site_kinds,
                    "kinds of sites by name: how many, and what is otherwise there than said here; "
                    "without this key all of this is one site");
    fields.optional("links", scenario.links, list_of_objects(0, 10'000),
                    "between which sites messages go, and how long they take");
    scenario.warm_up = horizon.warm_up;
    scenario.length = horizon.length;
}

}  // namespace wardwire::models::reading
