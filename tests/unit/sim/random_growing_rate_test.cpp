// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/random/growing_rate.hpp"
#include "tests/support/broken_contract.hpp"
#include "tests/support/instants.hpp"

namespace wardwire::sim {
namespace {

using test::at_hour;

/// One an hour from 8 to 18 on working days.
WeeklyRate office(Duration offset = Duration::zero()) {
    WeeklyRate::PerHour rates{};
    for (std::size_t hour = 0; hour < 120; ++hour)
        if (hour % 24 >= 8 && hour % 24 < 18) rates[hour] = 1.0 / 3600.0;
    return WeeklyRate{rates, offset};
}

}  // namespace

TEST_CASE("without factors a growing rate is the weekly rate to the last bit") {
    const WeeklyRate weekly = office(hours{31});
    const GrowingRate growing{weekly};
    Stream draws = Chance(7, 0).channel(Purpose{0}).stream(0);
    for (int i = 0; i < 1000; ++i) {
        const Time from = at_hour(500.0 * draws.uniform());
        const double gap = exponential_quantile(draws.uniform());
        CHECK(growing.next(from, gap) == weekly.next(from, gap));
        CHECK(growing.at(from) == weekly.at(from));
        CHECK(growing.expected(from, from + hours{77}) == weekly.expected(from, from + hours{77}));
    }
}

TEST_CASE("a factor holds for its day, and the last one ever after") {
    const GrowingRate rate{office(), {1.0, 2.0, 0.0, 0.5}};
    CHECK(rate.at(at_hour(9)) == Approx(1.0 / 3600.0));
    CHECK(rate.at(at_hour(33)) == Approx(2.0 / 3600.0));
    CHECK(rate.at(at_hour(57)) == 0.0);
    CHECK(rate.at(at_hour(81)) == Approx(0.5 / 3600.0));
    CHECK(rate.at(at_hour(105)) == Approx(0.5 / 3600.0));
    // Monday 10, Tuesday 20, Wednesday none, Thursday and Friday 5 each, then 25 a week.
    CHECK(rate.expected(start_of_time, start_of_time + weeks{1}) == Approx(40.0));
    CHECK(rate.expected(start_of_time, start_of_time + weeks{5}) == Approx(140.0));
    CHECK(rate.expected(at_hour(13), at_hour(37)) == Approx(5.0 + 10.0));
}

TEST_CASE("an arrival comes when as many are expected as were drawn") {
    const GrowingRate rate{office(), {1.0, 2.0, 0.0, 0.5}};
    CHECK(rate.next(at_hour(0), 3.0) == at_hour(11));
    CHECK(rate.next(at_hour(0), 11.0) == at_hour(32.5));
    CHECK(rate.next(at_hour(33), 22.0) == at_hour(72 + 16));
    CHECK(rate.next(at_hour(9), 138.0) == at_hour(4 * 168 + 96 + 16));

    SECTION("and so it is wherever one begins and however far it lies") {
        Stream draws = Chance(11, 0).channel(Purpose{0}).stream(0);
        std::vector<double> factors(400);
        for (double& factor : factors) factor = draws.uniform() < 0.2 ? 0.0 : 3.0 * draws.uniform();
        const GrowingRate random{office(hours{100}), factors};
        for (int i = 0; i < 2000; ++i) {
            const Time from = at_hour(9000.0 * draws.uniform());
            const double wanted = 40.0 * exponential_quantile(draws.uniform());
            const Time next = random.next(from, wanted);
            REQUIRE(next >= from);
            // A microsecond of the highest rate.
            CHECK(std::abs(random.expected(from, next) - wanted) < 1e-9 + 3.0 / 3600.0 * 1e-6);
        }
    }
}

TEST_CASE("nothing comes after the last factor when that is 0") {
    const GrowingRate rate{office(), {1.0, 0.0}};
    CHECK(rate.next(start_of_time, 9.5) == at_hour(17.5));
    CHECK(rate.next(start_of_time, 10.5) == end_of_time);
    CHECK(rate.next(at_hour(2000), 0.1) == end_of_time);
}

TEST_CASE("factors that are none are refused") {
    CHECK(GrowingRate::problem({1.0, 0.0}) == nullptr);
    CHECK(GrowingRate::problem({1.0, -0.1}) != nullptr);
    CHECK(GrowingRate::problem({std::nan("")}) != nullptr);
    CHECK_THAT(test::broken_contract([] { GrowingRate rate(office(), {-1.0}); }),
               Catch::Contains("factors must be finite and not negative"));
}

}  // namespace wardwire::sim
