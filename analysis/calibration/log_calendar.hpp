// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

inline constexpr std::size_t hours_a_week = 168;

/// One number for each hour of the week, from the hour after Monday's midnight.
using HoursOfWeek = std::array<double, hours_a_week>;

/// The instant of the last midnight at or before another, on the wall there.
Instant midnight_before(const TimeZone& zone, Instant at);

/// Weeks, days and hours of a log as the wall of its place shows them. Weeks begin on Mondays and
/// are numbered from the one in which the observation begins.
class LogCalendar {
 public:
    explicit LogCalendar(const EventLog& log);

    std::size_t weeks() const { return week_exposure_.size(); }
    std::chrono::sys_days first_monday() const { return first_monday_; }

    /// Of an instant of the observation; the last week for later ones.
    std::size_t week_of(Instant at) const;
    std::size_t day_of(Instant at) const;  ///< from the first Monday on
    std::size_t hour_of(Instant at) const;
    /// Microseconds on the wall since the first Monday's midnight.
    std::int64_t since_monday(Instant at) const;

    /// How many hours of each kind were observed, outages left out.
    const HoursOfWeek& exposure_hours() const { return exposure_hours_; }
    /// The share of every hour from the first Monday on that was observed.
    const std::vector<double>& hour_exposure() const { return hour_exposure_; }
    /// The share of each week that was observed.
    const std::vector<double>& week_exposure() const { return week_exposure_; }
    /// The share of each day, from the first Monday on.
    const std::vector<double>& day_exposure() const { return day_exposure_; }

    /// Of a day from the first Monday on.
    bool is_holiday(std::size_t day) const { return is_holiday_[day]; }

 private:
    const TimeZone& zone_;
    std::chrono::sys_days first_monday_;
    HoursOfWeek exposure_hours_{};
    std::vector<double> week_exposure_;
    std::vector<double> day_exposure_;
    std::vector<double> hour_exposure_;
    std::vector<bool> is_holiday_;
};

enum class Holidays : std::uint8_t { left_out, counted };

/// The share of a usual week's volume that falls in the observed hours of each week. `counts` are
/// of hours of the week, of the same days.
std::vector<double> observed_volume(const LogCalendar& calendar, const HoursOfWeek& counts,
                                    Holidays holidays);

}  // namespace wardwire::analysis
