// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/queueing/interruptions.hpp"
#include "analysis/queueing/opening_hours.hpp"
#include "analysis/queueing/vacations.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

TEST_CASE("looking into the in-basket only now and then adds half a look to the wait") {
    const GeneralServiceQueue queue{.5, exponential_moments(1.0)};
    CHECK(mean_wait_with_repeated_vacations(queue, exponential_moments(2.0)) == Approx(3.0));
    CHECK(mean_wait_with_repeated_vacations(queue, fixed_moments(2.0)) == Approx(2.0));
    CHECK(mean_wait_with_repeated_vacations(queue, fixed_moments(4.0)) == Approx(3.0));
    CHECK(mean_wait_with_repeated_vacations(queue, uniform_moments(0.0, 4.0)) ==
          printed(2.33333333));
}

TEST_CASE("a single vacation adds less than repeated ones") {
    const GeneralServiceQueue queue{.5, exponential_moments(1.0)};
    CHECK(mean_wait_with_single_vacation(queue, fixed_moments(2.0), fixed_transform(2.0)) ==
          printed(1.73105858));
    CHECK(mean_wait_with_single_vacation(queue, exponential_moments(2.0),
                                         exponential_transform(2.0)) == printed(2.33333333));
}

TEST_CASE("a check every half hour delays by a quarter of an hour") {
    const FixedCheck check{30.0};
    CHECK(check.mean_delay() == 15.0);
    CHECK(check.delay_cdf(10.0) == Approx(1.0 / 3.0));
    CHECK(check.delay_cdf(31.0) == 1.0);
    CHECK(check.delay_cdf(-1.0) == 0.0);
}

TEST_CASE("going round three in-baskets agrees with its table") {
    const SymmetricPolling fixed{3, .2, exponential_moments(1.0), fixed_moments(.1)};
    CHECK(fixed.mean_wait_exhaustive() == Approx(1.8));
    CHECK(fixed.mean_wait_gated() == Approx(1.95));
    CHECK(fixed.mean_wait_limited() == printed(2.29411765));
    const SymmetricPolling random{3, .2, exponential_moments(1.0), exponential_moments(.1)};
    CHECK(random.mean_wait_exhaustive() == Approx(1.85));
    CHECK(random.mean_wait_gated() == Approx(2.0));
    CHECK(random.mean_wait_limited() == printed(2.35294118));
}

TEST_CASE("serving one at a time fails before the others do") {
    const SymmetricPolling slow{3, .2, exponential_moments(1.0), fixed_moments(1.0)};
    CHECK(std::isinf(slow.mean_wait_limited()));
    CHECK(std::isfinite(slow.mean_wait_gated()));
}

TEST_CASE("what becomes of interrupted work decides how long a task takes") {
    const Interruptions interruptions{.5, .25};
    CHECK(interruptions.completion_when_resumed(1.0) == Approx(1.125));
    CHECK(interruptions.completion_when_resumed(1.0, .1) == Approx(1.175));
    CHECK(interruptions.completion_when_repeated(fixed_transform(1.0)) == printed(1.45962286));
    CHECK(interruptions.completion_when_redrawn(fixed_transform(1.0)) == printed(1.45962286));
    CHECK(interruptions.completion_when_redrawn(exponential_transform(1.0)) == Approx(1.125));
    CHECK(interruptions.completion_when_redrawn(gamma_transform(1.0, .25)) == printed(1.35406494));
    CHECK(interruptions.completion_when_repeated(gamma_transform(1.0, .25)) == printed(1.58840067));
}

TEST_CASE("a long task under frequent interruptions never ends when it must be repeated") {
    const Interruptions frequent{1.0, .25};
    CHECK(std::isinf(frequent.completion_when_repeated(exponential_transform(1.0))));
    CHECK(frequent.completion_when_redrawn(exponential_transform(1.0)) == Approx(1.25));
}

TEST_CASE("an exponential task is interrupted a geometric number of times") {
    const Interruptions interruptions{.5, .25};
    CHECK(interruptions.mean_count(1.0) == 0.5);
    CHECK(interruptions.probability_of_none(exponential_transform(1.0)) == printed(.66666667));
}

TEST_CASE("a server that breaks down keeps the tabled number waiting") {
    CHECK(UnreliableServerQueue{.5, 1.0, .5, 4.0}.mean_in_system() == printed(1.31746032));
    CHECK(UnreliableServerQueue{.5, 1.0, .1, .5}.mean_in_system() == printed(1.91666667));
    CHECK(UnreliableServerQueue{.5, 1.0, 0.0, 1.0}.mean_in_system() == Approx(1.0));  // M/M/1
    CHECK(std::isinf(UnreliableServerQueue{.5, 1.0, 1.0, 1.0}.mean_in_system()));
}

TEST_CASE("office hours alone delay a message by fifteen hours") {
    const OpeningHours office = OpeningHours::weekdays(9.0, 17.0);
    CHECK(office.probability_of_no_delay() == printed(.23809524));
    CHECK(office.mean_delay() == printed(15.23809524));
    CHECK(office.mean_delay_when_closed() == Approx(20.0));
}

TEST_CASE("the clock of the office stands still while a message waits for it to open") {
    const OpeningHours office = OpeningHours::weekdays(9.0, 17.0);
    double sum = 0.0;
    const int arrivals = 7 * 24 * 4;
    for (int i = 0; i < arrivals; ++i) {
        const double at = 168.0 + (i + 0.5) / 4.0;  // the second week, in quarters of an hour
        const double delay = office.time_until_open(at);
        sum += delay;
        CHECK(office.open_time_between(at, at + delay) == 0.0);
    }
    // The midpoint rule is exact for delays that are linear between whole hours.
    CHECK(sum / arrivals == printed(15.23809524));
    CHECK(office.open_time_between(0.0, 10.0 * 168.0) == 400.0);
    CHECK(office.open_time_between(16.0, 34.0) == 2.0);
    CHECK(office.time_until_open(4.0 * 24.0 + 17.0) == 64.0);
}

}  // namespace
