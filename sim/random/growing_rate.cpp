// SPDX-License-Identifier: Apache-2.0
#include "sim/random/growing_rate.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wardwire::sim {

namespace {

Time start_of(std::size_t day) {
    return start_of_time + static_cast<std::int64_t>(day) * Duration{days{1}};
}

}  // namespace

const char* GrowingRate::problem(const std::vector<double>& factors_by_day) {
    const bool fine = std::all_of(factors_by_day.begin(), factors_by_day.end(), [](double factor) {
        return std::isfinite(factor) && factor >= 0.0;
    });
    return fine ? nullptr : "factors must be finite and not negative";
}

GrowingRate::GrowingRate(const WeeklyRate& weekly, std::vector<double> factors_by_day)
    : weekly_(weekly), factor_(std::move(factors_by_day)) {
    WARDWIRE_EXPECT(!problem(factor_), problem(factor_));
    double sum = 0.0;
    for (std::size_t day = 0; day < factor_.size(); ++day) {
        cumulative_.push_back(sum);
        sum += factor_[day] * weekly_.expected(start_of(day), start_of(day + 1));
    }
}

/// The day whose factor holds.
std::size_t GrowingRate::day_of(Time time) const {
    const auto day = static_cast<std::size_t>(time.time_since_epoch() / days{1});
    return std::min(day, factor_.size() - 1);
}

double GrowingRate::at(Time time) const {
    return factor_.empty() ? weekly_.at(time) : factor_[day_of(time)] * weekly_.at(time);
}

/// Since time 0.
double GrowingRate::expected_until(Time time) const {
    const std::size_t day = day_of(time);
    return cumulative_[day] + factor_[day] * weekly_.expected(start_of(day), time);
}

double GrowingRate::expected(Time from, Time to) const {
    if (factor_.empty()) return weekly_.expected(from, to);
    WARDWIRE_EXPECT(start_of_time <= from && from <= to,
                    "arrivals are expected from an earlier to a later time");
    return expected_until(to) - expected_until(from);
}

Time GrowingRate::next(Time from, double exponential) const {
    if (factor_.empty()) return weekly_.next(from, exponential);
    const double reached = expected_until(from) + exponential;
    // The last day that begins with fewer expected; its factor is above 0, or it is the last.
    const auto beyond = std::upper_bound(cumulative_.begin() + 1, cumulative_.end(), reached);
    const auto day = static_cast<std::size_t>(beyond - cumulative_.begin()) - 1;
    if (factor_[day] == 0.0) return end_of_time;
    const double into_day = (reached - cumulative_[day]) / factor_[day];
    return std::max(from, weekly_.next(start_of(day), into_day));
}

}  // namespace wardwire::sim
