// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/random/arrival.hpp"
#include "tests/statistical/sim/random_goodness.hpp"

namespace wardwire::sim {
namespace {

constexpr double false_alarm = 1e-6;
constexpr int weeks_run = 300;

/// Rates from 2 to 12 an hour on working days, half on weekends, none from 0 to 4 in the night.
WeeklyRate::PerHour ward_rates(double multiple = 1.0) {
    WeeklyRate::PerHour rates{};
    for (std::size_t hour = 0; hour < rates.size(); ++hour) {
        const auto of_day = static_cast<double>(hour % 24);
        const double weekend = hour >= 120 ? 0.5 : 1.0;
        if (of_day >= 4.0)
            rates[hour] =
                multiple * weekend * (7.0 - 5.0 * std::cos((of_day - 4.0) * 0.314)) / 3600.0;
    }
    return rates;
}

struct Arrivals {
    std::vector<double> per_hour_of_week = std::vector<double>(168, 0.0);
    std::vector<double> per_day;
};

Arrivals arrivals_of(const WeeklyRate& rate, std::uint64_t seed) {
    Arrivals arrivals;
    arrivals.per_day.resize(7 * weeks_run);
    Stream stream = Chance(seed, 0).channel(Purpose{0}).stream(0);
    const auto exponential = [&] { return exponential_quantile(stream.uniform()); };
    const Time end = start_of_time + weeks{weeks_run};
    for (Time t = rate.next(start_of_time, exponential()); t < end;
         t = rate.next(t, exponential())) {
        arrivals.per_hour_of_week[rate.hour_of_week(t)] += 1.0;
        arrivals.per_day[static_cast<std::size_t>(t.time_since_epoch() / days{1})] += 1.0;
    }
    return arrivals;
}

/// Leaves out hours of rate zero, where any arrival at all is wrong.
bool rejects_hours(const Arrivals& arrivals, const WeeklyRate::PerHour& rates) {
    std::vector<double> counts, means;
    for (std::size_t hour = 0; hour < rates.size(); ++hour) {
        if (rates[hour] == 0.0) {
            if (arrivals.per_hour_of_week[hour] > 0.0) return true;
            continue;
        }
        counts.push_back(arrivals.per_hour_of_week[hour]);
        means.push_back(rates[hour] * 3600.0 * weeks_run);
    }
    return test::rejects_means(counts, means, false_alarm);
}

}  // namespace

TEST_CASE("weekly arrivals are Poisson with the stated mean in each hour of the week") {
    // A false alarm of 1e-6 each. Power: 3 % on 250,000 arrivals move the chi-square of 140 hours
    // (standard deviation 17) by 230, a shift of one hour by far more.
    const auto rates = ward_rates();
    const WeeklyRate rate{rates, hours{31}};
    const Arrivals arrivals = arrivals_of(rate, 1975);
    CHECK_FALSE(rejects_hours(arrivals, rates));
    CHECK(rejects_hours(arrivals, ward_rates(1.03)));

    SECTION("an origin off by one hour is noticed") {
        auto shifted = rates;
        std::rotate(shifted.begin(), shifted.begin() + 1, shifted.end());
        CHECK(rejects_hours(arrivals, shifted));
    }
}

TEST_CASE("daily counts of weekly arrivals scatter as Poisson counts do, no more and no less") {
    // A false alarm of 1e-6 each.
    const WeeklyRate rate{ward_rates()};
    const Arrivals arrivals = arrivals_of(rate, 2005);
    std::vector<double> means;
    for (std::size_t day = 0; day < arrivals.per_day.size(); ++day) {
        const Time begins = start_of_time + static_cast<std::int64_t>(day) * Duration{days{1}};
        means.push_back(rate.expected(begins, begins + days{1}));
    }
    CHECK_FALSE(test::rejects_means(arrivals.per_day, means, false_alarm));

    SECTION("a timetable in place of chance is noticed: its counts are too even") {
        std::vector<double> timetable = means;
        for (double& count : timetable) count = std::round(count);
        CHECK(test::rejects_means(timetable, means, false_alarm));
    }
}

TEST_CASE("thinning and inversion give the first arrival the same law") {
    // False alarm 1e-6. Power: samples of 50,000 reject a distance of 0.017.
    const WeeklyRate rate{ward_rates(0.1)};
    const double bound = 1.3 / 3600.0;
    const auto hours_to_first = [](Time from, Time first) { return in_hours(first - from); };
    std::vector<double> inverted, thinned, thinned_too_much;
    const Chance chance(1979, 0);
    for (Entity i = 0; i < 50'000; ++i) {
        const Time from = start_of_time + hours{20};
        const Time until = from + weeks{10};
        const double u = chance.channel(Purpose{0}).uniform(i);
        inverted.push_back(hours_to_first(from, rate.next(from, exponential_quantile(u))));
        Stream stream = chance.channel(Purpose{1}).stream(i);
        const auto at = [&](Time t) { return rate.at(t); };
        thinned.push_back(hours_to_first(from, next_by_thinning(from, until, bound, at, stream)));
        stream.seek(0);
        const auto lower = [&](Time t) { return 0.9 * rate.at(t); };
        thinned_too_much.push_back(
            hours_to_first(from, next_by_thinning(from, until, bound, lower, stream)));
    }
    CHECK_FALSE(test::rejects_same_law(inverted, thinned, false_alarm));
    CHECK(test::rejects_same_law(inverted, thinned_too_much, false_alarm));
}

}  // namespace wardwire::sim
