// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "analysis/queueing/general_service_queue.hpp"
#include "analysis/statistics/batch_means.hpp"
#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/warm_up.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

const std::vector<double> twelve{3, 5, 4, 6, 7, 5, 8, 6, 7, 9, 8, 10};

std::vector<double> settling_series() {
    std::vector<double> values;
    for (int i = 0; i < 200; ++i) values.push_back(10.0 * std::exp(-i / 10.0) + std::sin(i));
    return values;
}

/// x(i) = 0.9 x(i - 1) + a standard normal, from its stationary law.
std::vector<double> autoregression(std::size_t count, std::mt19937_64& bits) {
    const auto normal = [&] {
        return normal_quantile((static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53);
    };
    std::vector<double> values{std::sqrt(5.2631579) * normal()};
    while (values.size() < count) values.push_back(0.9 * values.back() + normal());
    return values;
}

TEST_CASE("MSER-5 leaves out the seven batches that remember the start") {
    const WarmUp warm_up = mser(settling_series());
    CHECK(warm_up.values == 35);
    CHECK(warm_up.statistic == printed(0.000922052743, 12));
    CHECK(warm_up.mean == printed(0.0128654795, 10));
    CHECK_FALSE(warm_up.is_run_too_short);
    const auto batches = batch_means(settling_series(), 5);
    CHECK(mser_statistic(batches, 0) == printed(0.0638871828, 10));
    CHECK(mser_statistic(batches, 6) == printed(0.0011102919, 10));
    CHECK(mser_statistic(batches, 8) == printed(0.0009747367, 10));
}

TEST_CASE("a run that still climbs at its half is too short") {
    std::vector<double> climbing;
    for (int i = 0; i < 100; ++i) climbing.push_back(i);
    const WarmUp warm_up = mser(climbing);
    CHECK(warm_up.is_run_too_short);
    CHECK(warm_up.values == 50);
    CHECK(mser(std::vector(9, 1.0)).is_run_too_short);
}

TEST_CASE("a moving average centres on what is there") {
    CHECK(moving_average(std::vector<double>{1, 2, 6, 3, 8, 10}, 1) ==
          std::vector<double>{1, 3, 11.0 / 3, 17.0 / 3, 7});
    CHECK(moving_average(std::vector<double>{1, 2, 6}, 0) == std::vector<double>{1, 2, 6});
    CHECK(moving_average(std::vector<double>{1.0}, 3).empty());
}

TEST_CASE("batches side by side and overlapping give the variances worked out before") {
    CHECK(batch_means(twelve, 3) == std::vector<double>{4, 6, 7, 9});
    const AsymptoticVariance apart = variance_by_batches(twelve, 3);
    CHECK(apart.value == printed(13.0, 10));
    CHECK(apart.degrees_of_freedom == 3.0);
    CHECK(apart.value / 12.0 == printed(1.08333333));
    const AsymptoticVariance overlapping = variance_by_overlapping_batches(twelve, 3);
    CHECK(overlapping.value == printed(7.57777778));
    CHECK(overlapping.value / 12.0 == printed(0.63148148));
    CHECK(overlapping.degrees_of_freedom == 4.5);
    CHECK(batch_means(twelve, 5).size() == 2);
}

TEST_CASE("the interval of a long run is its mean with the error of the batches") {
    const Interval interval = steady_state_interval(twelve, variance_by_batches(twelve, 3));
    CHECK(interval.mean == 6.5);
    // t(.975, 3) = 3.1824463 of any table.
    CHECK(*interval.half_width == Approx(3.182446305 * std::sqrt(13.0 / 12.0)).epsilon(1e-9));
    CHECK_FALSE(steady_state_interval(twelve, variance_by_batches(twelve, 7)).half_width);
    CHECK_FALSE(
        steady_state_interval(twelve, variance_by_overlapping_batches(twelve, 12)).half_width);
}

/// M/M/1 with mean service 1. The variance of a wait is ρ(2 - ρ)/(1 - ρ)², the asymptotic variance
/// of waits ρ(2 + 5ρ - 4ρ² + ρ³)/(1 - ρ)⁴ (Daley 1968), and that of the number in the system 2ρ(1 +
/// ρ)/(1 - ρ)⁴ (Whitt 1989).
struct BusyQueue {
    double load;
    double variance_of_wait;
    double of_waits;
    double of_number;
    std::size_t batch;  ///< customers or mean services; long beside the queue's memory
};
constexpr BusyQueue busy_queues[] = {{0.5, 3.0, 29.0, 24.0, 1'000},
                                     {0.8, 24.0, 1976.0, 1800.0, 8'000},
                                     {0.9, 99.0, 35901.0, 34200.0, 20'000}};
constexpr std::size_t batches_a_run = 200;
/// Of an estimate from so many batches, in relation to it; limits four of them, false alarm 6e-5.
const double error_of_batches = std::sqrt(2.0 / (batches_a_run - 1));

double exponential(std::mt19937_64& bits) {
    return -std::log((static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53);
}

TEST_CASE("batches find the asymptotic variance of waits in a queue") {
    std::mt19937_64 bits(7);
    for (const BusyQueue& queue : busy_queues) {
        INFO("load " << queue.load);
        std::vector<double> waits{0.0};
        while (waits.size() < batches_a_run * queue.batch)
            waits.push_back(
                std::max(0.0, waits.back() + exponential(bits) - exponential(bits) / queue.load));
        const double found = variance_by_batches(waits, queue.batch).value;
        CHECK(std::abs(found / queue.of_waits - 1.0) < 4.0 * error_of_batches);
        const GeneralServiceQueue exact{queue.load, {1.0, 2.0, 6.0}};
        CHECK(std::pow(exact.standard_deviation_of_wait(), 2) == printed(queue.variance_of_wait));
    }
}

TEST_CASE("batches find the asymptotic variance of the number in a queue") {
    std::mt19937_64 bits(8);
    for (const BusyQueue& queue : busy_queues) {
        INFO("load " << queue.load);
        std::vector<double> means;  // of the number, over one mean service each
        int number = 0;
        double area = 0.0;
        double now = 0.0;  // in the stretch
        while (means.size() < batches_a_run * queue.batch) {
            const double rate = queue.load + (number > 0 ? 1.0 : 0.0);
            double left = exponential(bits) / rate;
            for (; now + left >= 1.0; now = 0.0, area = 0.0) {
                left -= 1.0 - now;
                means.push_back(area + number * (1.0 - now));
            }
            area += number * left;
            now += left;
            number += static_cast<double>(bits() >> 11) * 0x1p-53 * rate < queue.load ? 1 : -1;
        }
        const double found = variance_by_batches(means, queue.batch).value;
        CHECK(std::abs(found / queue.of_number - 1.0) < 4.0 * error_of_batches);
    }
}

TEST_CASE("batches know the error of a mean of values that depend on each other") {
    // An autoregression has asymptotic variance 100 and variance 5.26. 400 runs of 4000 values: the
    // share of intervals that hold 0 has error .011; limits four of them, false alarm 6e-5.
    constexpr int runs = 400;
    std::mt19937_64 bits(11);
    int by_batches = 0;
    int by_overlap = 0;
    int as_if_independent = 0;
    const auto holds = [](const Interval& one) { return std::abs(one.mean) <= *one.half_width; };
    for (int run = 0; run < runs; ++run) {
        const auto values = autoregression(4000, bits);
        by_batches += holds(steady_state_interval(values, variance_by_batches(values, 200)));
        by_overlap +=
            holds(steady_state_interval(values, variance_by_overlapping_batches(values, 200)));
        as_if_independent += holds(mean_interval(values));
    }
    constexpr double limit = 4.0 * 0.011 * runs;
    CHECK(std::abs(by_batches - 0.95 * runs) < limit);
    CHECK(std::abs(by_overlap - 0.95 * runs) < limit);
    // 1.96 · √(5.26 / 100) standard errors hold .35 of the runs.
    CHECK(as_if_independent < 0.5 * runs);
}

}  // namespace
