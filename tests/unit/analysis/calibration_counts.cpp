// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "analysis/calibration/count_law.hpp"
#include "analysis/calibration/day_types.hpp"
#include "analysis/calibration/growth.hpp"
#include "analysis/calibration/poisson_check.hpp"
#include "analysis/calibration/rates.hpp"
#include "analysis/calibration/volume_forecast.hpp"

namespace {

using namespace wardwire::analysis;

/// A count of a negative binomial law.
double draw_count(std::mt19937_64& bits, double mean, double size) {
    const double rate = std::gamma_distribution<double>(size, mean / size)(bits);
    return std::poisson_distribution<int>(rate)(bits);
}

TEST_CASE("exact limits of a rate are those of Garwood's table") {
    // 95 % limits of a Poisson mean after 0 and after 10 events: 0 to 3.69 and 4.80 to 18.39.
    CHECK(garwood_limits(0, 1.0, 0.95).lower == 0.0);
    CHECK(garwood_limits(0, 1.0, 0.95).upper == Approx(3.6889).epsilon(1e-4));
    CHECK(garwood_limits(10, 2.0, 0.95).lower == Approx(4.7954 / 2).epsilon(1e-4));
    CHECK(garwood_limits(10, 2.0, 0.95).upper == Approx(18.3904 / 2).epsilon(1e-4));
}

TEST_CASE("the negative binomial law is found from its own counts") {
    std::mt19937_64 bits(11);
    std::vector<ExposedCount> counts;
    for (int i = 0; i < 4000; ++i) {
        const double exposure = i % 2 == 0 ? 1.0 : 3.0;
        counts.push_back({draw_count(bits, 5.0 * exposure, 0.8), exposure});
    }
    // Standard errors by Fisher's information: .09 of the rate, .02 of the size. Four of them.
    const CountLaw law = fit_count_law(counts);
    CHECK(law.rate == Approx(5.0).margin(0.36));
    CHECK(law.size == Approx(0.8).margin(0.08));
    CHECK(law.zero_share == 0.0);
}

TEST_CASE("a share that never writes is told from those who wrote nothing yet") {
    std::mt19937_64 bits(12);
    std::vector<ExposedCount> counts;
    std::bernoulli_distribution never(0.38);
    for (int i = 0; i < 4000; ++i)
        counts.push_back({never(bits) ? 0.0 : draw_count(bits, 6.0, 1.2)});
    const CountLaw law = fit_zero_inflated_law(counts);
    CHECK(law.zero_share == Approx(0.38).margin(0.06));
    CHECK(law.rate == Approx(6.0).margin(0.6));
    CHECK(law.size == Approx(1.2).margin(0.3));
    CHECK(law.log_likelihood > fit_count_law(counts).log_likelihood + 10.0);
}

TEST_CASE("without spare zeros nobody is taken for one who never writes") {
    std::mt19937_64 bits(13);
    std::vector<ExposedCount> counts;
    for (int i = 0; i < 1000; ++i) counts.push_back({draw_count(bits, 8.0, 2.0)});
    CHECK(fit_zero_inflated_law(counts).zero_share < 0.05);
    CHECK(fit_count_law(std::array{ExposedCount{0.0}, ExposedCount{0.0}}).rate == 0.0);
}

TEST_CASE("the less was seen of a rate the more it is drawn towards its group") {
    // Group 0 has rates of about 4 in long cells; the short cell saw nothing by chance.
    std::vector<RateCell> cells;
    for (const double count : {380.0, 420.0, 300.0, 500.0, 450.0})
        cells.push_back({count, 100.0, 0});
    cells.push_back({0.0, 0.1, 0});
    cells.push_back({0.0, 0.0, 0});
    const std::vector<Estimate> rates = shrunk_rates(cells);
    CHECK(rates[0].own_share > 0.8);
    CHECK(rates[0].value == Approx(3.8).margin(0.1));
    CHECK(rates[5].own_share < 0.5);
    CHECK(rates[5].value > 2.0);
    CHECK(rates[6].own_share == 0.0);
    CHECK(rates[6].value == Approx(4.0).margin(0.3));
    for (const Estimate& rate : rates) {
        CHECK(rate.limits.lower < rate.value);
        CHECK(rate.value < rate.limits.upper);
    }
}

TEST_CASE("weekdays that are as busy as each other are one type of day") {
    // Sunday to Thursday full, Friday short, Saturday nearly closed: an Israeli week.
    std::mt19937_64 bits(14);
    const std::array<double, 7> mean = {1500, 1500, 1500, 1500, 540, 210, 1500};
    std::vector<DayCount> days;
    for (std::size_t day = 0; day < 364; ++day)
        days.push_back({draw_count(bits, mean[day % 7], 20.0), day % 7});
    const DayTypes types = find_day_types(days);
    REQUIRE(types.mean.size() == 3);
    CHECK(types.type_of == std::vector<std::size_t>{2, 2, 2, 2, 1, 0, 2});
    // The factor of a day has variance 1/20; its estimates have a standard error of about .004.
    CHECK(busyness_by_moments(days) == Approx(0.05).margin(0.016));
    CHECK(busyness_by_likelihood(days) == Approx(0.05).margin(0.016));
}

TEST_CASE("the correlation of the halves of a day is found beside Poisson noise") {
    std::mt19937_64 bits(5);
    std::gamma_distribution<double> gamma(8.0, 1.0 / 8.0);  // variance 1/8
    const auto correlation_with = [&](double share_of_day) {
        std::vector<DayCount> first, second;
        for (std::size_t day = 0; day < 2000; ++day) {
            // A factor of the day and one of each half, in shares of the variance.
            const double common = gamma(bits) - 1.0;
            const auto count = [&](double mean) {
                const double own = gamma(bits) - 1.0;
                const double factor =
                    1.0 + std::sqrt(share_of_day) * common + std::sqrt(1.0 - share_of_day) * own;
                return static_cast<double>(
                    std::poisson_distribution<int>(mean * std::max(0.01, factor))(bits));
            };
            const double morning = count(day % 7 < 5 ? 60.0 : 20.0);
            first.push_back({morning, day % 7});
            second.push_back({count(day % 7 < 5 ? 40.0 : 30.0), day % 7});
        }
        return within_day_correlation(first, second);
    };
    CHECK(correlation_with(1.0) == Approx(1.0).margin(0.05));
    CHECK(correlation_with(0.5) == Approx(0.5).margin(0.08));
    CHECK(correlation_with(0.0) == Approx(0.0).margin(0.08));
    const std::vector<DayCount> even(20, {5.0, 0});
    CHECK(std::isnan(within_day_correlation(even, even)));
}

TEST_CASE("days of plain Poisson counts have no busyness") {
    std::mt19937_64 bits(15);
    std::vector<DayCount> days;
    for (std::size_t day = 0; day < 280; ++day)
        days.push_back({static_cast<double>(std::poisson_distribution<int>(400)(bits)), day % 7});
    CHECK(busyness_by_moments(days) < 1e-3);
    CHECK(busyness_by_likelihood(days) < 1e-3);
}

TEST_CASE("growth is found on both sides of the week in which it changes") {
    std::mt19937_64 bits(16);
    std::vector<WeekCount> weeks;
    for (int week = 0; week < 30; ++week)
        weeks.push_back({draw_count(bits, 2000.0 * std::exp(0.02 * week), 400.0)});
    for (int week = 0; week < 30; ++week) weeks.push_back({draw_count(bits, 1500.0, 400.0)});
    const Growth growth = fit_growth(weeks);
    REQUIRE(growth.stretches.size() == 2);
    CHECK(growth.stretches[1].first_week == 30);
    const GrowthStretch& rise = growth.stretches[0];
    const GrowthStretch& level = growth.stretches[1];
    CHECK(rise.log_growth == Approx(0.02).margin(4 * rise.growth_error));
    CHECK(level.log_growth == Approx(0.0).margin(4 * level.growth_error));
    CHECK(rise.growth_error < 0.003);
    CHECK(level.expected(40) == Approx(1500.0).epsilon(4 * level.error(40)));
}

TEST_CASE("steady weeks are one stretch and weeks unseen are none of it") {
    std::mt19937_64 bits(17);
    std::vector<WeekCount> weeks;
    for (int week = 0; week < 40; ++week) weeks.push_back({draw_count(bits, 900.0, 300.0)});
    CHECK(fit_growth(weeks).stretches.size() == 1);
    CHECK(fit_growth({}).stretches.empty());
    // Parts of weeks, as every other week from Saturday on gives them, are no change.
    std::vector<WeekCount> parts;
    for (int week = 0; week < 40; ++week) {
        const double share = week % 2 == 0 ? 0.75 : 0.25;
        parts.push_back({draw_count(bits, 900.0 * share, 300.0), share});
    }
    CHECK(fit_growth(parts).stretches.size() == 1);
    const std::array<WeekCount, 4> half = {{{50, 0.5}, {100}, {100}, {100}}};
    CHECK(fit_growth(half).stretches[0].level == Approx(100.0).epsilon(1e-6));
}

// Of 1000 logs 90 % limits hold in 900, give or take 9.5; a change of growth that is none costs one
// or two in a hundred. Four standard errors either way: false alarm once in ten thousand seeds.
TEST_CASE("limits of growth over eight even weeks hold nine times in ten") {
    constexpr double truth = 0.01;
    std::mt19937_64 bits(20);
    double held = 0.0;
    for (int log = 0; log < 1000; ++log) {
        std::vector<WeekCount> weeks;
        for (int week = 0; week < 8; ++week) {
            const double exposure = week == 0 ? 0.6 : 1.0;
            const double mean = exposure * 1500.0 * std::exp(truth * week);
            const int count = std::poisson_distribution<int>(mean)(bits);
            weeks.push_back({static_cast<double>(count), exposure});
        }
        const Limits limits = log_growth_limits(fit_growth(weeks), weeks, 0.9);
        held += limits.lower <= truth && truth <= limits.upper ? 1.0 : 0.0;
    }
    CHECK(held > 842.0);
    CHECK(held < 938.0);
}

TEST_CASE("two weeks have the error of the law and weeks unseen tell nothing") {
    const std::array<WeekCount, 4> weeks = {{{110}, {0, 0.0}, {100}, {0, 0.0}}};
    const Growth growth = fit_growth(weeks);
    const Limits limits = log_growth_limits(growth, weeks, 0.9);
    // 6.314 is Student's factor with one degree of freedom.
    CHECK(limits.upper - growth.stretches[0].log_growth ==
          Approx(6.314 * growth.stretches[0].growth_error).epsilon(1e-3));
}

TEST_CASE("Poisson arrivals pass the check and bursts fail it and a coarse clock is allowed for") {
    // Half-hour intervals, 4000 arrivals; passes wrongly fail with probability 1e-4.
    std::mt19937_64 bits(18);
    std::uniform_real_distribution<double> anywhere(0.0, 1e6);
    std::vector<double> plain;
    std::vector<double> rounded;
    std::vector<double> at_the_half_hour;
    for (int i = 0; i < 4000; ++i) {
        plain.push_back(anywhere(bits));
        rounded.push_back(60.0 * std::floor(plain.back() / 60.0));
        at_the_half_hour.push_back(plain.back() - 0.3 * std::fmod(plain.back(), 1800.0));
    }
    CHECK(check_poisson(plain, 1800.0, 0.0).p_value > 1e-4);
    CHECK(check_poisson(rounded, 1800.0, 60.0).p_value > 1e-4);
    CHECK(check_poisson(rounded, 1800.0, 0.0).distance >
          check_poisson(rounded, 1800.0, 60.0).distance);
    CHECK(check_poisson(at_the_half_hour, 1800.0, 0.0).p_value < 1e-6);
    // P(D >= 1.3581 / sqrt(n)) tends to 0.05 (Smirnov 1948, table).
    CHECK(kolmogorov_p_value(1.3581e-4, 1e8) == Approx(0.05).margin(1e-3));
}

TEST_CASE("limits of rates that are drawn to their group allow for what is known of the group") {
    // 100 cells alike of 4 each: a cell is known as well as the group's 400, and no better.
    const std::vector<RateCell> cells(100, RateCell{4.0, 2.0});
    const Limits group = garwood_limits(400.0, 200.0);
    for (const Estimate& one : shrunk_rates(cells)) {
        CHECK(one.value == Approx(2.0).epsilon(1e-3));
        CHECK(one.limits.lower <= group.lower);
        CHECK(one.limits.lower == Approx(group.lower).epsilon(0.02));
        CHECK(one.limits.upper >= group.upper);
        CHECK(one.limits.upper == Approx(group.upper).epsilon(0.02));
    }
}

TEST_CASE("busyness is not too small for being measured around means of the same few days") {
    // Two days a kind, 0 and 20: variance 200 around a mean of 10, and 190 beyond Poisson.
    std::vector<DayCount> days;
    for (std::size_t kind = 0; kind < 7; ++kind)
        for (const double count : {0.0, 20.0}) days.push_back({count, kind});
    days.push_back({1000.0, 7});  // a kind of one day says nothing
    CHECK(busyness_by_moments(days) == Approx(190.0 / 100.0));
}

TEST_CASE("dispersion is pooled over cells by their means") {
    // Cell 0: 1 and 3, mean 2, variance 2. Cell 1: 10 and 10, no variance. Cell 2 says nothing.
    const std::array<double, 5> counts = {1, 10, 3, 10, 7};
    const std::array<std::size_t, 5> cells = {0, 1, 0, 1, 2};
    CHECK(pooled_dispersion(counts, cells) == Approx(2.0 / 12.0));
}

/// Counts of so many weeks whose level has moved by `drift` each week, with Poisson scatter.
std::vector<WeekCount> wandering_weeks(std::mt19937_64& bits, std::size_t weeks, double drift) {
    std::normal_distribution<double> normal;
    std::vector<WeekCount> counts;
    double level = std::log(400.0);
    for (std::size_t i = 0; i < weeks; ++i) {
        level += drift * normal(bits);
        counts.push_back(
            {static_cast<double>(std::poisson_distribution<int>(std::exp(level))(bits))});
    }
    return counts;
}

TEST_CASE("forecasts of a volume hold nine of ten futures, whether its level wanders or not") {
    std::mt19937_64 bits(61);
    for (const double drift : {0.0, 0.1}) {
        constexpr int worlds = 200;
        int held = 0;
        for (int world = 0; world < worlds; ++world) {
            const auto weeks = wandering_weeks(bits, 36, drift);
            double rest = 0.0;
            for (std::size_t i = 26; i < weeks.size(); ++i) rest += weeks[i].count;
            const VolumeForecast found = forecast_volume(std::span(weeks).first(26), 10.0);
            held += found.limits.lower <= rest && rest <= found.limits.upper;
        }
        CAPTURE(drift, held);
        // Four standard errors of .021 below; wider than it says is no harm.
        CHECK(held >= 163);
    }
}

TEST_CASE(
    "levels to come spread as the forecast of their sum does, around the mean of steady weeks") {
    std::mt19937_64 bits(62);
    for (const double drift : {0.0, 0.1}) {
        constexpr std::size_t futures = 2000;
        const auto weeks = wandering_weeks(bits, 40, drift);
        double mean = 0.0;
        for (const WeekCount& week : weeks) mean += week.count / 40.0;
        const auto levels = foretold_levels(weeks, 26, futures);
        REQUIRE(levels.size() == futures);
        std::vector<double> sums;
        for (const std::vector<double>& one : levels)
            sums.push_back(mean * std::accumulate(one.begin(), one.end(), 0.0));
        // The scatter of 26 weeks, a twentieth each, hardly adds to the spread of their sum.
        const VolumeForecast foretold = forecast_volume(weeks, 26.0);
        CHECK(sample_quantile(sums, 0.5) == Approx(foretold.median).epsilon(0.04));
        const double wide = foretold.limits.upper / foretold.limits.lower;
        CHECK(sample_quantile(sums, 0.95) / sample_quantile(sums, 0.05) ==
              Approx(wide).epsilon(0.15));
        if (drift == 0.0) CHECK(sample_quantile(sums, 0.5) == Approx(26.0 * mean).epsilon(0.03));
        const auto fewer = foretold_levels(weeks, 26, 10);
        CHECK(std::equal(fewer.begin(), fewer.end(), levels.begin()));
    }
}

TEST_CASE("a forecast from hardly any weeks is the mean, with no limits") {
    const std::vector<WeekCount> weeks = {{10.0}, {20.0}, {2.0, 0.2}};
    const VolumeForecast found = forecast_volume(weeks, 3.0);
    CHECK(found.median == Approx(3.0 * 32.0 / 2.2));
    CHECK(found.limits.lower == 0.0);
    CHECK(std::isinf(found.limits.upper));
}

TEST_CASE(
    "levels to come stay where they are when they wandered as long as was seen, and bounded") {
    std::mt19937_64 bits(63);
    auto weeks = wandering_weeks(bits, 12, 0.5);
    for (const auto& one : foretold_levels(weeks, 30, 200)) {
        REQUIRE(one.size() == 30);
        CHECK(one[11] == one[29]);
        CHECK(std::ranges::min(one) >= 0.1);
        CHECK(std::ranges::max(one) <= 10.0);
    }
    CHECK(foretold_levels(weeks, 30, 2) != foretold_levels(weeks, 30, 2, 1));
    CHECK(foretold_levels(std::span(weeks).first(7), 30, 2).empty());
    weeks[5].count = 0.0;
    CHECK(foretold_levels(weeks, 30, 2).empty());
    // Before a roll-out there is nothing that could tell of drift.
    std::vector<WeekCount> late(6, WeekCount{0.0});
    late.resize(18, WeekCount{400.0});
    for (const auto& one : foretold_levels(late, 4, 50))
        CHECK(one.back() == Approx(1.5).epsilon(0.25));
}

}  // namespace
