// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "sim/random/arrival.hpp"

namespace wardwire::sim {

/// The rate of a Poisson process that is a weekly rate times a factor of each day.
///
/// Day 0 begins at simulated time 0. The factor of the last day holds ever after; without factors
/// this is the weekly rate itself, to the last bit of every arrival.
class GrowingRate {
 public:
    /// "factors must be finite and not negative", or nullptr.
    static const char* problem(const std::vector<double>& factors_by_day);
    explicit GrowingRate(const WeeklyRate& weekly, std::vector<double> factors_by_day = {});

    /// The rate at a time, per second.
    double at(Time time) const;

    /// The expected number of arrivals in [from, to), for start_of_time <= from <= to.
    double expected(Time from, Time to) const;

    /// The next arrival after one at `from`, by inversion as in WeeklyRate::next. Takes the time of
    /// a search among the days, however far the arrival lies.
    Time next(Time from, double exponential) const;

 private:
    std::size_t day_of(Time time) const;
    double expected_until(Time time) const;

    WeeklyRate weekly_;
    std::vector<double> factor_;      // by day
    std::vector<double> cumulative_;  // [d]: expected from time 0 to the start of day d
};

}  // namespace wardwire::sim
