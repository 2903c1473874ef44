// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/log_calendar.hpp"

#include <algorithm>

namespace wardwire::analysis {

namespace {

constexpr std::int64_t hour = 3'600'000'000;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t week = 7 * day;

/// How much of [from, to) the outages leave.
std::int64_t observed(const EventLog& log, Instant from, Instant to) {
    std::int64_t left = to - from;
    for (const Span& outage : log.outages)
        left -= std::max<std::int64_t>(0, std::min(to, outage.to) - std::max(from, outage.from));
    return left;
}

}  // namespace

Instant midnight_before(const TimeZone& zone, Instant at) {
    return at - (zone.local_time(at) % day + day) % day;
}

LogCalendar::LogCalendar(const EventLog& log) : zone_(log.zone) {
    const std::chrono::sys_days first_day = zone_.local_day(log.window.from);
    first_monday_ = first_day - (std::chrono::weekday(first_day) - std::chrono::Monday);
    if (log.window.to <= log.window.from) return;
    const auto weeks = static_cast<std::size_t>(since_monday(log.window.to - 1) / week + 1);
    week_exposure_.assign(weeks, 0.0);
    day_exposure_.assign(7 * weeks, 0.0);
    hour_exposure_.assign(hours_a_week * weeks, 0.0);
    is_holiday_.assign(7 * weeks, false);
    for (const CalendarDay& one : log.calendar) {
        const auto at = (one.day - first_monday_).count();
        if (one.kind == DayKind::holiday && at >= 0 && at < std::ssize(is_holiday_))
            is_holiday_[static_cast<std::size_t>(at)] = true;
    }
    for (Instant at = log.window.from; at < log.window.to;) {
        const Instant next = std::min(log.window.to, at + hour - since_monday(at) % hour);
        const auto share = static_cast<double>(observed(log, at, next)) / hour;
        exposure_hours_[hour_of(at)] += share;
        week_exposure_[week_of(at)] += share / hours_a_week;
        day_exposure_[day_of(at)] += share / 24.0;
        hour_exposure_[week_of(at) * hours_a_week + hour_of(at)] += share;
        at = next;
    }
}

std::int64_t LogCalendar::since_monday(Instant at) const {
    const auto monday =
        std::chrono::duration_cast<std::chrono::microseconds>(first_monday_.time_since_epoch());
    return zone_.local_time(at) - monday.count();
}

std::size_t LogCalendar::week_of(Instant at) const {
    return std::min(static_cast<std::size_t>(std::max<std::int64_t>(0, since_monday(at)) / week),
                    weeks() - 1);
}

std::size_t LogCalendar::day_of(Instant at) const {
    return std::min(static_cast<std::size_t>(std::max<std::int64_t>(0, since_monday(at)) / day),
                    7 * weeks() - 1);
}

std::size_t LogCalendar::hour_of(Instant at) const {
    return static_cast<std::size_t>((since_monday(at) % week + week) % week / hour);
}

std::vector<double> observed_volume(const LogCalendar& calendar, const HoursOfWeek& counts,
                                    Holidays holidays) {
    const std::vector<double>& exposure = calendar.hour_exposure();
    const auto is_counted = [&](std::size_t h) {
        return holidays == Holidays::counted || !calendar.is_holiday(h / 24);
    };
    HoursOfWeek hours{};  // observed
    for (std::size_t h = 0; h < exposure.size(); ++h)
        if (is_counted(h)) hours[h % hours_a_week] += exposure[h];
    HoursOfWeek usual{};
    double all = 0.0;
    for (std::size_t h = 0; h < hours_a_week; ++h) {
        usual[h] = hours[h] > 0.0 ? counts[h] / hours[h] : 0.0;
        all += usual[h];
    }
    std::vector<double> observed(calendar.weeks(), 0.0);
    for (std::size_t h = 0; h < exposure.size() && all > 0.0; ++h)
        if (is_counted(h))
            observed[h / hours_a_week] += exposure[h] * usual[h % hours_a_week] / all;
    return observed;
}

}  // namespace wardwire::analysis
