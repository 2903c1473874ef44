// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "analysis/calibration/answer_hazard.hpp"
#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/chat_log.hpp"
#include "sim/random/arrival.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"
#include "tests/unit/analysis/office_log.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::test::hour;
using wardwire::test::monday;
using wardwire::test::Scribe;
using wardwire::test::second;

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

/// Forty people ask at times of the day in proportion to `speed` by hour, and are answered after
/// exponential waits with mean two hours: on a clock that goes as fast, or on the wall.
EventLog answered_log(const std::array<double, 24>& speed, bool is_by_the_hour) {
    wardwire::sim::WeeklyRate::PerHour per_hour{};
    for (std::size_t h = 0; h < per_hour.size(); ++h) per_hour[h] = speed[h % 24];
    const wardwire::sim::WeeklyRate clock(per_hour);
    Scribe scribe(20, 20, 8);
    std::mt19937_64 bits(5);
    std::exponential_distribution<double> exponential;
    std::int32_t number = 0;
    for (auto at = wardwire::sim::start_of_time;;) {
        at = clock.next(at, 1000.0 * exponential(bits));
        const double wait_s = 7200.0 * exponential(bits);
        const auto then =
            is_by_the_hour ? clock.next(at, wait_s) : at + wardwire::sim::from_seconds(wait_s);
        const auto instant = [](wardwire::sim::Time time) {
            return monday + (time - wardwire::sim::start_of_time).count();
        };
        if (instant(then) >= scribe.log.window.to) break;
        const auto from = static_cast<std::int32_t>(bits() % 20);
        const auto to = static_cast<std::int32_t>(20 + bits() % 20);
        scribe.write(number, from, to, instant(at));
        scribe.write(number++, to, from, instant(then));
    }
    select_rows(scribe.log, sorted_rows(scribe.log));
    return scribe.log;
}

TEST_CASE("waits are counted on the clock of the week where that is likelier") {
    std::array<double, 24> speed{};
    for (std::size_t h = 0; h < 24; ++h) speed[h] = h >= 8 && h < 20 ? 1.5 : 0.5;
    const EventLog by_the_hour = answered_log(speed, true);
    const ChatCalibration week = calibrate_chat(by_the_hour, gather_chat(by_the_hour), LeastCell{});
    REQUIRE(week.notice_profile);
    // About 4800 messages, 120 in each hour of the week by the mean of like days.
    CHECK((*week.notice_profile)[10] == Approx(1.5).epsilon(0.2));
    CHECK((*week.notice_profile)[2] == Approx(0.5).epsilon(0.2));
    const double median_s = 7200.0 * std::log(2.0);  // relative standard error 2.5 %
    CHECK(week.groups[1].answers.median_s.value == Approx(median_s).epsilon(0.1));
    const EventLog on_the_wall = answered_log(speed, false);
    const ChatCalibration wall = calibrate_chat(on_the_wall, gather_chat(on_the_wall), LeastCell{});
    CHECK_FALSE(wall.notice_profile);
    CHECK(wall.groups[1].answers.median_s.value == Approx(median_s).epsilon(0.1));
    const ChatCalibration alike =
        calibrate_chat(on_the_wall, gather_chat(on_the_wall), LeastCell{}, 0.9, &week);
    CHECK(alike.notice_profile == week.notice_profile);
}

TEST_CASE("who is answered more than others, and turns of several messages, are told") {
    Scribe scribe(30, 20, 8);
    std::int32_t number = 0;
    // Nobody answers the nurses from 15 on. To the others, three of four turns of one message are
    // answered, and nine of twenty of two.
    for (std::int32_t nurse = 0; nurse < 30; ++nurse)
        for (std::int32_t k = 0; k < 40; ++k) {
            const Instant at = monday + (nurse + 30 * k) * hour;
            const std::int32_t to = 30 + (nurse + k) % 20;
            scribe.write(number, nurse, to, at);
            if (k % 2 == 0) scribe.write(number, nurse, to, at + second);
            const bool is_answered = k % 2 == 0 ? k % 16 <= 4 : k % 8 != 7;
            if (nurse < 15 && is_answered) scribe.write(number, to, nurse, at + 60 * second);
            ++number;
        }
    select_rows(scribe.log, sorted_rows(scribe.log));
    scribe.log.conversation_ids = IdSource::inferred;
    const ChatCalibration found = calibrate_chat(scribe.log, gather_chat(scribe.log), LeastCell{});
    CHECK(found.groups[0].answered_size.limits.upper < 3.0);
    CHECK(found.first_to_repeated.value == Approx(9.0 / 15.0));
    CHECK(found.later_to_repeated.n == 0.0);
    CHECK(found.repeated_to_all.n == 0.0);
    CHECK(found.first_turns.mean.value == Approx(1.5));
    CHECK(found.first_turns.table == std::vector<double>{0.0, 0.5, 0.5});
    CHECK(found.later_turns.mean.value == 1.0);
}

TEST_CASE("at which hours turns are answered more is told, and hours that saw few are as all") {
    Scribe scribe(30, 20, 8);
    // Of what is written before noon one of four is answered, of the rest three of four; from 23 on
    // nearly nothing is written.
    for (std::int32_t k = 0; k < 1200; ++k) {
        const std::int32_t of_day = k % 24;
        if (of_day == 23 && k > 48) continue;
        const Instant at = monday + k * hour;
        scribe.write(k, k % 30, 30 + k % 20, at);
        const std::int32_t turn = k / 24 % 4;
        if (of_day < 12 ? turn == 0 : turn != 0)
            scribe.write(k, 30 + k % 20, k % 30, at + 60 * second);
    }
    select_rows(scribe.log, sorted_rows(scribe.log));
    CHECK(calibrate_chat(scribe.log, gather_chat(scribe.log), LeastCell{}).answered_at.empty());
    scribe.log.conversation_ids = IdSource::inferred;
    const ChatCalibration found = calibrate_chat(scribe.log, gather_chat(scribe.log), LeastCell{});
    REQUIRE(found.answered_at.size() == 24);
    for (std::size_t of_day = 0; of_day < 23; ++of_day) {
        // One half and three halves, but for what is drawn towards 1.
        const double own = found.answered_at[of_day].own_share;
        CHECK(own > 0.5);
        CHECK(found.answered_at[of_day].value ==
              Approx(1.0 + own * (of_day < 12 ? -0.5 : 0.5)).margin(0.07));
    }
    CHECK(found.answered_at[23].own_share == 0.0);
    CHECK(found.answered_at[23].value == Approx(1.0).margin(0.05));
}

TEST_CASE("in the middle of a conversation turns of several messages count apart") {
    Scribe scribe(30, 20, 8);
    // All are answered, every second time by two messages; those go on three times of four, those
    // of one message once of four.
    for (std::int32_t k = 0; k < 1200; ++k) {
        const std::int32_t nurse = k % 30;
        const std::int32_t to = 30 + k % 20;
        const Instant at = monday + k * hour;
        scribe.write(k, nurse, to, at);
        scribe.write(k, to, nurse, at + 60 * second);
        if (k % 2 == 0) scribe.write(k, to, nurse, at + 61 * second);
        if (k % 2 == 0 ? k % 8 < 6 : k % 8 == 1) scribe.write(k, nurse, to, at + 120 * second);
    }
    select_rows(scribe.log, sorted_rows(scribe.log));
    scribe.log.conversation_ids = IdSource::inferred;
    const ChatCalibration found = calibrate_chat(scribe.log, gather_chat(scribe.log), LeastCell{});
    CHECK(found.first_to_repeated.n == 0.0);
    CHECK(found.later_to_repeated.value == Approx(3.0));
    CHECK(found.first_turns.table == std::vector<double>{0.0, 1.0});
    CHECK(found.later_turns.mean.value == Approx((1200.0 + 600.0 + 600.0) / (1200.0 + 600.0)));
}

}  // namespace
