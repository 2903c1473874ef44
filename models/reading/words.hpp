// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reading/forms.hpp"

/// The words of a scenario that stand for the values of enumerations.
namespace wardwire::models::reading {

inline constexpr auto setting_names = choice<Setting>({
    {"inpatient", Setting::inpatient},
    {"outpatient", Setting::outpatient},
    {"emergency", Setting::emergency},
});
inline constexpr auto clock_names = choice<ClockKind>({
    {"wall", ClockKind::wall},
    {"business", ClockKind::business},
});
inline constexpr auto interruptible_names = choice<Interruptible>({
    {"never", Interruptible::never},
    {"between_steps", Interruptible::between_steps},
    {"always", Interruptible::always},
});
inline constexpr auto when_busy_names = choice<WhenBusy>({
    {"interrupt", WhenBusy::interrupt},
    {"finish_task", WhenBusy::finish_task},
    {"next_check", WhenBusy::next_check},
    {"inbox_block", WhenBusy::inbox_block},
    {"do_not_disturb", WhenBusy::do_not_disturb},
});
inline constexpr auto call_when_busy_names = choice<WhenBusy>({
    {"interrupt", WhenBusy::interrupt},
    {"finish_task", WhenBusy::finish_task},
});
inline constexpr auto when_free_names = choice<WhenFree>({
    {"at_once", WhenFree::at_once},
    {"next_check", WhenFree::next_check},
    {"inbox_block", WhenFree::inbox_block},
});
inline constexpr auto people_names = choice<FactorsOfPeople>({
    {"drawn", FactorsOfPeople::drawn},
    {"dealt", FactorsOfPeople::dealt},
});
inline constexpr auto notice_clock_names = choice<NoticeClock>({
    {"wall", NoticeClock::wall},
    {"duty", NoticeClock::duty},
    {"week", NoticeClock::week},
});
inline constexpr auto continuation_names = choice<Continuation>({
    {"resume", Continuation::resume},
    {"restart", Continuation::restart},
    {"resample", Continuation::resample},
});
inline constexpr auto at_shift_end_names = choice<RosterSpec::AtShiftEnd>({
    {"finish_task", RosterSpec::AtShiftEnd::finish_task},
    {"put_back", RosterSpec::AtShiftEnd::put_back},
});
inline constexpr auto counted_from_names = choice<RecurringTask::CountedFrom>({
    {"arrival", RecurringTask::CountedFrom::arrival},
    {"completion", RecurringTask::CountedFrom::completion},
});
inline constexpr auto on_arrival_names = choice<RecurringTask::OnArrival>({
    {"wait", RecurringTask::OnArrival::wait},
    {"interrupt", RecurringTask::OnArrival::interrupt},
});
inline constexpr auto discipline_names = choice<PoolSpec::Discipline>({
    {"fifo", PoolSpec::Discipline::fifo},
    {"priority", PoolSpec::Discipline::priority},
    {"earliest_deadline", PoolSpec::Discipline::earliest_deadline},
    {"shortest_expected", PoolSpec::Discipline::shortest_expected},
    {"lifo", PoolSpec::Discipline::lifo},
});
inline constexpr auto claim_names = choice<PoolSpec::Claim>({
    {"pull", PoolSpec::Claim::pull},
    {"round_robin", PoolSpec::Claim::round_robin},
    {"least_loaded", PoolSpec::Claim::least_loaded},
    {"random", PoolSpec::Claim::random},
    {"sticky", PoolSpec::Claim::sticky},
});
inline constexpr auto flag_names = choice<RoutingRule::Flag>({
    {"any", RoutingRule::Flag::any},
    {"routine", RoutingRule::Flag::routine},
    {"urgent", RoutingRule::Flag::urgent},
});
inline constexpr auto when_names = choice<RoutingRule::When>({
    {"any", RoutingRule::When::any},
    {"open", RoutingRule::When::open},
    {"closed", RoutingRule::When::closed},
});

}  // namespace wardwire::models::reading
