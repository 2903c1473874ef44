// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/random/growing_rate.hpp"
#include "tests/statistical/sim/random_goodness.hpp"

namespace wardwire::sim {
namespace {

constexpr double false_alarm = 1e-6;
constexpr int days_run = 2000;

Time start_of(int day) { return start_of_time + day * Duration{days{1}}; }

/// 60 on a working day, 20 on one of the weekend; half as many more every year, in waves.
GrowingRate growing(double per_year) {
    WeeklyRate::PerHour rates{};
    for (std::size_t hour = 0; hour < rates.size(); ++hour)
        rates[hour] = (hour < 120 ? 60.0 : 20.0) / 86400.0;
    std::vector<double> factors;
    for (int day = 0; day < days_run; ++day)
        factors.push_back(std::pow(per_year, day / 365.25) * (1.0 + 0.2 * std::sin(day / 58.0)));
    return GrowingRate{WeeklyRate{rates}, factors};
}

std::vector<double> daily_counts(const GrowingRate& rate, std::uint64_t seed) {
    std::vector<double> counts(days_run);
    Stream stream = Chance(seed, 0).channel(Purpose{0}).stream(0);
    Time t = start_of_time;
    while ((t = rate.next(t, exponential_quantile(stream.uniform()))) < start_of(days_run))
        counts[static_cast<std::size_t>(t.time_since_epoch() / days{1})] += 1.0;
    return counts;
}

std::vector<double> daily_means(const GrowingRate& rate) {
    std::vector<double> means;
    for (int day = 0; day < days_run; ++day)
        means.push_back(rate.expected(start_of(day), start_of(day + 1)));
    return means;
}

}  // namespace

TEST_CASE("daily counts of a growing rate are Poisson about the integral of the rate") {
    // A false alarm of 1e-6 each. Power: 2 % a year more are 7 % at the end; on 400,000 arrivals
    // they move the chi-square of 2,000 days (standard deviation 63) by about 600.
    const GrowingRate rate = growing(1.5);
    const std::vector<double> counts = daily_counts(rate, 2013);
    CHECK_FALSE(test::rejects_means(counts, daily_means(rate), false_alarm));
    CHECK(test::rejects_means(counts, daily_means(growing(1.52)), false_alarm));
    CHECK(test::rejects_means(counts, daily_means(growing(1.48)), false_alarm));

    SECTION("the growth of yesterday in place of today's is noticed") {
        std::vector<double> late = daily_means(rate);
        std::rotate(late.rbegin(), late.rbegin() + 7, late.rend());
        CHECK(test::rejects_means(counts, late, false_alarm));
    }
}

}  // namespace wardwire::sim
