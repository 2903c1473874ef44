// SPDX-License-Identifier: Apache-2.0
#include "sim/random/arrival.hpp"

#include <algorithm>
#include <cmath>

namespace wardwire::sim {

namespace {

constexpr Duration week = weeks{1};
constexpr double seconds_per_hour = 3600.0;
constexpr double most_weeks = 1e6;  // 19,000 years, well inside the range of a Duration

/// The remainder of the division by a week, in [0, one week) for negative durations too.
Duration within_week(Duration d) {
    const Duration rest = d % week;
    return rest < Duration::zero() ? rest + week : rest;
}

}  // namespace

const char* WeeklyRate::problem(const PerHour& rates) {
    const bool fine = std::all_of(rates.begin(), rates.end(),
                                  [](double rate) { return std::isfinite(rate) && rate >= 0.0; });
    return fine ? nullptr : "rates must be finite and not negative";
}

WeeklyRate::WeeklyRate(const PerHour& rates, Duration week_offset)
    : rates_(rates), cumulative_{}, week_offset_(within_week(week_offset)) {
    WARDWIRE_EXPECT(!problem(rates), problem(rates));
    for (std::size_t hour = 0; hour < hours_a_week; ++hour)
        cumulative_[hour + 1] = cumulative_[hour] + rates_[hour] * seconds_per_hour;
}

Duration WeeklyRate::into_week(Time time) const {
    return within_week(within_week(time.time_since_epoch()) + week_offset_);
}

std::size_t WeeklyRate::hour_of_week(Time time) const {
    return static_cast<std::size_t>(into_week(time) / hours{1});
}

double WeeklyRate::expected_since_monday(Duration into_week) const {
    const auto hour = static_cast<std::size_t>(into_week / hours{1});
    return cumulative_[hour] + rates_[hour] * in_seconds(into_week % hours{1});
}

double WeeklyRate::expected(Time from, Time to) const {
    WARDWIRE_EXPECT(from <= to, "arrivals are expected from an earlier to a later time");
    const Duration start = into_week(from);
    const Duration end = start + (to - from) % week;
    const auto whole_weeks = static_cast<double>((to - from) / week);
    const double since_start = end < week ? expected_since_monday(end)
                                          : expected_per_week() + expected_since_monday(end - week);
    return whole_weeks * expected_per_week() + since_start - expected_since_monday(start);
}

Time WeeklyRate::next(Time from, double exponential) const {
    const double per_week = expected_per_week();
    const Duration start = into_week(from);
    const double since_monday = expected_since_monday(start) + exponential;
    if (!(since_monday < most_weeks * per_week)) return end_of_time;  // also for no rate at all

    const double rest = std::fmod(since_monday, per_week);  // exact
    const double whole_weeks = std::round((since_monday - rest) / per_week);
    // The first hour that ends beyond the rest has a positive rate, or it would not lift the sum.
    const auto beyond = std::upper_bound(cumulative_.begin() + 1, cumulative_.end() - 1, rest);
    const auto hour = static_cast<std::size_t>(beyond - cumulative_.begin()) - 1;
    const double into_hour = (rest - cumulative_[hour]) / rates_[hour];
    const Duration into_week =
        hour * Duration{hours{1}} + from_seconds(std::min(into_hour, seconds_per_hour));
    const Duration gap = static_cast<std::int64_t>(whole_weeks) * week + into_week - start;
    return end_of_time - from > gap ? from + std::max(gap, Duration::zero()) : end_of_time;
}

}  // namespace wardwire::sim
