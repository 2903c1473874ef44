// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/start_effect.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {
namespace {

using Series = std::vector<std::vector<double>>;

/// A level of 20 with a week of two quiet days, noise that lasts some days, and a start at
/// `beginning` of it that is forgotten by a factor of e in `memory` days.
Series level(double beginning, double memory, std::size_t days, std::size_t replications,
             std::uint32_t turn = 0) {
    const auto draws = sim::Chance(20260105, turn).channel(sim::Purpose{0});
    Series series(replications);
    for (std::size_t r = 0; r < replications; ++r) {
        double noise = 0.0;
        for (std::size_t day = 0; day < days; ++day) {
            noise = 0.6 * noise + normal_quantile(draws.uniform(r, day));
            const double rise =
                1.0 - (1.0 - beginning) * std::exp(-static_cast<double>(day) / memory);
            series[r].push_back(rise * (day % 7 < 5 ? 20.0 : 8.0) + noise);
        }
    }
    return series;
}

TEST_CASE("a start from empty is seen, and how long it lasts") {
    const auto effect = start_effect(level(0.0, 5.0, 56, 20), 7);
    REQUIRE(effect);
    CHECK(effect->values >= 10);  // after ten days a seventh is still missing
    CHECK(effect->values <= 25);
    CHECK(effect->difference < -0.2);
    CHECK_FALSE(effect->is_run_too_short);
}

TEST_CASE("a start that lasts longer than half of the window is too long to see its end") {
    const auto effect = start_effect(level(0.0, 60.0, 60, 20), 7);
    REQUIRE(effect);
    CHECK(effect->is_run_too_short);
}

TEST_CASE("weekends, noise and a start that is forgotten are no effect") {
    // 200 studies of a level that has settled: at 99.9 % and 5 % of the level none is expected.
    int alarms = 0;
    for (std::uint32_t turn = 0; turn < 200; ++turn)
        alarms += start_effect(level(1.0, 1.0, 56, 10, turn), 7).has_value();
    CHECK(alarms == 0);
}

TEST_CASE("two replications or three weeks are too little to say") {
    CHECK_FALSE(start_effect(level(0.0, 5.0, 56, 2), 7));
    CHECK_FALSE(start_effect(level(0.0, 5.0, 21, 20), 7));
}

}  // namespace
}  // namespace wardwire::analysis
