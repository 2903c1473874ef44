// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "analysis/calibration/further_parts.hpp"
#include "analysis/special_values.hpp"

namespace wardwire::analysis {

namespace {

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
    std::int32_t last_message = none;
    for (const std::uint32_t row : view.chat_rows) {
        const std::int32_t sender = log.sender[row];
        if (log.message[row] == last_message || !view.is_observed(log.sent_at[row])) continue;
        last_message = log.message[row];
        const std::size_t week = view.calendar.week_of(log.sent_at[row]);
        ++weeks[week].messages;
        if (std::exchange(last_week[at(sender)], week) != week) ++weeks[week].writers;
    }
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

}  // namespace wardwire::analysis
