// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <limits>

#include "sim/contract.hpp"
#include "sim/random/special.hpp"
#include "sim/random/stream.hpp"
#include "sim/time.hpp"

namespace wardwire::sim {

/// The rate of a Poisson process that repeats every week and is constant within each hour of it.
///
/// Rates are per second. Hour 0 begins on Monday at 00:00; simulated time 0 lies `week_offset`
/// after that hour began.
class WeeklyRate {
 public:
    static constexpr std::size_t hours_a_week = 168;
    using PerHour = std::array<double, hours_a_week>;

    /// "rates must be finite and not negative", or nullptr.
    static const char* problem(const PerHour& rates);
    explicit WeeklyRate(const PerHour& rates, Duration week_offset = Duration::zero());

    /// The rate at a time, per second.
    double at(Time time) const { return rates_[hour_of_week(time)]; }

    /// The expected number of arrivals in [from, to), for from <= to.
    double expected(Time from, Time to) const;

    /// The expected number of arrivals in a week.
    double expected_per_week() const { return cumulative_.back(); }

    /// The next arrival after one at `from`, by inversion (Çinlar 1975, chapter 4, section 7): the
    /// time until which `exponential` arrivals are expected, to the nearest microsecond.
    ///
    /// `exponential` is a draw with mean 1, divided by the intensity where one source among many
    /// has its own multiple of this rate. Hours of rate zero are stepped over; `end_of_time` if
    /// nothing ever comes. Takes constant time however far the arrival lies.
    Time next(Time from, double exponential) const;

    /// 0 .. 167.
    std::size_t hour_of_week(Time time) const;

 private:
    Duration into_week(Time time) const;
    double expected_since_monday(Duration into_week) const;

    PerHour rates_;
    std::array<double, hours_a_week + 1> cumulative_;  // [h]: expected from Monday 00:00 to hour h
    Duration week_offset_;                             // in [0, one week)
};

/// The next arrival after `from` of a Poisson process whose rate at a time is `rate(time)`, by
/// thinning (Lewis & Shedler 1979); `end_of_time` if none comes before `until`.
///
/// Rates are per second and never above `bound`. Candidates come at rate `bound`, each costs two
/// draws. The number of draws depends on chance, so give each process a stream of its own.
template <class Rate>
Time next_by_thinning(Time from, Time until, double bound, Rate&& rate, Stream& draws) {
    WARDWIRE_EXPECT(bound >= 0.0 && bound < std::numeric_limits<double>::infinity(),
                    "a bound on the rate is finite and not negative");
    if (bound == 0.0) return end_of_time;
    for (double waited_s = 0.0;;) {
        waited_s += exponential_quantile(draws.uniform()) / bound;
        const Duration gap = from_seconds(waited_s);
        if (gap >= until - from) return end_of_time;
        const double rate_here = rate(from + gap);
        WARDWIRE_EXPECT(rate_here >= 0.0 && rate_here <= bound,
                        "the rate of a thinned process left its bound", {.now = from + gap});
        if (draws.uniform() * bound < rate_here) return from + gap;
    }
}

}  // namespace wardwire::sim
