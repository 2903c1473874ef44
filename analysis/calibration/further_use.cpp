// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "analysis/calibration/active_intervals.hpp"
#include "analysis/calibration/further_parts.hpp"
#include "analysis/special_values.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

constexpr Instant a_day = 86'400'000'000;

/// What the messages of a week come of.
struct WeekOfUse {
    double week;  ///< number
    double messages = 0.0;
    double writers = 0.0;  ///< people who wrote at least one of them
    double staff = 0.0;    ///< people employed in that week, where a table says so
};

/// How many of those of whom may be told are employed in the week from a Monday on; 0 where no
/// table says since when people are there.
double employed_from(const FurtherView& view, std::chrono::sys_days monday) {
    bool is_told = false;
    double staff = 0.0;
    for (std::size_t person = 0; person < view.log.persons.size(); ++person) {
        const LoggedPerson& one = view.log.persons[person];
        is_told = is_told || one.first_day || one.last_day;
        const bool is_there = (!one.first_day || *one.first_day < monday + std::chrono::days{7}) &&
                              (!one.last_day || *one.last_day >= monday);
        if (is_there && view.staff.group_of[person] != none) ++staff;
    }
    return is_told ? staff : 0.0;
}

/// The weeks that were observed whole and have messages.
std::vector<WeekOfUse> use_by_week(const FurtherView& view) {
    constexpr double whole = 0.999;
    const EventLog& log = view.log;
    std::vector<WeekOfUse> weeks;
    for (std::size_t week = 0; week < view.calendar.weeks(); ++week)
        weeks.push_back({static_cast<double>(week)});
    std::vector<std::size_t> last_week(log.persons.size(), weeks.size());  // of a person's messages
    for_each_message(view, [&](std::span<const std::uint32_t> message) {
        const std::size_t week = view.calendar.week_of(log.sent_at[message[0]]);
        ++weeks[week].messages;
        if (std::exchange(last_week[at(log.sender[message[0]])], week) != week)
            ++weeks[week].writers;
    });
    std::erase_if(weeks, [&](const WeekOfUse& one) {
        return one.messages <= 0.0 ||
               view.calendar.week_exposure()[static_cast<std::size_t>(one.week)] < whole;
    });
    for (WeekOfUse& one : weeks)
        one.staff = employed_from(
            view, view.calendar.first_monday() + std::chrono::days{7 * static_cast<int>(one.week)});
    return weeks;
}

/// The factor from week to week of something above 0: by least squares of its logarithm.
template <class Value>
double weekly_factor(std::span<const WeekOfUse> weeks, std::span<const double> weights,
                     const Value& value) {
    double n = 0.0;
    double week_sum = 0.0;
    double log_sum = 0.0;
    for (std::size_t i = 0; i < weeks.size(); ++i) {
        n += weights[i];
        week_sum += weights[i] * weeks[i].week;
        log_sum += weights[i] * std::log(value(weeks[i]));
    }
    double products = 0.0;
    double squares = 0.0;
    for (std::size_t i = 0; i < weeks.size(); ++i) {
        const double off = weeks[i].week - week_sum / n;
        products += weights[i] * off * (std::log(value(weeks[i])) - log_sum / n);
        squares += weights[i] * off * off;
    }
    return squares > 0.0 ? std::exp(products / squares) : undefined;
}

/// Sendings of people of a group, by person and in order of time: of all who have sent enough to
/// tell, unless these are more than a fit is quick for.
std::vector<OwnAction> actions_of(const FurtherView& view, std::int32_t group,
                                  std::span<const double> sent) {
    constexpr double enough = 20.0;
    const double most = std::max(1e4, 3e4 / static_cast<double>(view.staff.groups.size()));
    const EventLog& log = view.log;
    const double fewest = 3.0 * static_cast<double>(view.least.people);
    double all = 0.0;
    double writers = 0.0;
    for (std::size_t person = 0; person < sent.size(); ++person)
        if (view.staff.group_of[person] == group && sent[person] >= enough) {
            all += sent[person];
            ++writers;
        }
    const double share = std::max(most / all, fewest / writers);
    const sim::Channel chance = sim::Chance(20260108, 0).channel(sim::Purpose{0});
    std::vector<char> is_in(sent.size(), 0);
    for (std::size_t person = 0; person < sent.size(); ++person)
        is_in[person] = view.staff.group_of[person] == group && sent[person] >= enough &&
                        chance.uniform(person) < share;
    std::vector<OwnAction> actions;
    const Instant first_midnight = view.calendar.first_monday().time_since_epoch().count() * a_day;
    for_each_message(view, [&](std::span<const std::uint32_t> message) {
        const std::int32_t sender = log.sender[message[0]];
        const Instant sent_at = log.sent_at[message[0]];
        if (!is_in[at(sender)]) return;
        actions.push_back({static_cast<std::uint32_t>(sender),
                           static_cast<double>(sent_at - log.window.from) / microseconds_a_second,
                           static_cast<double>(log.zone.local_time(sent_at) - first_midnight) /
                               (microseconds_a_second * seconds_an_hour)});
    });
    std::ranges::stable_sort(actions, {}, &OwnAction::person);
    std::uint32_t people = 0;  // renumbered without holes
    for (std::size_t i = 0, person = 0; i < actions.size(); ++i) {
        if (i > 0 && actions[i].person != person) ++people;
        person = actions[i].person;
        actions[i].person = people;
    }
    return actions;
}

}  // namespace

void tell_adoption(const FurtherView& view, std::vector<FurtherEstimate>& rows) {
    constexpr std::size_t least_weeks = 4;
    const std::vector<WeekOfUse> weeks = use_by_week(view);
    double messages = 0.0;
    double most_writers = 0.0;
    bool is_staff_known = true;
    for (const WeekOfUse& week : weeks) {
        messages += week.messages;
        most_writers = std::max(most_writers, week.writers);
        is_staff_known = is_staff_known && week.staff > 0.0;
    }
    if (weeks.size() < least_weeks || messages < view.least.events ||
        most_writers < static_cast<double>(view.least.people))
        return;
    // Of the same weeks with the same weights, so that those of the parts multiply to the whole.
    const auto factors = [&](std::span<const double> weights) {
        const auto factor = [&](const auto& value) { return weekly_factor(weeks, weights, value); };
        return std::vector<double>{
            factor([](const WeekOfUse& one) { return one.messages; }),
            factor([](const WeekOfUse& one) { return one.writers; }),
            factor([](const WeekOfUse& one) { return one.messages / one.writers; }),
            factor([](const WeekOfUse& one) { return one.staff; })};
    };
    auto found = estimate_by_clusters(weeks.size(), factors, Scale::log, view.confidence);
    for (Estimate& one : found) {
        one.n = static_cast<double>(weeks.size());
        one.method = "log-linear trend, weeks resampled";
    }
    rows.push_back({"messages, from week to week", "", std::move(found[0])});
    rows.push_back({"people who write, from week to week", "", std::move(found[1])});
    rows.push_back({"messages of each, from week to week", "", std::move(found[2])});
    if (is_staff_known)
        rows.push_back({"people employed, from week to week", "", std::move(found[3])});
}

void tell_activity(const FurtherView& view, std::vector<FurtherEstimate>& rows) {
    std::vector<double> sent(view.log.persons.size(), 0.0);
    for_each_message(view, [&](std::span<const std::uint32_t> message) {
        ++sent[at(view.log.sender[message[0]])];
    });
    for (std::size_t group = 0; group < view.staff.groups.size(); ++group) {
        const std::vector<OwnAction> actions =
            actions_of(view, static_cast<std::int32_t>(group), sent);
        if (actions.empty() || actions.back().person + 1 < view.least.people) continue;
        const auto found =
            estimate_activity(actions, view.calendar.hour_exposure(), view.confidence);
        if (!found) continue;
        const std::string& name = view.staff.groups[group].name;
        rows.push_back({name + ": messages in an active interval", "", found->actions});
        rows.push_back({name + ": mean gap within it", "s", found->gap_s});
        rows.push_back({name + ": mean time to the next one", "s", found->away_s});
        rows.push_back({name + ": share of time active", "", found->active});
        rows.push_back({name + ": gaps of a person, off by", "", found->distance});
        rows.push_back(
            {name + ": gaps of a person without intervals, off by", "", found->distance_without});
    }
}

}  // namespace wardwire::analysis
