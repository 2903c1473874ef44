// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <random>
#include <span>

#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/log_likeness.hpp"
#include "analysis/calibration/stationarity.hpp"
#include "tests/unit/analysis/office_log.hpp"

namespace {

using namespace wardwire::analysis;
using namespace wardwire::test;

std::vector<LogShape> weeks_of(const EventLog& log) {
    return weekly_shapes(log, gather_chat(log), log.window, log.roles);
}

LogShape all_of(std::span<const LogShape> weeks) {
    return sum_of(weeks, std::vector<double>(weeks.size(), 1.0));
}

LogShape shape(const EventLog& log) { return all_of(weeks_of(log)); }

/// All distances by name.
std::map<std::string_view, double> distances(const LogShape& one, const LogShape& other) {
    std::map<std::string_view, double> all;
    for (const LikenessMetric& metric : likeness_metrics())
        all[metric.name] = metric.distance(one, other);
    return all;
}

TEST_CASE("a log is at no distance from itself") {
    const LogShape log = shape(office_log(4, 41));
    for (const auto& [name, distance] : distances(log, log)) {
        CAPTURE(name);
        CHECK(distance == 0.0);
    }
}

TEST_CASE("every other week of a steady log is like the rest of it") {
    const auto weeks = weeks_of(office_log(8, 42));
    const LogShape odd = all_of(weeks_of_kind(weeks, Weeks::odd));
    const LogShape even = all_of(weeks_of_kind(weeks, Weeks::even));
    CHECK(odd.rows_in_hour.size() == 4 * hours_a_week);
    CHECK(odd.weeks == Approx(4.0));
    const auto found = distances(odd, even);
    // 1200 conversations a half: the shares have standard errors below .03.
    CHECK(found.at("conversations") < 0.12);
    CHECK(found.at("answer times") < 0.1);
    CHECK(found.at("turns") < 0.1);
    CHECK(found.at("hour of week") < 0.15);
    CHECK(found.at("told apart") < 0.05);
}

TEST_CASE("the noise floor of two ways to halve lies between what either gives") {
    const auto weeks = weeks_of(office_log(6, 46));
    const auto once = noise_floor(weeks, 1);
    const auto odd_and_even = distances(all_of(weeks_of_kind(weeks, Weeks::even)),
                                        all_of(weeks_of_kind(weeks, Weeks::odd)));
    const auto metrics = likeness_metrics();
    REQUIRE(once.size() == metrics.size());
    for (std::size_t i = 0; i < metrics.size(); ++i)
        CHECK(once[i] == Approx(odd_and_even.at(metrics[i].name)).margin(1e-12));
    const auto often = noise_floor(weeks);
    for (std::size_t i = 0; i < metrics.size(); ++i) CHECK(often[i] >= 0.0);
}

TEST_CASE("ratios of a log to another of the same making are about one, and their limits hold it") {
    const auto weeks = weeks_of(office_log(8, 47));
    const std::vector<std::vector<LogShape>> others = {weeks_of(office_log(8, 48)),
                                                       weeks_of(office_log(8, 49))};
    const auto found = likeness(weeks, others, noise_floor(weeks));
    std::vector<double> ratios;
    for (const Likeness& one : found) {
        if (!std::isfinite(one.ratio())) continue;
        ratios.push_back(one.ratio());
        CHECK(one.ratio_limits.lower <= one.ratio_limits.upper);
    }
    // A whole log is less noisy than a half of it: by 1.4 in most figures.
    CHECK(sample_quantile(ratios, 0.5) < 1.2);
    CHECK(std::ranges::max(ratios) < 3.0);
}

TEST_CASE("answers and gaps lie where their seconds say") {
    Scribe scribe(2, 1, 1);
    scribe.write(0, 0, 2, monday + hour);
    scribe.write(0, 2, 0, monday + hour + 9 * second);
    scribe.write(0, 0, 2, monday + hour + 108 * second);
    const LogShape found = shape(scribe.log);
    REQUIRE(found.answers.size() == time_place(99.0) + 1);
    CHECK(found.answers[time_place(9.0)] == 1.0);
    CHECK(found.answers[time_place(99.0)] == 1.0);
    CHECK(decades_at(time_place(99.0)) == Approx(2.0));
    CHECK(found.gaps == found.answers);
    CHECK(found.hour_of_week[1] == 3.0);
    CHECK(found.turns[3] == 1.0);
    CHECK(found.talks[0] == 1.0);
    CHECK(found.sent_by == std::vector<double>{2.0, 0.0, 1.0});
}

TEST_CASE("another log of the same office is near and one half a day later is not") {
    const EventLog log = office_log(6, 43);
    EventLog later = office_log(6, 44);
    const auto other = distances(shape(log), shape(later));
    for (Instant& at : later.sent_at) at += 12 * hour;
    const auto moved = distances(shape(log), shape(later));
    CHECK(moved.at("hour of week") > 4.0 * other.at("hour of week"));
    CHECK(moved.at("circadian event distribution") > 5.0);
    CHECK(moved.at("answer times") == Approx(other.at("answer times")).margin(0.01));
    CHECK(moved.at("role pairs") == Approx(other.at("role pairs")).margin(0.01));
}

TEST_CASE("shuffled roles show where roles count and nowhere else") {
    const EventLog log = office_log(6, 45);
    EventLog shuffled = log;
    for (std::size_t i = 0; i < shuffled.persons.size(); ++i)
        shuffled.persons[i].role = static_cast<std::int16_t>(i % 2);
    const auto found = distances(shape(log), shape(shuffled));
    CHECK(found.at("role pairs") > 0.3);
    CHECK(found.at("worst role pair") > 10.0);
    CHECK(found.at("pairs of messages") > 0.3);
    for (const std::string_view same :
         {"hour of week", "answer times", "turns", "users", "messages", "told apart"})
        CHECK(found.at(same) == 0.0);
}

TEST_CASE("who waits longer is told apart") {
    const EventLog log = office_log(6, 50);
    EventLog slow = office_log(6, 51);
    const auto alike = distances(shape(log), shape(slow));
    for (std::size_t row = 0; row < slow.rows(); ++row)
        if (slow.sender[row] >= 30) slow.sent_at[row] += 2 * hour;
    select_rows(slow, sorted_rows(slow));
    const auto found = distances(shape(log), shape(slow));
    CHECK(found.at("answered in time") > 0.1);
    CHECK(found.at("told apart") > 0.1);
    CHECK(found.at("told apart") > 3.0 * alike.at("told apart"));
}

/// Weeks of independent counts of messages and answers; their means change by a factor each week.
std::vector<LogShape> counted_weeks(std::size_t weeks, double growth, double slowing,
                                    std::mt19937_64& bits) {
    std::vector<LogShape> all(weeks);
    for (std::size_t week = 0; week < weeks; ++week) {
        const auto count = [&](double mean) {
            return static_cast<double>(std::poisson_distribution<int>(mean)(bits));
        };
        LogShape& one = all[week];
        one.weeks = 1.0;
        one.hour_of_week.resize(hours_a_week);
        for (double& messages : one.hour_of_week)
            messages = count(3.0 * std::pow(growth, static_cast<double>(week)));
        const double slow = 0.5 * std::pow(slowing, static_cast<double>(week));
        one.answers = {count(100.0 * (1.0 - slow)), count(100.0 * slow)};
        one.turns = {0.0, count(50.0), count(50.0)};
        one.users = {0.0, 0.0, count(80.0), count(20.0)};
        one.sent_by = {count(10.0), count(20.0), count(30.0)};
    }
    return all;
}

TEST_CASE("weeks that are alike are called drifting as seldom as promised") {
    std::mt19937_64 bits(61);
    int alarms = 0;
    for (int log = 0; log < 100; ++log) {
        double least = 1.0;
        for (const Drift& one : drift_of(counted_weeks(14, 1.0, 1.0, bits), 99))
            least = std::min(least, one.p_value);
        alarms += least <= 0.2 ? 1 : 0;
    }
    // At most 20 are expected; more than 34 have a chance below 0.001. Six tests of a fifth each,
    // without Holm's correction, would alarm in 74.
    CHECK(alarms <= 34);
    CHECK(alarms > 2);
}

TEST_CASE("a log that changes is said to drift in what changes, if it is long enough to tell") {
    std::mt19937_64 bits(62);
    const auto drifting = [&](double growth, double slowing) {
        std::vector<std::string_view> metrics;
        for (const Drift& one : drift_of(counted_weeks(16, growth, slowing, bits)))
            if (one.p_value <= 0.05) metrics.push_back(one.metric);
        return metrics;
    };
    CHECK(drifting(1.05, 1.0) == std::vector<std::string_view>{"messages"});
    CHECK(drifting(1.0, 0.95) == std::vector<std::string_view>{"answer times"});
    CHECK(drift_of(counted_weeks(11, 2.0, 1.0, bits)).empty());
    CHECK(drift_of(counted_weeks(12, 1.5, 1.0, bits)).front().p_value <= 0.05);
}

}  // namespace
