// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "analysis/calibration/answer_hazard.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"

namespace {

using namespace wardwire::analysis;

/// Waits of forty people over ten weeks, at rates that are known: an answer in ten minutes on
/// average, half as fast under load, one and a half times as fast for urgent turns, and by person a
/// gamma factor of that variance. A wait is cut off after two hours.
std::vector<AnswerWait> waits_of_known_rates(double frailty) {
    constexpr std::uint32_t persons = 40;
    constexpr double end_s = 7200.0;
    auto chance = wardwire::sim::Chance(11, 0).channel(wardwire::sim::Purpose{0}).stream(0);
    std::vector<AnswerWait> waits;
    for (std::uint32_t person = 0; person < persons; ++person) {
        const double own =
            frailty > 0.0
                ? wardwire::sim::Gamma(1.0 / frailty, frailty).quantile((person + 0.5) / persons)
                : 1.0;
        for (std::uint32_t i = 0; i < 500; ++i) {
            const bool is_loaded = chance.uniform() < 0.4;
            // Loaded people get more urgent turns: either alone would be confounded.
            const bool is_urgent = chance.uniform() < (is_loaded ? 0.5 : 0.1);
            const double rate = own / 600.0 * (is_loaded ? 0.5 : 1.0) * (is_urgent ? 1.5 : 1.0);
            const double wait_s = -std::log(1.0 - chance.uniform()) / rate;
            const std::array<std::uint8_t, hazard_factors> level = {
                0, static_cast<std::uint8_t>(is_loaded), 0, static_cast<std::uint8_t>(is_urgent)};
            waits.push_back({static_cast<float>(std::min(wait_s, end_s)), person, i % 10, level,
                             wait_s < end_s});
        }
    }
    return waits;
}

AnswerHazard hazard_of(const std::vector<AnswerWait>& waits) {
    return fit_answer_hazard(waits, {1, 2, 2, 2}, 10, 40);
}

TEST_CASE("ratios of rates are found again beside each other, under censoring") {
    const AnswerHazard found = hazard_of(waits_of_known_rates(0.0));
    const auto& load = found.ratio[static_cast<std::size_t>(HazardFactor::load)];
    const auto& priority = found.ratio[static_cast<std::size_t>(HazardFactor::priority)];
    CHECK(load[0].value == 1.0);
    CHECK(load[1].value == Approx(0.5).epsilon(0.04));
    CHECK(load[1].limits.lower < 0.5);
    CHECK(load[1].limits.upper > 0.5);
    CHECK(priority[1].value == Approx(1.5).epsilon(0.04));
    CHECK(priority[1].limits.lower < 1.5);
    CHECK(priority[1].limits.upper > 1.5);
    CHECK(found.frailty.value < 0.01);
    // Nobody wrote to several.
    CHECK(std::isnan(found.ratio[static_cast<std::size_t>(HazardFactor::users)][1].value));
}

TEST_CASE("how much people differ in answering is found again") {
    const AnswerHazard found = hazard_of(waits_of_known_rates(0.3));
    CHECK(found.frailty.value == Approx(0.3).epsilon(0.25));
    CHECK(found.frailty.limits.lower < 0.3);
    CHECK(found.frailty.limits.upper > 0.3);
    CHECK(found.frailty.limits.lower > 0.1);
    CHECK(found.frailty.n == 40.0);
}

}  // namespace
