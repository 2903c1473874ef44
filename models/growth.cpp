// SPDX-License-Identifier: Apache-2.0
#include "models/growth.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "models/scenario.hpp"

namespace wardwire::models {

namespace {

constexpr double days_a_year = 365.25;
constexpr double seconds_a_day = 86400.0;

double years_between(std::int64_t from, std::int64_t to) {
    return static_cast<double>(to - from) / days_a_year;
}

/// Which of 12 months or 52 weeks of its year a day lies in; the 52nd week is the longer one.
std::size_t season_of(std::int64_t day, std::size_t seasons) {
    const std::chrono::sys_days date{std::chrono::days{day}};
    const std::chrono::year_month_day parts{date};
    if (seasons == 12) return static_cast<unsigned>(parts.month()) - 1;
    const auto into_year = date - std::chrono::sys_days{parts.year() / 1 / 1};
    return std::min<std::size_t>(static_cast<std::size_t>(into_year.count()) / 7, seasons - 1);
}

double log_odds(double share, double ceiling) { return std::log(share / (ceiling - share)); }

}  // namespace

double Adoption::share_on(std::int64_t day) const {
    if (curve == Curve::logistic) {
        const double first = log_odds(points[0].share, ceiling);
        const double rise = log_odds(points[1].share, ceiling) - first;
        const double z = first + rise * years_between(points[0].day, day) /
                                     years_between(points[0].day, points[1].day);
        return ceiling / (1.0 + std::exp(-z));
    }
    if (day < launch_day) return 0.0;
    const double both = innovation_per_second + imitation_per_second;
    const double left = std::exp(-both * seconds_a_day * static_cast<double>(day - launch_day));
    return ceiling * (1.0 - left) / (1.0 + imitation_per_second / innovation_per_second * left);
}

double GrowthSpec::factor_on(std::int64_t day, std::int64_t first_day) const {
    const std::int64_t reference = reference_day.value_or(first_day);
    double factor = 1.0;
    if (adoption) factor *= adoption->share_on(day) / adoption->share_on(reference);
    if (trend) {
        const double years = years_between(reference, day);
        factor *= trend->kind == Trend::Kind::compound
                      ? std::pow(1.0 + trend->change_per_year, years)
                      : 1.0 + trend->change_per_year * years;
    }
    if (!seasons.empty()) factor *= seasons[season_of(day, seasons.size())];
    double change = 1.0;
    for (const ChangePoint& point : changes)
        if (point.day <= day) change = point.factor;
    return factor * change;
}

std::int64_t days_of_run(const Scenario& scenario) {
    return (scenario.warm_up + scenario.length + scenario.follow_on) / sim::days{1} + 1;
}

sim::GrowingRate growing_rate(const Scenario& scenario, const sim::WeeklyRate::PerHour& rates,
                              const std::optional<GrowthSpec>& growth,
                              std::vector<double> factors) {
    const Calendar& calendar = scenario.calendar;
    const sim::WeeklyRate weekly(rates, calendar.week_offset());
    if (growth) {
        factors.resize(static_cast<std::size_t>(days_of_run(scenario)), 1.0);
        std::int64_t day = calendar.start_day;
        for (double& factor : factors) factor *= growth->factor_on(day++, calendar.start_day);
    }
    return sim::GrowingRate(weekly, std::move(factors));
}

}  // namespace wardwire::models
