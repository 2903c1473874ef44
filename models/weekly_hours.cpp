// SPDX-License-Identifier: Apache-2.0
#include "models/weekly_hours.hpp"

#include <algorithm>
#include <utility>

namespace wardwire::models {

namespace {

constexpr sim::Duration day_length = sim::days{1};
constexpr sim::Duration week_length = sim::weeks{1};
constexpr std::int64_t weeks_searched = 5000;  // a century; what lies beyond never comes

std::int64_t whole_days(sim::Duration d) {
    const std::int64_t days = d / day_length;
    return d % day_length < sim::Duration::zero() ? days - 1 : days;
}

}  // namespace

WeeklyHours WeeklyHours::always() { return {{{sim::Duration::zero(), week_length}}}; }

bool WeeklyHours::is_always() const { return *this == always(); }

void WeeklyHours::add(sim::Duration from, sim::Duration to) {
    if (to > week_length) {
        add(sim::Duration::zero(), std::min(to - week_length, week_length));
        to = week_length;
    }
    if (from >= to) return;
    intervals.push_back({from, to});
    std::sort(intervals.begin(), intervals.end(),
              [](const Interval& a, const Interval& b) { return a.from < b.from; });
    std::vector<Interval> joined;
    for (const Interval& next : intervals) {
        if (!joined.empty() && next.from <= joined.back().to)
            joined.back().to = std::max(joined.back().to, next.to);
        else
            joined.push_back(next);
    }
    intervals = std::move(joined);
}

sim::Duration Calendar::week_offset() const {
    // 1970-01-01 was a Thursday: day 3 of a week that begins on Monday.
    const std::int64_t weekday = ((start_day + 3) % 7 + 7) % 7;
    return sim::days{weekday};
}

sim::Duration Calendar::time_of_week(sim::Time time) const {
    return (time.time_since_epoch() + week_offset()) % week_length;
}

unsigned Calendar::hour_of_day(sim::Time time) const {
    return static_cast<unsigned>((time.time_since_epoch() % day_length) / sim::hours{1});
}

unsigned Calendar::hour_of_week(sim::Time time) const {
    return static_cast<unsigned>(time_of_week(time) / sim::hours{1});
}

std::int64_t Calendar::day(sim::Time time) const { return whole_days(time.time_since_epoch()); }

bool Calendar::is_holiday(sim::Time time) const {
    return !holidays.empty() && std::binary_search(holidays.begin(), holidays.end(), day(time));
}

BusinessClock::BusinessClock(WeeklyHours hours, Calendar calendar)
    : hours_(std::move(hours)),
      calendar_(std::move(calendar)),
      is_always_open_(hours_.is_always()) {
    // What is always open is open on holidays too.
    if (is_always_open_) calendar_.holidays.clear();
    for (const auto& interval : hours_.intervals) per_week_ += interval.to - interval.from;
    sim::Duration lost{};
    for (const std::int64_t day : calendar_.holidays)
        lost_to_holidays_.push_back(lost += open_on(day));
}

sim::Duration BusinessClock::open_on(std::int64_t day) const {
    const sim::Duration from = calendar_.time_of_week(sim::Time{day * day_length});
    const sim::Duration to = from + day_length;
    sim::Duration open{};
    for (const auto& interval : hours_.intervals)
        open += std::max(sim::Duration::zero(),
                         std::min(interval.to, to) - std::max(interval.from, from));
    return open;
}

bool BusinessClock::is_open(sim::Time time) const {
    if (is_always_open_) return true;
    if (calendar_.is_holiday(time)) return false;
    const sim::Duration at = calendar_.time_of_week(time);
    return std::any_of(hours_.intervals.begin(), hours_.intervals.end(),
                       [at](const auto& i) { return i.from <= at && at < i.to; });
}

/// Open time from the Monday of the first week to `time`, which is not before simulated zero.
sim::Duration BusinessClock::until(sim::Time time) const {
    const sim::Duration since_monday = time.time_since_epoch() + calendar_.week_offset();
    const sim::Duration at = since_monday % week_length;
    sim::Duration open = per_week_ * (since_monday / week_length);
    for (const auto& interval : hours_.intervals)
        open += std::clamp(at - interval.from, sim::Duration::zero(), interval.to - interval.from);
    const std::int64_t today = calendar_.day(time);
    const auto& holidays = calendar_.holidays;
    const auto passed =
        std::lower_bound(holidays.begin(), holidays.end(), today) - holidays.begin();
    if (passed > 0) open -= lost_to_holidays_[static_cast<std::size_t>(passed - 1)];
    if (calendar_.is_holiday(time)) {
        const sim::Duration midnight = at - at % day_length;
        for (const auto& interval : hours_.intervals)
            open -= std::max(sim::Duration::zero(),
                             std::min(interval.to, at) - std::max(interval.from, midnight));
    }
    return open;
}

sim::Duration BusinessClock::between(sim::Time a, sim::Time b) const {
    return is_always_open_ ? b - a : until(b) - until(a);
}

sim::Time BusinessClock::after(sim::Time from, sim::Duration open) const {
    if (is_always_open_ || open <= sim::Duration::zero()) return from + open;
    if (per_week_ == sim::Duration::zero()) return sim::end_of_time;
    sim::Duration left = open;
    const sim::Time last_monday = from + weeks_searched * week_length;
    for (sim::Time monday = from - calendar_.time_of_week(from); monday < last_monday;
         monday += week_length)
        for (const auto& interval : hours_.intervals) {
            // By days, because a day may be a holiday.
            sim::Time begins = std::max(from, monday + interval.from);
            while (begins < monday + interval.to) {
                const sim::Time midnight = sim::Time{(calendar_.day(begins) + 1) * day_length};
                const sim::Time ends = std::min(monday + interval.to, midnight);
                if (!calendar_.is_holiday(begins)) {
                    if (ends - begins >= left) return begins + left;
                    left -= ends - begins;
                }
                begins = ends;
            }
        }
    return sim::end_of_time;
}

sim::Time BusinessClock::next_opening(sim::Time time) const {
    if (hours_.is_never() || hours_.is_always()) return sim::end_of_time;
    constexpr std::int64_t most_days = 400;
    const std::int64_t today = calendar_.day(time);
    for (std::int64_t day = today; day < today + most_days; ++day) {
        const sim::Time midnight{day * day_length};
        const sim::Duration at = calendar_.time_of_week(midnight);
        for (const auto& interval : hours_.intervals) {
            // Something opens where an interval begins, or at the midnight after a holiday.
            const sim::Duration from = std::max(interval.from, at);
            if (from >= std::min(interval.to, at + day_length)) continue;
            const sim::Time opens = midnight + (from - at);
            if (opens > time && is_open(opens) && !is_open(opens - sim::Duration{1})) return opens;
        }
    }
    return sim::end_of_time;
}

sim::Time BusinessClock::next_closing(sim::Time time) const {
    if (hours_.is_always()) return sim::end_of_time;
    const sim::Duration at = calendar_.time_of_week(time);
    const auto holds = std::find_if(hours_.intervals.begin(), hours_.intervals.end(),
                                    [at](const auto& i) { return i.from <= at && at < i.to; });
    if (holds == hours_.intervals.end()) return time;
    sim::Time closes = time + (holds->to - at);
    const WeeklyHours::Interval& monday = hours_.intervals.front();
    if (holds->to == week_length && monday.from == sim::Duration::zero()) closes += monday.to;
    const auto& holidays = calendar_.holidays;
    const auto next = std::upper_bound(holidays.begin(), holidays.end(), calendar_.day(time));
    return next == holidays.end() ? closes : std::min(closes, sim::Time{*next * day_length});
}

}  // namespace wardwire::models
