// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "analysis/calibration/log_likeness.hpp"
#include "tests/unit/analysis/office_log.hpp"

namespace {

using namespace wardwire::analysis;
using namespace wardwire::test;

LogShape shape(const EventLog& log, Weeks weeks = Weeks::all) {
    return shape_of(log, gather_chat(log), weeks);
}

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
        // No conversation of this log has three turns.
        if (name == "triples of turns")
            CHECK(std::isnan(distance));
        else
            CHECK(distance == 0.0);
    }
}

TEST_CASE("every other week of a steady log is like the rest of it") {
    const EventLog log = office_log(8, 42);
    const LogShape odd = shape(log, Weeks::odd);
    const LogShape even = shape(log, Weeks::even);
    CHECK(odd.in_each_hour.size() == 4 * hours_a_week);
    const auto found = distances(odd, even);
    // 1200 conversations a half: the shares have standard errors below .03.
    CHECK(found.at("conversations") < 0.12);
    CHECK(found.at("answer times") < 0.1);
    CHECK(found.at("turns") < 0.1);
    CHECK(found.at("hour of week") < 0.15);
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
    CHECK(found.at("pairs of turns") > 0.3);
    for (const std::string_view same :
         {"hour of week", "answer times", "turns", "users", "messages"})
        CHECK(found.at(same) == 0.0);
}

}  // namespace
