// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/log_shape.hpp"

namespace wardwire::analysis {

inline void count_at(Histogram& histogram, std::size_t place) {
    if (place >= histogram.size()) histogram.resize(place + 1, 0.0);
    ++histogram[place];
}

inline double in_seconds(Instant length) {
    return static_cast<double>(length) / microseconds_a_second;
}

/// Weeks of a window from a midnight on.
struct WeekGrid {
    static constexpr Instant an_hour = 3'600'000'000;
    static constexpr Instant a_week = hours_a_week * an_hour;

    Span window;
    Instant begin;

    std::size_t weeks() const { return week_of(window.to - 1) + 1; }
    std::size_t hours() const { return hours_a_week * weeks(); }
    bool is_inside(Instant at) const { return at >= window.from && at < window.to; }
    std::size_t week_of(Instant at) const {
        return static_cast<std::size_t>((at - begin) / a_week);
    }
    std::size_t hour_in_week(Instant at) const {
        return static_cast<std::size_t>((at - begin) % a_week / an_hour);
    }
    /// The share of an hour that lies in the window and in no outage.
    double seen(std::size_t hour, std::span<const Span> outages) const;
};

/// How many of some spans of time are open when each hour begins.
class OpenSpans {
 public:
    explicit OpenSpans(const WeekGrid& grid) : grid_(grid), change_(grid.hours() + 1, 0.0) {}

    /// Open at the hours that begin at `from` or later, and before `to`.
    void add(Instant from, Instant to) {
        if (to <= from) return;
        ++change_[first_hour_from(from)];
        --change_[first_hour_from(to)];
    }

    /// Counts the hours of each week, those that were wholly observed, by how many spans are open.
    void count_levels(std::vector<LogShape>& weeks, Histogram LogShape::*levels) const;

 private:
    std::size_t first_hour_from(Instant at) const;

    const WeekGrid& grid_;
    std::vector<double> change_;
};

/// The number of each name among those known; how many are known, if it is not.
std::vector<std::uint64_t> numbers_among(const std::vector<std::string>& known,
                                         const std::vector<std::string>& names);

/// Adds what a log has of messages of patients to the shapes of its weeks.
void add_messages_of_patients(const EventLog& log, const WeekGrid& grid, const SharedNames& names,
                              std::vector<LogShape>& weeks);

}  // namespace wardwire::analysis
