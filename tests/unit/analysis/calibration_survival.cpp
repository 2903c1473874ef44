// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "analysis/calibration/competing_risks.hpp"
#include "analysis/calibration/cure_mixture.hpp"
#include "analysis/calibration/handling_parts.hpp"
#include "analysis/calibration/interval_censoring.hpp"
#include "analysis/calibration/survival_curve.hpp"
#include "analysis/calibration/weekly_delays.hpp"

namespace {

using namespace wardwire::analysis;

constexpr double no_end = std::numeric_limits<double>::infinity();

/// Weeks of remission of 21 leukaemia patients under 6-mercaptopurine (Freireich et al. 1963).
std::vector<Lifetime> remissions() {
    std::vector<Lifetime> all;
    for (const double over : {6, 6, 6, 7, 10, 13, 16, 22, 23}) all.push_back({over, true});
    for (const double open : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35})
        all.push_back({open, false});
    return all;
}

TEST_CASE("remissions under treatment survive as the textbooks have it") {
    const SurvivalCurve curve = kaplan_meier(remissions());
    CHECK(1.0 - curve.over_by(6) == Approx(0.857).margin(5e-4));
    CHECK(1.0 - curve.over_by(7) == Approx(0.807).margin(5e-4));
    CHECK(1.0 - curve.over_by(12) == Approx(0.753).margin(5e-4));
    CHECK(1.0 - curve.over_by(16) == Approx(0.627).margin(5e-4));
    CHECK(1.0 - curve.over_by(23) == Approx(0.448).margin(5e-4));
    CHECK(curve.quantile(0.5) == 23.0);
    CHECK(std::isinf(curve.quantile(0.6)));
    // Greenwood's standard error at 23 weeks is 0.135, and the limits on log(-log S) are 0.188 and
    // 0.680 (Kalbfleisch & Prentice 2002, section 1.4).
    const Limits limits = curve.limits_by(23);
    CHECK(1.0 - limits.upper == Approx(0.188).margin(2e-3));
    CHECK(1.0 - limits.lower == Approx(0.680).margin(2e-3));
}

TEST_CASE("a lifetime of weight two counts as two lifetimes") {
    std::vector<Lifetime> twice = remissions();
    twice.insert(twice.end(), {{6, true}, {9, false}});
    std::vector<Lifetime> heavy = remissions();
    heavy[0].weight = 2.0;
    heavy[10].weight = 2.0;
    CHECK(kaplan_meier(heavy).surviving == kaplan_meier(twice).surviving);
}

TEST_CASE("before the first end nothing is over and nobody is a curve without steps") {
    CHECK(kaplan_meier(remissions()).over_by(5.9) == 0.0);
    CHECK(kaplan_meier({}).over_by(1.0) == 0.0);
    CHECK(std::isinf(kaplan_meier({{3.0, false}}).quantile(0.5)));
}

TEST_CASE(
    "shares answered are right when four in ten waits are cut off, and wrong without a word of "
    "it") {
    // A fifth is never answered; the rest after 6 hours in the mean; watched for up to 20 hours.
    std::mt19937_64 bits(71);
    std::exponential_distribution<double> answer(1.0 / 6.0);
    std::uniform_real_distribution<double> watched(0.0, 20.0);
    std::uniform_real_distribution<double> chance;
    std::vector<Lifetime> waits;
    double cut_off = 0.0;
    double seen_late = 0.0;
    constexpr int n = 40'000;
    for (int i = 0; i < n; ++i) {
        const double after = chance(bits) < 0.2 ? 1e9 : answer(bits);
        const double until = watched(bits);
        waits.push_back({std::min(after, until), after <= until});
        cut_off += after <= until ? 0.0 : 1.0;
        seen_late += after <= until && after > 8.0 ? 1.0 : 0.0;
    }
    const double truth = 0.8 * (1.0 - std::exp(-8.0 / 6.0));
    CHECK(cut_off / n > 0.4);
    CHECK(kaplan_meier(waits).over_by(8.0) == Approx(truth).margin(0.01));
    const double answered = n - cut_off;
    CHECK((answered - seen_late) / n < truth - 0.05);         // open waits counted as never
    CHECK((answered - seen_late) / answered > truth + 0.05);  // open waits left out
}

TEST_CASE("windows on exact and right-censored times give the product limit") {
    std::vector<TimeWindow> windows;
    for (const Lifetime& one : remissions())
        windows.push_back({one.time, one.is_over ? one.time : no_end});
    const auto masses = turnbull(windows, 1e-12);
    const SurvivalCurve curve = kaplan_meier(remissions());
    for (const double week : {6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0})
        CHECK(mass_by(masses, week) == Approx(curve.over_by(week)).margin(1e-6));
}

TEST_CASE("a wide window takes the proportions of the narrow ones inside it") {
    const std::vector<TimeWindow> windows = {{0, 1, 3.0}, {1, 2, 1.0}, {0, 2, 4.0}};
    const auto masses = turnbull(windows, 1e-12);
    REQUIRE(masses.size() == 2);
    CHECK(masses[0].mass == Approx(0.75).margin(1e-9));
    CHECK(masses[1].mass == Approx(0.25).margin(1e-9));
    CHECK(mass_by(masses, 0.5) == Approx(0.375).margin(1e-9));
    CHECK(turnbull({}).empty());
}

/// Waits of two kinds, of which a share never ends, seen until a random end of observation.
class Waits {
 public:
    /// The weights of the kinds leave 0.3 that never ends.
    CureMixture truth() const { return {{{0.5, 4.0, 0.8}, {0.2, 9.0, 1.2}}, 0.3, 0.0}; }

    Lifetime next() {
        const double which = uniform_(bits_);
        const double end = std::exp(8.0 + 6.0 * uniform_(bits_));
        const double time = which < 0.5   ? std::exp(4.0 + 0.8 * normal_(bits_))
                            : which < 0.7 ? std::exp(9.0 + 1.2 * normal_(bits_))
                                          : no_end;
        return time <= end ? Lifetime{time, true} : Lifetime{end, false};
    }

 private:
    std::mt19937_64 bits_{7};
    std::normal_distribution<double> normal_;
    std::uniform_real_distribution<double> uniform_;
};

TEST_CASE("a mixture with a share that never ends is found through its censoring") {
    Waits waits;
    std::vector<TimeWindow> exact;
    std::vector<TimeWindow> by_the_minute;
    for (int i = 0; i < 20'000; ++i) {
        const Lifetime one = waits.next();
        exact.push_back({one.time, one.is_over ? one.time : no_end});
        const double minute = 60.0 * std::floor(one.time / 60.0);
        by_the_minute.push_back({minute, one.is_over ? minute + 60.0 : no_end});
    }
    // Standard errors from 40 other seeds: .0036 of the shares, .007 of mu and .006 of sigma, and
    // .025 and .02 of those of the rare part. About four of them: a false alarm below 1e-3 over
    // all.
    for (const auto& windows : {on_log_grid(exact, 50), by_the_minute}) {
        const CureMixture found = fit_cure_mixture(windows, 2);
        const CureMixture truth = Waits().truth();
        REQUIRE(found.parts.size() == 2);
        CHECK(found.never == Approx(truth.never).margin(0.015));
        CHECK(found.parts[0].weight == Approx(truth.parts[0].weight).margin(0.014));
        CHECK(found.parts[0].mu == Approx(truth.parts[0].mu).margin(0.03));
        CHECK(found.parts[0].sigma == Approx(truth.parts[0].sigma).margin(0.025));
        CHECK(found.parts[1].mu == Approx(truth.parts[1].mu).margin(0.1));
        CHECK(found.parts[1].sigma == Approx(truth.parts[1].sigma).margin(0.08));
        CHECK(found.over_by(3600.0) == Approx(truth.over_by(3600.0)).margin(0.015));
    }
}

TEST_CASE("whoever takes open waits for ended ones finds fewer that never end") {
    Waits waits;
    std::vector<TimeWindow> naive;
    for (int i = 0; i < 5'000; ++i) {
        const double time = waits.next().time;
        naive.push_back({time, time});
    }
    CHECK(fit_cure_mixture(naive, 2).never < 0.01);
}

TEST_CASE("a mixture of what is over at once and of hours does not run away from the hours") {
    // The round that leads on may lead a part to where it has no window at all.
    for (unsigned seed = 1; seed <= 60; ++seed) {
        std::mt19937_64 bits(seed);
        std::uniform_real_distribution<double> uniform;
        std::normal_distribution<double> normal;
        WeeklyDelays delays(1);
        const double at_once = 0.2 + 0.4 * uniform(bits);
        const double median_s = 300.0 * std::exp(3.0 * uniform(bits));
        for (int i = 0; i < 400; ++i)
            delays.add(0,
                       uniform(bits) < at_once
                           ? 0.0
                           : median_s * std::exp((i % 2 == 0 ? 0.3 : 1.2) * normal(bits)),
                       true);
        const CureMixture found = fit_best_mixture(delays, 1e-6);
        INFO("seed " << seed);
        CHECK(found.over_by(2.0) == Approx(at_once).margin(0.1));
        CHECK(found.over_by(100.0 * median_s) > 0.99);
        for (const LognormalPart& part : found.parts) CHECK(part.mu < std::log(1000.0 * median_s));
    }
}

TEST_CASE("waits that all are open never end") {
    const std::vector<TimeWindow> open = {{3.0, no_end}, {5.0, no_end}};
    CHECK(fit_cure_mixture(open, 1).never == 1.0);
    CHECK(fit_cure_mixture({}, 1).parts.empty());
}

/// The sum of two or three draws of tables with even quantiles, sorted.
std::vector<double> sorted_sums(const std::vector<std::vector<double>>& tables) {
    std::mt19937_64 bits{11};
    std::uniform_real_distribution<double> uniform;
    std::vector<double> sums(20'000, 0.0);
    for (double& sum : sums)
        for (const std::vector<double>& table : tables) {
            const double place = uniform(bits) * static_cast<double>(table.size() - 1);
            const auto k = static_cast<std::size_t>(place);
            sum += std::lerp(table[k], table[k + 1], place - static_cast<double>(k));
        }
    std::ranges::sort(sums);
    return sums;
}

TEST_CASE("reading, writing and pausing add up to what a log shows of handling") {
    constexpr std::size_t steps = 40;
    const CureMixture shorter{{{1.0, 3.0, 0.8}}, 0.0, 0.0};
    const CureMixture longer{{{1.0, 4.2, 0.9}}, 0.0, 0.0};
    const auto has_quantiles_of = [](const CureMixture& law, const std::vector<double>& sums) {
        for (const double share : {0.1, 0.25, 0.5, 0.75, 0.9}) {
            INFO("at " << share);
            // 20 000 draws: the relative standard error of such a quantile is below 1.2 %.
            const double found = sums[static_cast<std::size_t>(share * 20'000.0)];
            CHECK(found == Approx(law.quantile(share)).epsilon(0.06));
        }
    };
    SECTION("a turn is read, and its answer written as fast as a further message") {
        // Half of the turns that are read have two messages.
        const std::vector<double> messages = {0.0, 0.5, 0.5};
        const HandlingParts parts = split_handling(longer, &shorter, messages, steps);
        CHECK(parts.pause_s.empty());
        has_quantiles_of(shorter, sorted_sums({parts.writing_s}));
        auto sums = sorted_sums({parts.writing_s, parts.reading_s});
        const auto of_two = sorted_sums({parts.writing_s, parts.reading_s, parts.reading_s});
        for (std::size_t i = 0; i < sums.size(); i += 2) sums[i] = of_two[i];
        std::ranges::sort(sums);
        has_quantiles_of(longer, sums);
    }
    SECTION("who takes longer to the next message pauses") {
        const HandlingParts parts =
            split_handling(shorter, &longer, std::vector<double>{0.0, 1.0}, steps);
        CHECK(parts.reading_s.empty());
        has_quantiles_of(shorter, sorted_sums({parts.writing_s}));
        has_quantiles_of(longer, sorted_sums({parts.writing_s, parts.pause_s}));
    }
    SECTION("without further messages all of it is writing") {
        const HandlingParts parts =
            split_handling(longer, nullptr, std::vector<double>{0.0, 1.0}, steps);
        CHECK(parts.reading_s.empty());
        CHECK(parts.pause_s.empty());
        has_quantiles_of(longer, sorted_sums({parts.writing_s}));
    }
}

TEST_CASE("competing causes share what is over") {
    // At risk 4, 3, 2, 1: a quarter answered, then a third of three quarters closed, one censored,
    // and the last answered takes the half that is left.
    const std::vector<Ending> endings = {{1, 0}, {2, 1}, {3, std::nullopt}, {4, 0}};
    const CumulativeIncidence incidence = aalen_johansen(endings, 2);
    CHECK(incidence.by(0, 0.5) == 0.0);
    CHECK(incidence.by(0, 1) == Approx(0.25));
    CHECK(incidence.by(1, 2) == Approx(0.25));
    CHECK(incidence.by(0, 4) == Approx(0.75));
    std::vector<Lifetime> lifetimes;
    for (const Ending& one : endings) lifetimes.push_back({one.time, one.cause.has_value()});
    const SurvivalCurve curve = kaplan_meier(lifetimes);
    for (const double time : {1.0, 2.0, 3.0, 4.0})
        CHECK(incidence.by(0, time) + incidence.by(1, time) == Approx(curve.over_by(time)));
}

}  // namespace
