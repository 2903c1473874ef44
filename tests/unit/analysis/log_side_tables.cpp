// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "analysis/log/log_error.hpp"
#include "tests/unit/analysis/log_sample.hpp"

namespace wardwire::analysis {
namespace {

const std::string messages =
    "message_id,sender_id,sender_role,recipient_id,sent_at,pool_id\n"
    "m1,ann,nurse,bob,2026-01-05T08:00:00-05:00,\n"
    "m2,bob,clerk,ann,2026-01-05T08:10:00-05:00,\n"
    "m3,pat,patient,,2026-01-05T09:00:00-05:00,desk\n";

/// Reads the messages with tables beside them, each empty or a text.
ImportedLog read_beside(const std::string& users, const std::string& rosters = {},
                        const std::string& pools = {}, const std::string& calendar = {},
                        const std::string& log = messages) {
    const tests::TemporaryFolder folder;
    const auto written = [&](const char* name, const std::string& text) {
        if (text.empty()) return std::optional<std::filesystem::path>();
        tests::write_file(folder / name, text);
        return std::optional(folder / name);
    };
    LogWishes wishes;
    wishes.beside = {written("users.csv", users), written("rosters.csv", rosters),
                     written("pools.csv", pools), written("calendar.csv", calendar)};
    return read_log({*written("log.csv", log)}, wishes);
}

const LoggedPerson& person(const EventLog& log, const std::string& id) {
    return *std::ranges::find(log.persons, id, &LoggedPerson::id);
}

std::string role_of(const EventLog& log, const std::string& id) {
    const std::int16_t role = person(log, id).role;
    return role == none ? "" : log.roles[static_cast<std::size_t>(role)];
}

Instant at(int hour, int minute = 0) {
    return 1'767'589'200'000'000 + (hour * 60LL + minute) * 60'000'000;  // of 2026-01-05, -05:00
}

TEST_CASE("a table of users says who people are, before the log does") {
    const auto [log, report] = read_beside(
        "Person;Unit;Role;Share;First_day;Last_day\n"
        "ann;4 West;charge nurse;80 %;2024-07-01;\n"
        "bob;;;0.5;;2026-06-30\n"
        "eve;4 West;charge nurse;;;\n");
    CHECK(role_of(log, "ann") == "charge nurse");
    CHECK(role_of(log, "bob") == "clerk");
    CHECK(person(log, "ann").employment_share == 0.8);
    CHECK(person(log, "bob").employment_share == 0.5);
    CHECK(log.units == std::vector<std::string>{"4 West"});
    CHECK(person(log, "eve").unit == 0);
    CHECK(person(log, "bob").unit == none);
    CHECK(person(log, "ann").first_day == parse_day("2024-07-01"));
    CHECK(person(log, "bob").last_day == parse_day("2026-06-30"));
    CHECK(report[Oddity::several_roles].count == 1);
    CHECK(report[Oddity::unknown_person].places.front().line == 4);
    CHECK(report[Oddity::unknown_person].examples.front() == "eve");
}

TEST_CASE("times on duty of a person are in order and apart from each other") {
    const auto [log, report] = read_beside("",
                                           "person,from,to\n"
                                           "bob,2026-01-05T12:00-05:00,2026-01-05T16:00-05:00\n"
                                           "bob,2026-01-05T07:00-05:00,2026-01-05T10:00-05:00\n"
                                           "bob,2026-01-05T09:30-05:00,2026-01-05T12:00-05:00\n");
    REQUIRE(log.sessions.size() == 1);
    CHECK(log.sessions[0].from == at(7));
    CHECK(log.sessions[0].to == at(16));
    CHECK(report[Oddity::overlapping_duty].count == 1);
    CHECK(report[Oddity::overlapping_duty].places.front().line == 4);
    CHECK(report[Oddity::without_roster].examples == std::vector<std::string>{"ann"});
}

TEST_CASE("who belongs to a pool is kept with its times") {
    const auto [log, report] = read_beside("", "",
                                           "pool,person,from,to\n"
                                           "desk,ann,,\n"
                                           "desk,bob,2026-01-05T12:00-05:00,\n");
    REQUIRE(log.memberships.size() == 2);
    CHECK(log.pools == std::vector<std::string>{"desk"});
    CHECK(log.memberships[0].from == no_time);
    CHECK(log.memberships[1].from == at(12));
    CHECK(log.memberships[1].to == no_time);
}

TEST_CASE("a calendar has holidays, and outages to the minute") {
    const auto [log, report] = read_beside("", "", "",
                                           "date,kind,from,to\n"
                                           "2026-01-19,holiday,,\n"
                                           "2026-01-05,outage,08:15,8:45\n"
                                           "2026-01-05,outage,08:40,09:00\n"
                                           "2026-02-01,outage,,\n"
                                           "2026-01-12,roll-out,,\n");
    CHECK(log.outages == std::vector<Span>{{at(8, 15), at(9)}});
    REQUIRE(log.calendar.size() == 2);
    CHECK(log.calendar[0].kind == DayKind::roll_out);
    CHECK(log.calendar[1].kind == DayKind::holiday);
    CHECK(report.count(Treatment::dropped) == 0);
}

TEST_CASE("what is sent in an outage of the calendar is left out, as its hours are") {
    const auto [all, no_report] = read_beside("", "", "", "date,kind,from,to\n");
    const auto [log, report] =
        read_beside("", "", "", "date,kind,from,to\n2026-01-05,outage,08:15,23:00\n");
    const auto sent_then = static_cast<std::size_t>(std::ranges::count_if(
        all.sent_at, [](Instant time) { return time >= at(8, 15) && time < at(23); }));
    REQUIRE(sent_then > 0);
    CHECK(log.rows() == all.rows() - sent_then);
    CHECK(report[Oddity::in_an_outage].count == sent_then);
    CHECK(report.rows_kept == log.rows());
}

TEST_CASE("a silent holiday is no outage when the calendar names it") {
    std::string text = "sender_id,recipient_id,sent_at\n";
    constexpr int monday = 1'767'571'200;  // 2026-01-05T00:00Z
    for (int day = 0; day < 28; ++day) {
        if (day == 16) continue;
        for (int minute = 0; minute < 24 * 60; minute += 4) {
            text += "p" + std::to_string(minute % 7) + ",q," +
                    std::to_string(monday + day * 86'400 + minute * 60) + "\n";
        }
    }
    CHECK(read_beside("", "", "", "", text).log.outages.size() == 1);
    CHECK(read_beside("", "", "", "date,kind\n2026-01-21,holiday\n", text).log.outages.empty());
}

TEST_CASE("a row of a side table that says nothing is counted, located and left out") {
    struct Case {
        const char *users, *rosters, *pools, *calendar, *example;
    };
    for (const Case& one : {
             Case{"person,share\n,1\n", "", "", "", "no person"},
             Case{"person,share\nann,120 %\n", "", "", "", "a share of 120 %"},
             Case{"person,share\nann,0\n", "", "", "", "a share of 0"},
             Case{"person,first_day\nann,soon\n", "", "", "", "a day called soon"},
             Case{"person,role\nann\n", "", "", "", "1 instead of 2 fields"},
             Case{"person,role\n\"ann\"x,nurse\n", "", "", "", "text behind a quote"},
             Case{"person,role\nJ\xF6rg,nurse\n", "", "", "", "not UTF-8"},
             Case{"", "person,from,to\nann,8 o'clock,2026-01-05T09:00-05:00\n", "", "",
                  "a time called 8 o'clock"},
             Case{"", "person,from,to\nann,2026-01-05T09:00-05:00,2026-01-05T09:00-05:00\n", "", "",
                  "it ends before it begins"},
             Case{"", "", "pool,person\ndesk,\n", "", "no pool or no person"},
             Case{"", "", "pool,person,from\ndesk,ann,always\n", "", "a time called always"},
             Case{"", "", "", "date,kind\n5 Jan,holiday\n", "a day called 5 Jan"},
             Case{"", "", "", "date,kind\n2026-01-05,party\n", "a kind called party"},
             Case{"", "", "", "date,kind,from\n2026-01-05,outage,noon\n",
                  "a time of day called noon"},
         }) {
        CAPTURE(one.example);
        const auto [log, report] = read_beside(one.users, one.rosters, one.pools, one.calendar);
        const OddityCount& found = report[Oddity::unusable_side_row];
        REQUIRE(found.count == 1);
        CHECK(found.places.front().line == 2);
        CHECK(found.places.front().file == 1);
        CHECK(found.examples.front() == one.example);
    }
    const auto [log, report] = read_beside("person,role\nann,nurse\nann,clerk\n");
    CHECK(report[Oddity::unusable_side_row].examples.front() == "ann once more");
    CHECK(role_of(log, "ann") == "nurse");
}

TEST_CASE("a file that is no such table is refused, and the message says what it may have") {
    CHECK_THROWS_WITH(
        read_beside("name;role\nann;nurse\n"),
        Catch::Matchers::EndsWith("users.csv:1: no column is person; there are name, role, and it "
                                  "may have person, role, unit, share, first_day, last_day"));
    CHECK_THROWS_WITH(read_beside("", "person,from\nann,2026-01-05T08:00Z\n"),
                      Catch::Matchers::Contains("rosters.csv:1: no column is to"));
    CHECK_THROWS_WITH(read_beside("", "person,from,to\nann,2026-01-05 08:00,2026-01-05 09:00\n"),
                      Catch::Matchers::Contains("rosters.csv:2: this time tells no zone"));
}

}  // namespace
}  // namespace wardwire::analysis
