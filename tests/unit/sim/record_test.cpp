// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "sim/record/count_histogram.hpp"
#include "sim/record/duration_sum.hpp"
#include "sim/record/histogram.hpp"
#include "sim/record/tally.hpp"
#include "sim/record/time_average.hpp"
#include "tests/support/instants.hpp"

namespace wardwire::sim {
namespace {

using test::at_second;

/// Mean and unbiased variance in two passes and extended precision.
struct TwoPass {
    explicit TwoPass(const std::vector<double>& values) {
        long double sum = 0;
        for (const double x : values) sum += x;
        const long double centre = sum / static_cast<long double>(values.size());
        long double squares = 0;
        for (const double x : values) squares += (x - centre) * (x - centre);
        mean = static_cast<double>(centre);
        variance = static_cast<double>(squares / static_cast<long double>(values.size() - 1));
    }
    double mean, variance;
};

/// Values far from zero with a small spread: where naive sums of squares lose everything.
std::vector<double> awkward_values(std::size_t count) {
    std::mt19937_64 random(2024);
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(1e9 + static_cast<double>(random() % 1000) / 100.0);
    return values;
}

Tally tally_of(const std::vector<double>& values, std::size_t begin, std::size_t end) {
    Tally tally;
    for (std::size_t i = begin; i < end; ++i) tally.add(values[i]);
    return tally;
}

/// Each of n updates rounds the mean at most twice, relative to its size: n units in the last place
/// bound the error far from above.
double rounding_of(const std::vector<double>& values) {
    return static_cast<double>(values.size()) * std::numeric_limits<double>::epsilon();
}

}  // namespace

TEST_CASE("a tally agrees with arithmetic on a handful of numbers") {
    const Tally tally = tally_of({2.0, 4.0, 4.0, 6.0}, 0, 4);
    CHECK(tally.count() == 4);
    CHECK(tally.mean() == 4.0);
    CHECK(tally.sum() == 16.0);
    CHECK(tally.variance() == Approx(8.0 / 3.0).epsilon(1e-15));
    CHECK(tally.standard_deviation() == Approx(std::sqrt(8.0 / 3.0)).epsilon(1e-15));
    CHECK(tally.least() == 2.0);
    CHECK(tally.greatest() == 6.0);
}

TEST_CASE("what a tally cannot know is not a number") {
    Tally tally;
    CHECK(std::isnan(tally.mean()));
    CHECK(std::isnan(tally.least()));
    CHECK(std::isnan(tally.greatest()));
    CHECK(tally.sum() == 0.0);
    tally.add(3.0);
    CHECK(tally.mean() == 3.0);
    CHECK(std::isnan(tally.variance()));
}

TEST_CASE("durations are tallied in seconds") {
    Tally tally;
    tally.add(minutes{2});
    tally.add(microseconds{500'000});
    CHECK(tally.sum() == 120.5);
}

TEST_CASE("a tally agrees with two passes where a sum of squares would not") {
    const auto values = awkward_values(10'000);
    const Tally tally = tally_of(values, 0, values.size());
    const TwoPass exact(values);
    CHECK(tally.mean() == Approx(exact.mean).epsilon(rounding_of(values)));
    // Deviations of about 5 from a mean of 1e9 that is known to 1e-7 relative to them.
    CHECK(tally.variance() == Approx(exact.variance).epsilon(1e-6));

    double sum = 0, squares = 0;
    for (const double x : values) {
        sum += x;
        squares += x * x;
    }
    const double naive = (squares - sum * sum / 10'000.0) / 9'999.0;
    CHECK(naive != Approx(exact.variance).epsilon(1e-2));
}

TEST_CASE("merged tallies are the tally of the whole") {
    const auto values = awkward_values(1'000);
    const Tally whole = tally_of(values, 0, 1'000);
    const std::size_t cut = GENERATE(0U, 1U, 10U, 500U, 999U, 1'000U);
    CAPTURE(cut);
    Tally merged = tally_of(values, 0, cut);
    merged.merge(tally_of(values, cut, 1'000));
    CHECK(merged.count() == whole.count());
    CHECK(merged.mean() == Approx(whole.mean()).epsilon(rounding_of(values)));
    CHECK(merged.variance() == Approx(whole.variance()).epsilon(1e-6));
    CHECK(merged.least() == whole.least());
    CHECK(merged.greatest() == whole.greatest());
}

TEST_CASE("a time average is exactly the area under the level") {
    TimeAverage level;
    level.set(at_second(1), 2);     // 0 for 1 s
    level.change(at_second(4), 3);  // 2 for 3 s
    level.change(at_second(4), -1);
    level.change(at_second(6), -4);  // 4 for 2 s
    CHECK(level.level() == 0);
    CHECK(level.greatest() == 5);
    CHECK(level.area(at_second(10)) == Area{14'000'000});
    CHECK(level.mean(at_second(10)) == 1.4);
}

TEST_CASE("a restarted time average forgets the past but not the level") {
    TimeAverage level;
    level.set(at_second(0), 100);
    level.set(at_second(5), 3);
    level.restart(at_second(10));
    CHECK(std::isnan(level.mean(at_second(10))));
    CHECK(level.mean(at_second(12)) == 3.0);
    CHECK(level.greatest() == 3);
    level.set(at_second(12), 1);
    CHECK(level.mean(at_second(14)) == 2.0);
}

TEST_CASE("the area of a level stays exact where a double could not hold it") {
    TimeAverage level;
    level.set(start_of_time, 1'000'003);
    const Time end = start_of_time + weeks{52 * 1000} + microseconds{1};
    const Area expected = static_cast<Area>(1'000'003) * end.time_since_epoch().count();
    CHECK(level.area(end) == expected);
    CHECK(static_cast<Area>(static_cast<double>(expected)) != expected);
}

TEST_CASE("every bin of a duration histogram begins at its edge and touches the next") {
    CHECK(DurationHistogram::bin_of(Duration::min()) == 0);
    CHECK(DurationHistogram::bin_of(Duration::zero()) == 0);
    CHECK(DurationHistogram::bin_of(seconds{1} - microseconds{1}) == 0);
    for (std::size_t bin = 1; bin < DurationHistogram::bins; ++bin) {
        const Duration edge = from_seconds(DurationHistogram::edge_seconds(bin));
        CAPTURE(bin, edge.count());
        CHECK(DurationHistogram::bin_of(edge) == bin);
        CHECK(DurationHistogram::bin_of(edge - microseconds{1}) == bin - 1);
    }
    CHECK(DurationHistogram::bin_of(Duration::max()) == DurationHistogram::bins - 1);
    CHECK(DurationHistogram::edge_seconds(DurationHistogram::bins - 1) == 268'435'456.0);
}

TEST_CASE("no bin of a duration histogram but the first and the last is wider than an eighth") {
    for (std::size_t bin = 1; bin + 1 < DurationHistogram::bins; ++bin) {
        const double low = DurationHistogram::edge_seconds(bin);
        const double high = DurationHistogram::edge_seconds(bin + 1);
        CAPTURE(bin);
        CHECK(high > low);
        CHECK(high - low <= 0.125 * low);
    }
}

TEST_CASE("merged duration histograms are the histogram of the whole count by count") {
    std::mt19937_64 random(77);
    DurationHistogram whole, left, right;
    for (int i = 0; i < 10'000; ++i) {
        const Duration d{static_cast<std::int64_t>(random() >> (random() % 50 + 8))};
        whole.add(d);
        (i % 3 == 0 ? left : right).add(d);
    }
    left.add(hours{1}, 5);
    whole.add(hours{1}, 5);
    DurationHistogram left_first = left, right_first = right;
    left_first.merge(right);
    right_first.merge(left);
    CHECK(whole.total() == 10'005);
    CHECK(left_first.counts() == whole.counts());
    CHECK(right_first.counts() == whole.counts());
}

TEST_CASE("every number is in the bin that begins at or below it, and small ones are alone") {
    for (std::size_t bin = 0; bin < CountHistogram::bins; ++bin) {
        CAPTURE(bin);
        const std::uint64_t least = CountHistogram::least(bin);
        CHECK(CountHistogram::bin_of(least) == bin);
        if (bin > 0) CHECK(CountHistogram::bin_of(least - 1) == bin - 1);
        if (bin < CountHistogram::exact) CHECK(least == bin);
    }
    CHECK(CountHistogram::least(CountHistogram::bins - 1) == 16384);
    CHECK(CountHistogram::bin_of(~std::uint64_t{0}) == CountHistogram::bins - 1);
}

TEST_CASE("a count histogram has exact means, and quantiles that are numbers that came up") {
    CountHistogram few, rest;
    CHECK(std::isnan(few.mean()));
    CHECK(std::isnan(few.quantile(0.5)));
    for (const std::uint64_t n : {0U, 3U, 7U}) few.add(n);
    rest.add(1000);
    few.merge(rest);
    CHECK(few.total() == 4);
    CHECK(few.mean() == 252.5);
    CHECK(few.quantile(0.25) == 0.0);
    CHECK(few.quantile(0.5) == 3.0);
    CHECK(few.quantile(0.51) == 7.0);
    CHECK(few.quantile(1.0) == 960.0);  // of the bin from 960 to 1023
}

TEST_CASE("a sum of durations is exact beyond what 64 bits hold") {
    DurationSum sum, other;
    CHECK(std::isnan(sum.mean_seconds()));
    constexpr Duration longest = Duration::max();
    sum.add(longest);
    other.add(longest);
    other.add(longest);
    sum.merge(other);
    CHECK(sum.count() == 3);
    CHECK(sum.mean_seconds() == in_seconds(longest));
}

}  // namespace wardwire::sim
