// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/chat_spec.hpp"
#include "models/growth.hpp"
#include "models/population.hpp"
#include "models/staff_plan.hpp"
#include "models/weekly_hours.hpp"
#include "sim/id.hpp"
#include "sim/random/distribution.hpp"
#include "sim/time.hpp"

/// What a scenario says, resolved: names are ids, quantities have their units taken off (durations
/// are sim::Duration, laws of durations are in seconds, rates are per second), defaults are filled
/// in. It is plain data; nothing here runs.
namespace wardwire::models {

using RoleId = sim::Id<struct RoleTag>;
using PoolId = sim::Id<struct PoolTag>;
using UseTypeId = sim::Id<struct UseTypeTag>;
using SiteId = sim::Id<struct SiteTag>;  ///< in the order of sites_of()

enum class Setting : std::uint8_t { inpatient, outpatient, emergency };
inline constexpr std::size_t setting_count = 3;
enum class Channel : std::uint8_t { portal, chat, telephone };
inline constexpr std::size_t channel_count = 3;

/// The n-th of a list whose last value goes on for ever; 0 for an empty list.
inline double nth_or_last(const std::vector<double>& list, std::size_t n) {
    if (list.empty()) return 0.0;
    return n < list.size() ? list[n] : list.back();
}

/// Which of two clocks a delay is counted on: the wall's, or the open hours'.
enum class ClockKind : std::uint8_t { wall, business };

/// Importance of work: 1 is done first, 9 last.
using Rank = std::uint8_t;

/// Where a message goes: a pool, somebody of a role, or the patient's primary clinician, who is at
/// the patient's own site.
struct Target {
    enum class Kind : std::uint8_t { primary, pool, role };
    Kind kind = Kind::primary;
    PoolId pool;
    RoleId role;
    SiteId site = {};  ///< of the pool or role; invalid: where the message is
};

/// A deadline: what has not been begun this long after it came here goes elsewhere.
struct EscalationLevel {
    sim::Duration after{};
    ClockKind clock = ClockKind::wall;
    Target to;
};

/// What lies in the in-basket of somebody who has been off duty for a while, and what comes there
/// until the next shift, goes to a colleague.
struct CoverRule {
    sim::Duration after{};  ///< since the end of the last shift that was worked
    ClockKind clock = ClockKind::business;
    Target to;
};

struct Shift {
    WeeklyHours::Interval hours;  ///< since Monday 00:00; `to` may lie past the week's end
};

struct RosterSpec {
    /// One list of shifts a week; member k of the role works week (w + k) mod size in week w.
    /// Empty: always on duty.
    std::vector<std::vector<Shift>> rotation;
    double full_time_share = 1.0;      ///< share of the shifts that a person works
    double absence_probability = 0.0;  ///< of each shift
    enum class AtShiftEnd : std::uint8_t { finish_task, put_back };
    AtShiftEnd at_shift_end = AtShiftEnd::finish_task;
};

/// What may break into a piece of work.
enum class Interruptible : std::uint8_t { never, between_steps, always };

/// What a message or call may do to somebody who is busy.
enum class WhenBusy : std::uint8_t {
    interrupt,       ///< breaks into less important, interruptible work
    finish_task,     ///< seen, and done when the present task has ended
    next_check,      ///< not seen before the next look at the in-basket
    inbox_block,     ///< not seen before the next scheduled block
    do_not_disturb,  ///< no push while busy; the push comes when the person is free
};
/// When somebody free turns to a message.
enum class WhenFree : std::uint8_t { at_once, next_check, inbox_block };
/// What a notice delay is counted in.
enum class NoticeClock : std::uint8_t {
    wall,  ///< what was not noticed by the end of a shift is seen when the next one begins
    duty,  ///< stands still while the person is off duty
    week,  ///< as fast as `notice_profile` says, on duty or off
};

struct ChannelAttention {
    double noticed_at_once_probability = 1.0;
    sim::Distribution notice_delay = sim::Constant{0.0};  ///< of a push not noticed at once
    NoticeClock notice_clock = NoticeClock::wall;
    WeekProfile notice_profile{};       ///< how fast the clock of the week goes, by hour
    double off_duty_probability = 0.0;  ///< that a push reaches who is off duty
    WhenFree when_free = WhenFree::at_once;
    WhenBusy when_busy = WhenBusy::finish_task;
    WhenBusy when_busy_urgent = WhenBusy::finish_task;
};

struct AttentionSpec {
    std::array<ChannelAttention, channel_count> channel;  ///< by Channel
    /// From the end of one look at the in-basket to the next.
    sim::Distribution check_interval = sim::Constant{3600.0};
    WeeklyHours inbox_blocks;  ///< looks that are on the timetable
    /// Chance that a person looks into the in-basket once after a shift, and how long after.
    double after_hours_probability = 0.0;
    sim::Distribution after_hours_delay = sim::Constant{7200.0};
};

enum class Continuation : std::uint8_t { resume, restart, resample };

struct InterruptionSpec {
    sim::Distribution switch_cost = sim::Constant{0.0};     ///< before the interruption is handled
    sim::Distribution resumption_lag = sim::Constant{0.0};  ///< before the task goes on
    double lag_growth = 0.0;  ///< further lag, as a share of the interruption's length
    Continuation continuation = Continuation::resume;
    double drop_probability = 0.0;  ///< that an interrupted primary task is never resumed
    std::uint32_t max_depth = 1;    ///< interruptions within interruptions; at most 8
    double error_factor = 1.0;      ///< each interruption multiplies the error probability by this
};

/// Work that comes back: bedside calls, documentation.
struct RecurringTask {
    std::string name;
    enum class CountedFrom : std::uint8_t { arrival, completion };
    CountedFrom counted_from = CountedFrom::arrival;
    sim::Distribution gap = sim::Constant{3600.0};  ///< while on duty
    sim::Distribution duration = sim::Constant{300.0};
    Rank rank = 5;
    Interruptible interruptible = Interruptible::always;
    std::uint32_t steps = 2;  ///< for between_steps
    enum class OnArrival : std::uint8_t { wait, interrupt };
    OnArrival on_arrival = OnArrival::wait;
    double error_probability = 0.0;
};

/// Sessions of scheduled visits.
struct VisitSpec {
    WeeklyHours sessions;
    sim::Duration slot{};
    sim::Distribution duration = sim::Constant{900.0};
    double no_show_probability = 0.0;
    Rank rank = 2;
    Interruptible interruptible = Interruptible::never;
    std::uint32_t steps = 2;
    double error_probability = 0.0;
};

struct RoleSpec {
    std::string name;
    std::uint32_t count = 1;
    std::vector<HeadCount> plan;  ///< later ones, in order
    bool is_clinician = false;  ///< may diagnose and prescribe; for closed_without_clinician_share
    double cost_usd_per_hour = 0.0;
    double overtime_factor = 1.5;  ///< of the cost
    RosterSpec roster;
    std::optional<VisitSpec> visits;
    std::vector<RecurringTask> tasks;
    AttentionSpec attention;
    InterruptionSpec interruption;
    sim::Distribution reading = sim::Constant{0.0};  ///< a portal message, before deciding
    std::optional<Target> forwards_to;               ///< what this role does not resolve
    std::vector<EscalationLevel> escalation;         ///< of messages in the role's in-baskets
    std::optional<CoverRule> covering;
};

struct PoolSpec {
    std::string name;
    std::vector<RoleId> members;
    enum class Discipline : std::uint8_t {
        fifo,
        priority,
        earliest_deadline,
        shortest_expected,
        lifo,
    };
    Discipline discipline = Discipline::fifo;
    enum class Claim : std::uint8_t { pull, round_robin, least_loaded, random, sticky };
    Claim claim = Claim::pull;
    std::uint32_t batch = 1;  ///< messages that a member who pulls takes at a time
    WeeklyHours hours = WeeklyHours::always();  ///< when members look at it; its business clock
    std::vector<EscalationLevel> escalation;
    /// Messages that wait here or, once dealt out, unbegun with members; a further one goes to
    std::optional<std::uint32_t> overflow_above;
    std::optional<Target> overflow_to;
};

/// A telephone line: calls queue for members of some roles and give up.
struct TelephoneLine {
    std::string name;
    double calls_per_second = 0.0;
    WeekProfile profile{};
    std::optional<GrowthSpec> growth;
    std::vector<RoleId> answered_by;
    sim::Distribution duration = sim::Constant{180.0};
    std::optional<sim::Distribution> callback;  ///< a call that staff make; none: as `duration`
    std::optional<sim::Distribution> patience;  ///< none: callers wait for ever
    Rank rank = 3;
    WhenBusy when_busy = WhenBusy::finish_task;  ///< interrupt or finish_task
};

struct PatientSpec {
    std::uint32_t count = 0;
    std::vector<HeadCount> panel;     ///< in order, growing to `count`; empty: all from the start
    double threads_per_second = 0.0;  ///< a patient of intensity 1
    double demand_factor = 1.0;       ///< on that rate
    sim::Distribution site_effect = sim::Constant{1.0};   ///< from site to site, on that rate
    sim::Distribution panel_effect = sim::Constant{1.0};  ///< from clinician to clinician
    sim::Distribution intensity = sim::Constant{1.0};
    FactorsOfPeople people = FactorsOfPeople::drawn;  ///< of that law
    std::optional<Population> population;             ///< none: all are alike
    std::optional<AdoptionSpec> adoption;             ///< none: all write
    WeekProfile profile{};
    std::optional<GrowthSpec> growth;
    RoleId primary;  ///< role of the primary clinicians; invalid when there are none
    sim::Distribution reply_delay = sim::Constant{86400.0};
};

struct UseType {
    std::string name;
    double share = 0.0;  ///< of threads; shares sum to 1
    /// That the rules see what it is; otherwise they see another type, by the shares of threads.
    double recognised_probability = 1.0;
    double urgent_probability = 0.0;
    Rank rank = 5;
    Rank urgent_rank = 3;
    std::vector<sim::Distribution> handling;    ///< by role, after reading
    std::vector<double> resolved_probability;   ///< by role; 0: always forwarded
    double no_reply_probability = 0.0;          ///< closed without an answer
    std::vector<double> follow_up_probability;  ///< after the n-th reply; the last one repeats
    sim::Duration deadline = sim::days{3};      ///< for earliest_deadline
    double replaces_call_probability = 0.0;     ///< that the patient would have called instead
    /// By role: that whoever handles it makes a visit or a call of it; both together at most 1;
    /// empty: never.
    std::vector<double> to_visit_probability;
    std::vector<double> to_call_probability;
};

/// The first rule that fits a message routes it.
struct RoutingRule {
    std::vector<UseTypeId> use_types;  ///< empty: any
    enum class Flag : std::uint8_t { any, routine, urgent };
    Flag flag = Flag::any;
    enum class When : std::uint8_t { any, open, closed };
    When when = When::any;
    Target to;
};

/// Answers that software drafts: everybody reads a draft with the message, some are used.
struct DraftSpec {
    double used_probability = 0.0;
    double reading_factor = 1.0;  ///< on the time to read any message
    double writing_factor = 1.0;  ///< on the time to handle a message whose draft is used

    double mean_writing_factor() const { return 1.0 + used_probability * (writing_factor - 1.0); }
};

struct PortalSpec {
    std::vector<UseType> use_types;
    std::vector<RoutingRule> routing;
    double flag_sensitivity = 1.0;  ///< chance that an urgent message is flagged urgent
    double flag_specificity = 1.0;  ///< chance that a routine message is not
    double education_factor = 1.0;  ///< on the chance that a routine message is flagged urgent
    std::uint32_t max_rounds = 20;
    DraftSpec drafts;
    WeeklyHours audits;  ///< each begins with a look at what is unresolved
    /// The telephone line on which messages replace calls, and to which they are converted.
    std::optional<std::uint32_t> line;

    double false_flag_probability() const { return (1.0 - flag_specificity) * education_factor; }
};

/// Where a parameter comes from.
struct ParameterSource {
    std::string pointer;  ///< RFC 6901
    std::string source;
    std::string status;  ///< measured, tuned or assumed
};

struct SiteKind;

/// Sites that follow each other in the order of sites_of().
struct SiteRange {
    std::uint32_t first = 0;
    std::uint32_t count = 0;

    bool contains(SiteId site) const {
        return site.index() >= first && site.index() - first < count;
    }
};

/// Messages go from any site of one range to any of the other, and back.
struct SiteLink {
    SiteRange from;
    SiteRange to;
    sim::Duration latency = sim::seconds{1};  ///< above 0
};

struct Scenario {
    std::string name;
    std::string title;
    std::string description;
    Setting setting = Setting::outpatient;
    std::uint32_t units = 1;  ///< wards or teams, to which each role is dealt out
    Calendar calendar;
    WeeklyHours open_hours = WeeklyHours::always();  ///< the site's business clock
    sim::Duration warm_up{};
    sim::Duration length = sim::weeks{4};
    sim::Duration follow_on{};  ///< after the window: simulated too, and counted in another one
    std::uint32_t replications = 20;
    std::uint64_t seed = 20260105;
    std::vector<RoleSpec> roles;
    std::vector<PoolSpec> pools;
    std::vector<TelephoneLine> telephone;
    std::optional<PatientSpec> patients;
    std::optional<PortalSpec> portal;
    std::optional<ChatSpec> chat;
    std::vector<SiteKind> site_kinds;  ///< empty: this is the only site
    std::vector<SiteLink> links;
    std::vector<ParameterSource> sources;

    std::string resolved_json;  ///< extends and overrides applied; canonical text
};

/// Sites that are alike: the scenario as it holds there, of the same roles, pools, lines and use
/// types in the same order as everywhere, with sites and links of its own neither.
struct SiteKind {
    std::string name;
    std::uint32_t count = 1;
    Scenario scenario;
    /// Of the sites' sizes, to which staff is dealt out in proportion; none: all have the same.
    std::optional<sim::Distribution> size = {};
    std::vector<std::uint32_t> staff_of_all = {};  ///< by role, of all sites; only with a size
};

}  // namespace wardwire::models
