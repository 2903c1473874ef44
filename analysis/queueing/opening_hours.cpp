// SPDX-License-Identifier: Apache-2.0
#include "analysis/queueing/opening_hours.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wardwire::analysis {

OpeningHours::OpeningHours(double period, std::vector<Interval> open)
    : period_(period), open_(std::move(open)) {
    double closed_since = open_.back().closes - period_;  // the night before this period
    for (const Interval& interval : open_) {
        const double gap = interval.opens - closed_since;
        delay_sum_ += 0.5 * gap * gap;
        open_time_ += interval.closes - interval.opens;
        closed_since = interval.closes;
    }
}

OpeningHours OpeningHours::weekdays(double opens, double closes) {
    std::vector<Interval> open;
    for (int day = 0; day < 5; ++day) {
        const double midnight = 24.0 * day;
        open.push_back({midnight + opens, midnight + closes});
    }
    return OpeningHours(7.0 * 24.0, std::move(open));
}

double OpeningHours::time_until_open(double at) const {
    const double phase = std::fmod(at, period_);
    for (const Interval& interval : open_) {
        if (phase < interval.closes) return std::max(0.0, interval.opens - phase);
    }
    return open_.front().opens + period_ - phase;
}

double OpeningHours::open_time_between(double from, double to) const {
    return open_time_before(to) - open_time_before(from);
}

double OpeningHours::open_time_before(double at) const {
    const double phase = std::fmod(at, period_);
    double open_time = std::round((at - phase) / period_) * open_time_;
    for (const Interval& interval : open_) {
        open_time += std::max(0.0, std::min(phase, interval.closes) - interval.opens);
    }
    return open_time;
}

}  // namespace wardwire::analysis
