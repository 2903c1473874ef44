// SPDX-License-Identifier: Apache-2.0
#include "models/periods.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace wardwire::models {

namespace {

using std::chrono::year_month_day;

sim::Time start_of_window(const Scenario& scenario) {
    return sim::start_of_time + scenario.warm_up;
}
sim::Time end_of_window(const Scenario& scenario) {
    return start_of_window(scenario) + scenario.length;
}

year_month_day date_at(const Scenario& scenario, sim::Time time) {
    const std::int64_t day = scenario.calendar.start_day + scenario.calendar.day(time);
    return std::chrono::sys_days{std::chrono::days{day}};
}

sim::Time midnight_of(const Scenario& scenario, year_month_day date) {
    const std::int64_t day = std::chrono::sys_days{date}.time_since_epoch().count();
    return sim::start_of_time + (day - scenario.calendar.start_day) * sim::Duration{sim::days{1}};
}

std::string text_of(year_month_day date, const char* format) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), format, static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()));
    return text.data();
}

/// Periods that begin on the first of a month, this many months long.
std::vector<Period> calendar_periods(const Scenario& scenario, int months, const char* format) {
    std::vector<Period> periods;
    for (sim::Time from = start_of_window(scenario); from < end_of_window(scenario);) {
        const year_month_day date = date_at(scenario, from);
        const year_month_day first =
            months == 12 ? date.year() / 1 / 1 : date.year() / date.month() / 1;
        const sim::Time next = midnight_of(scenario, first + std::chrono::months{months});
        periods.push_back({text_of(date, format), from, std::min(next, end_of_window(scenario))});
        from = next;
    }
    return periods;
}

}  // namespace

std::vector<Period> weeks_of(const Scenario& scenario) {
    std::vector<Period> weeks;
    const sim::Time end = end_of_window(scenario);
    weeks.reserve(static_cast<std::size_t>(scenario.length / sim::weeks{1}) + 1);
    for (sim::Time from = start_of_window(scenario); from < end; from += sim::weeks{1})
        weeks.push_back({std::to_string(weeks.size()), from, std::min(from + sim::weeks{1}, end)});
    return weeks;
}

std::vector<Period> months_of(const Scenario& scenario) {
    return calendar_periods(scenario, 1, "%04d-%02u");
}

std::vector<Period> years_of(const Scenario& scenario) {
    return calendar_periods(scenario, 12, "%04d");
}

double member_years(const Scenario& scenario, const RoleSpec& role, std::uint32_t people,
                    const Period& period) {
    constexpr double hours_a_year = 365.25 * 24.0;
    if (role.plan.empty()) return people * sim::in_hours(period.to - period.from) / hours_a_year;
    double hours = 0.0;
    for (sim::Time from = period.from; from < period.to;) {
        const std::int64_t day = scenario.calendar.day(from);
        const sim::Time midnight = sim::start_of_time + (day + 1) * sim::Duration{sim::days{1}};
        const sim::Time to = std::min(midnight, period.to);
        hours += members_on(role, scenario.calendar.start_day + day) * sim::in_hours(to - from);
        from = to;
    }
    return hours / hours_a_year;
}

}  // namespace wardwire::models
