// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace wardwire::analysis {

/// A calendar that repeats: open in some intervals of each period, closed otherwise. Messages that
/// arrive evenly over the period and take no time to handle wait until the next opening, and for
/// nothing else: what a calendar alone does to a delay.
class OpeningHours {
 public:
    struct Interval {
        double opens;
        double closes;
    };

    /// Intervals of one period, in order, apart from each other and within [0, period]; at least
    /// one. Any unit of time.
    OpeningHours(double period, std::vector<Interval> open);

    /// The five days of a week, Monday first, in hours: open from `opens` to `closes` each day.
    static OpeningHours weekdays(double opens, double closes);

    /// The share of messages that do not wait.
    double probability_of_no_delay() const { return open_time_ / period_; }

    /// Σ gap² / 2 over the closed gaps, per period: a gap is met in proportion to its length and
    /// half of it is then left.
    double mean_delay() const { return delay_sum_ / period_; }

    /// The mean delay of those that come while it is closed.
    double mean_delay_when_closed() const { return delay_sum_ / (period_ - open_time_); }

    /// Time from `at` to the next moment at which it is open; 0 when it is open. Counted from the
    /// start of a period; any `at` >= 0.
    double time_until_open(double at) const;

    /// The length of the open part of [from, to]: what a clock that runs only in opening hours
    /// shows. 0 <= from <= to.
    double open_time_between(double from, double to) const;

 private:
    /// The open part of [0, at].
    double open_time_before(double at) const;

    double period_;
    std::vector<Interval> open_;
    double open_time_ = 0.0;
    double delay_sum_ = 0.0;
};

}  // namespace wardwire::analysis
