// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "analysis/calibration/baselines.hpp"
#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/log_likeness.hpp"
#include "analysis/calibration/stationarity.hpp"
#include "tests/unit/analysis/office_log.hpp"

namespace {

using namespace wardwire::analysis;
using namespace wardwire::test;

std::vector<LogShape> weeks_of(const EventLog& log) {
    return weekly_shapes(log, gather_chat(log), log.window, {log.roles, log.pools});
}

LogShape shape(const EventLog& log) { return sum_of(weeks_of(log)); }

/// All distances by name.
std::map<std::string_view, double> distances(const LogShape& one, const LogShape& other) {
    std::map<std::string_view, double> all;
    for (const LikenessMetric& metric : likeness_metrics())
        all[metric.name] = metric.distance(one, other);
    return all;
}

TEST_CASE("a log is at no distance from itself, and says nothing of what it does not have") {
    const LogShape log = shape(office_log(4, 41));
    const std::set<std::string_view> of_patients = {
        "messages of patients", "hours of patients", "taken in time", "waiting in pools",
        "resolved in time",     "hand-offs",         "ping-pong",     "escalated"};
    for (const auto& [name, distance] : distances(log, log)) {
        CAPTURE(name);
        if (of_patients.contains(name))
            CHECK(std::isnan(distance));
        else
            CHECK(distance == 0.0);
    }
    for (const auto& [name, distance] : distances(LogShape{}, log)) {
        CAPTURE(name);
        CHECK(std::isnan(distance));
    }
}

TEST_CASE("every other week of a steady log is like the rest of it") {
    const auto weeks = weeks_of(office_log(8, 42));
    const LogShape odd = sum_of(weeks_of_kind(weeks, Weeks::odd));
    const LogShape even = sum_of(weeks_of_kind(weeks, Weeks::even));
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
    const auto odd_and_even = distances(sum_of(weeks_of_kind(weeks, Weeks::even)),
                                        sum_of(weeks_of_kind(weeks, Weeks::odd)));
    const auto metrics = likeness_metrics();
    REQUIRE(once.size() == metrics.size());
    const auto often = noise_floor(weeks);
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        const double known = odd_and_even.at(metrics[i].name);
        CAPTURE(metrics[i].name);
        CHECK(std::isnan(often[i]) == std::isnan(known));
        if (std::isnan(known)) continue;
        CHECK(once[i] == Approx(known).margin(1e-12));
        CHECK(often[i] >= 0.0);
    }
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

TEST_CASE("turns are open until an answer of within a day, at the hours that begin meanwhile") {
    Scribe scribe(2, 2, 1);
    scribe.write(0, 0, 2, monday + hour / 2);
    scribe.write(1, 1, 3, monday + hour);
    scribe.write(0, 2, 0, monday + 3 * hour + hour / 2);
    scribe.write(1, 3, 1, monday + hour + 25 * hour);
    CHECK(shape(scribe.log).open == Histogram{165.0, 3.0});
}

/// Weeks with so many starts in the first hour; of the last week that hour is missing.
LogShape starts_at_monday(double one, double other) {
    LogShape all;
    for (const double starts : {one, other, 0.0}) {
        LogShape week;
        week.seen_in_hour.assign(hours_a_week, 1.0);
        week.starts_in_hour.assign(hours_a_week, 0.0);
        week.starts_in_hour[0] = starts;
        if (starts == 0.0) week.seen_in_hour[0] = 0.5;
        all.add(week, 1.0);
    }
    return all;
}

TEST_CASE("hours and days that were not wholly observed do not count as quiet ones") {
    // Means of 3; variances of 2 and 8.
    const auto found = distances(starts_at_monday(2, 4), starts_at_monday(1, 5));
    CHECK(found.at("dispersion") == Approx(std::log(4.0)));
    CHECK(found.at("factor of a day") == Approx(6.0 / 9.0));
}

TEST_CASE("how unequal people are shows as the ratio of the sizes of their law") {
    std::mt19937_64 bits(52);
    const auto people = [&](double size) {
        LogShape all;
        all.weeks = 10.0;
        std::gamma_distribution<double> rate(size, 20.0 / size);
        for (int person = 0; person < 1000; ++person)
            all.sent_by.push_back(std::poisson_distribution<int>(rate(bits))(bits));
        return all;
    };
    // Standard errors of the logarithms are about .05 each.
    const LogShape unequal = people(1.0);
    CHECK(distances(unequal, people(4.0)).at("size of activity") ==
          Approx(std::log(4.0)).margin(0.2));
    CHECK(distances(unequal, people(1.0)).at("size of activity") < 0.2);
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

TEST_CASE("shuffled times show in the hours and in the gaps, and people stay as unequal") {
    const EventLog log = office_log(6, 53);
    EventLog shuffled = log;
    std::mt19937_64 bits(54);
    std::uniform_int_distribution<Instant> any(log.window.from, log.window.to - 1);
    for (Instant& at : shuffled.sent_at) at = any(bits);
    select_rows(shuffled, sorted_rows(shuffled));
    const auto floor = noise_floor(weeks_of(log));
    const auto found = distances(shape(log), shape(shuffled));
    std::map<std::string_view, double> ratio;
    const auto metrics = likeness_metrics();
    for (std::size_t i = 0; i < metrics.size(); ++i)
        ratio[metrics[i].name] = found.at(metrics[i].name) / floor[i];
    for (const std::string_view broken :
         {"circadian event distribution", "the same by volume", "hour of week",
          "gaps between messages", "gaps in decades", "answer times"}) {
        CAPTURE(broken);
        CHECK(ratio.at(broken) > 3.0);
    }
    for (const std::string_view same :
         {"messages", "users", "recipients", "messages of a person", "inequality of people"}) {
        CAPTURE(same);
        CHECK(found.at(same) == 0.0);
    }
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

TEST_CASE(
    "replies come on top of fewer first messages, and weeks drawn again are weeks of the log") {
    ArrivalSample sample;
    sample.exposure_hours.fill(4.0);
    for (int i = 0; i < 6720; ++i) sample.times_s.push_back(360.0 * i);  // ten an hour
    sample.replies = {{{0.3, 60.0}, {0.2, 3600.0}}};
    const auto models = arrival_baselines(sample, 20'458, 8, 0);
    const auto& replies = models.back();
    CHECK(replies.name == "rates by hour and replies");
    const LogShape all = sum_of(replies.weeks);
    // 13,440 are expected, with a standard deviation of 2 sqrt(13,440), which clusters make.
    CHECK(std::accumulate(all.hour_of_week.begin(), all.hour_of_week.end(), 0.0) ==
          Approx(13'440.0).margin(3.3 * 2.0 * std::sqrt(13'440.0)));
    const auto weeks = weeks_of(office_log(4, 55));
    const auto drawn = weeks_drawn_again(weeks, 6, 1).weeks;
    REQUIRE(drawn.size() == 6);
    for (const LogShape& one : drawn)
        CHECK(std::ranges::count(weeks, one.hour_of_week, &LogShape::hour_of_week) == 1);
    CHECK(drawn[3].hour_of_week == weeks_drawn_again(weeks, 6, 1).weeks[3].hour_of_week);
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
