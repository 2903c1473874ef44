// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/time.hpp"

namespace wardwire::models {

/// Times of the week, as disjoint ascending intervals [from, to) since Monday 00:00, within a week.
struct WeeklyHours {
    struct Interval {
        sim::Duration from{};
        sim::Duration to{};
        bool operator==(const Interval&) const = default;
    };
    std::vector<Interval> intervals;

    static WeeklyHours always();
    bool is_always() const;
    bool is_never() const { return intervals.empty(); }
    /// Adds [from, to); intervals that touch or overlap are joined; what runs past Sunday midnight
    /// goes on at Monday 00:00.
    void add(sim::Duration from, sim::Duration to);
    bool operator==(const WeeklyHours&) const = default;
};

/// Where simulated time lies in the calendar.
struct Calendar {
    /// Date of simulated time zero (midnight), days since 1970-01-01.
    std::int64_t start_day = 20458;  // 2026-01-05, a Monday
    /// Holidays as days since the start, ascending. Closed hours and no rostered shift begin then,
    /// unless the hours are `always`.
    std::vector<std::int64_t> holidays;
    /// The local clock's offset from UTC, for logs; local time has no daylight saving.
    sim::Duration utc_offset{};

    /// How far into its week (from Monday 00:00) simulated time zero lies.
    sim::Duration week_offset() const;
    /// The time since Monday 00:00 of the week that holds `time`.
    sim::Duration time_of_week(sim::Time time) const;
    /// 0 to 23.
    unsigned hour_of_day(sim::Time time) const;
    /// 0 to 167, from Monday 00:00.
    unsigned hour_of_week(sim::Time time) const;
    std::int64_t day(sim::Time time) const;  ///< 0 for the first day
    bool is_holiday(sim::Time time) const;
};

/// The clock that runs only while something is open: a clinic's business hours.
class BusinessClock {
 public:
    BusinessClock() : BusinessClock(WeeklyHours::always(), Calendar{}) {}
    BusinessClock(WeeklyHours hours, Calendar calendar);

    bool is_open(sim::Time time) const;
    /// Open time within [a, b); a <= b.
    sim::Duration between(sim::Time a, sim::Time b) const;
    /// The earliest time by which `open` time has passed since `from`; end_of_time if never.
    sim::Time after(sim::Time from, sim::Duration open) const;
    /// The first opening strictly after `time`, or end_of_time when it never opens or never closes.
    sim::Time next_opening(sim::Time time) const;
    /// When the opening that holds `time` ends; `time` must be open. end_of_time: never closes.
    sim::Time next_closing(sim::Time time) const;

 private:
    sim::Duration until(sim::Time time) const;
    sim::Duration open_on(std::int64_t day) const;

    WeeklyHours hours_;
    Calendar calendar_;
    bool is_always_open_;
    sim::Duration per_week_{};
    std::vector<sim::Duration> lost_to_holidays_;  ///< running total, one per holiday
};

/// A shape over the 168 hours of a week, hour 0 = Monday 00:00; mean 1.
using WeekProfile = std::array<double, 168>;

/// The rates of a week, from its shape and a mean rate.
inline WeekProfile scaled(WeekProfile profile, double mean_rate) {
    for (double& rate : profile) rate *= mean_rate;
    return profile;
}

}  // namespace wardwire::models
