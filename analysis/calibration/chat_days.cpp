// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "analysis/calibration/chat_parts.hpp"

namespace wardwire::analysis {

namespace {

constexpr double whole = 0.999;  // share of a day that counts as all of it

/// Days that were observed from midnight to midnight, by week.
struct WholeDays {
    std::vector<DayCount> days;
    std::vector<DayCount> until_half;  ///< starts before the hour by which half of all have come
    std::vector<DayCount> from_half;
    std::vector<std::size_t> week;  ///< of each of them
};

/// The hour of the day by which half of all starts have come.
std::size_t half_of_the_day(const ChatStarts& starts) {
    std::array<double, 24> by_hour{};
    for (std::size_t hour = 0; hour < starts.in_each_hour.size(); ++hour)
        by_hour[hour % 24] += starts.in_each_hour[hour];
    const double all = std::accumulate(by_hour.begin(), by_hour.end(), 0.0);
    double sum = 0.0;
    std::size_t hour = 0;
    while (hour < 22 && (sum += by_hour[hour]) < 0.5 * all) ++hour;
    return hour + 1;
}

/// Holidays are a kind of day of their own; days of a roll-out are like no others.
WholeDays whole_days(const ChatView& view, const ChatStarts& starts) {
    constexpr std::size_t holiday = 7;
    const std::size_t half = half_of_the_day(starts);
    WholeDays found;
    for (std::size_t day = 0; day < starts.daily.size(); ++day) {
        const std::chrono::days offset{static_cast<int>(day)};
        const bool is_roll_out = std::ranges::any_of(view.log.calendar, [&](const auto& one) {
            return one.kind == DayKind::roll_out &&
                   one.day == view.calendar.first_monday() + offset;
        });
        if (view.calendar.day_exposure()[day] < whole || is_roll_out) continue;
        const std::size_t kind = view.calendar.is_holiday(day) ? holiday : day % 7;
        double before = 0.0;
        for (std::size_t hour = 0; hour < half; ++hour)
            before += starts.in_each_hour[24 * day + hour];
        found.days.push_back({starts.daily[day], kind});
        found.until_half.push_back({before, kind});
        found.from_half.push_back({starts.daily[day] - before, kind});
        found.week.push_back(day / 7);
    }
    return found;
}

void estimate_busyness(const ChatView& view, const WholeDays& all, ChatCalibration& calibration) {
    const auto drawn = [&](const std::vector<DayCount>& days, std::span<const double> weights) {
        std::vector<DayCount> some;
        for (std::size_t i = 0; i < days.size(); ++i)
            for (double left = weights[all.week[i]]; left > 0.0; --left) some.push_back(days[i]);
        return some;
    };
    const auto values = [&](std::span<const double> weights) {
        return std::vector<double>{
            busyness_by_moments(drawn(all.days, weights)),
            within_day_correlation(drawn(all.until_half, weights), drawn(all.from_half, weights))};
    };
    auto found =
        estimate_by_clusters(view.calendar.weeks(), values, Scale::linear, view.confidence);
    calibration.busyness = std::move(found[0]);
    calibration.busyness.method = "variance between days beyond Poisson, weeks resampled";
    calibration.within_day = std::move(found[1]);
    calibration.within_day.method = "halves of days, weeks resampled";
    Limits& limits = calibration.within_day.limits;
    limits.lower = std::max(-1.0, limits.lower);
    limits.upper = std::min(1.0, limits.upper);
    calibration.busyness.n = calibration.within_day.n = static_cast<double>(all.days.size());
}

void estimate_growth(const ChatView& view, const ChatStarts& starts, ChatCalibration& calibration) {
    const std::size_t weeks = view.calendar.weeks();
    std::vector<WeekCount> counts(weeks);
    HoursOfWeek counted{};
    for (const HoursOfWeek& of_group : starts.hourly)
        for (std::size_t h = 0; h < hours_a_week; ++h) counted[h] += of_group[h];
    const std::vector<double> observed =
        observed_volume(view.calendar, counted, Holidays::left_out);
    for (std::size_t week = 0; week < weeks; ++week) {
        counts[week].exposure = observed[week];
        for (const auto& group : starts.weekly) counts[week].count += group[week];
    }
    WeeklyGrowth found = weekly_growth(counts, view.confidence);
    calibration.week_counts = std::move(found.weeks);
    calibration.growth = std::move(found.growth);
    calibration.weekly_growth = found.per_week;
    calibration.week_factor = std::move(found.factor);
}

}  // namespace

ChatStarts count_starts(const ChatView& view) {
    const std::size_t groups = view.staff.groups.size();
    const std::size_t weeks = view.calendar.weeks();
    ChatStarts starts{std::vector<HoursOfWeek>(groups, HoursOfWeek{}),
                      std::vector<std::vector<double>>(groups, std::vector<double>(weeks, 0.0)),
                      std::vector<double>(view.log.persons.size(), 0.0),
                      std::vector<double>(7 * weeks, 0.0),
                      std::vector<double>(hours_a_week * weeks, 0.0),
                      {}};
    for (const ChatConversation& one : view.chat.conversations) {
        const std::int32_t group = view.group_of(one.starter);
        if (group == none || one.is_aside()) continue;
        const Instant at = view.start_of(one);
        const std::size_t hour = view.calendar.hour_of(at);
        const std::size_t week = view.calendar.week_of(at);
        if (!view.calendar.is_holiday(view.calendar.day_of(at))) {
            ++starts.hourly[static_cast<std::size_t>(group)][hour];
            ++starts.weekly[static_cast<std::size_t>(group)][week];
            ++starts.by_person[static_cast<std::size_t>(one.starter)];
        }
        ++starts.daily[view.calendar.day_of(at)];
        ++starts.in_each_hour[week * hours_a_week + hour];
        starts.local_seconds.push_back(static_cast<double>(view.log.zone.local_time(at)) / 1e6);
    }
    return starts;
}

void estimate_days(const ChatView& view, const ChatStarts& starts, ChatCalibration& calibration) {
    constexpr double half_an_hour_s = 1800.0;
    const WholeDays days = whole_days(view, starts);
    calibration.day_types = find_day_types(days.days);
    // Weekdays of which no day was seen whole are like the busiest.
    const std::size_t busiest = std::max<std::size_t>(1, calibration.day_types.mean.size()) - 1;
    std::vector<std::size_t>& type_of = calibration.day_types.type_of;
    if (type_of.size() < 7) type_of.resize(7, busiest);
    for (std::size_t kind = 0; kind < 7; ++kind)
        if (std::ranges::find(days.days, kind, &DayCount::kind) == days.days.end())
            type_of[kind] = busiest;
    estimate_busyness(view, days, calibration);
    estimate_growth(view, starts, calibration);
    std::vector<double> counts;
    std::vector<std::size_t> cells;
    for (std::size_t hour = 0; hour < starts.in_each_hour.size(); ++hour) {
        if (view.calendar.day_exposure()[hour / 24] < whole || view.calendar.is_holiday(hour / 24))
            continue;
        counts.push_back(starts.in_each_hour[hour]);
        cells.push_back(hour % hours_a_week);
    }
    calibration.dispersion = pooled_dispersion(counts, cells);
    calibration.poisson =
        check_poisson(starts.local_seconds, half_an_hour_s, view.log.clock_resolution_seconds);
}

}  // namespace wardwire::analysis
