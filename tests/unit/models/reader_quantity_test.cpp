// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "models/reading/calendar_text.hpp"
#include "models/reading/quantity.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

double value_of(std::string_view text, Dimension dimension) {
    const Parsed<double> parsed = parse_quantity(text, dimension);
    INFO(text);
    REQUIRE(std::holds_alternative<double>(parsed));
    return std::get<double>(parsed);
}

template <class T>
std::string complaint(const Parsed<T>& parsed) {
    const auto* wrong = std::get_if<Complaint>(&parsed);
    return wrong == nullptr ? "" : wrong->what;
}

TEST_CASE("a duration is a number with a unit of time, or several from large to small") {
    const std::vector<std::pair<const char*, double>> known = {
        {"90 s", 90.0},       {"12 min", 720.0},          {"12min", 720.0},
        {"1.5 h", 5400.0},    {"1 h 30 min", 5400.0},     {"2 days", 172800.0},
        {"1 week", 604800.0}, {"1 day 2 h 3 s", 93603.0}, {" 5 ms ", 0.005},
        {"1e2 s", 100.0},     {"1 month", 2629800.0},     {"1 year", 31557600.0},
        {"0 s", 0.0},         {"1 minute", 60.0},         {"0.5 hours", 1800.0},
    };
    for (const auto& [text, seconds] : known) {
        CHECK(value_of(text, Dimension::duration) == Approx(seconds).epsilon(1e-15));
    }
}

TEST_CASE("rates, probabilities, shares and money have units of their own") {
    CHECK(value_of("2.5 /h", Dimension::rate) * 3600.0 == Approx(2.5));
    CHECK(value_of("12 /year", Dimension::rate) == Approx(value_of("1 /month", Dimension::rate)));
    CHECK(value_of("365.25 /year", Dimension::rate) == Approx(value_of("1 /day", Dimension::rate)));
    CHECK(value_of("4 %", Dimension::probability) == Approx(0.04));
    CHECK(value_of("0.04", Dimension::probability) == Approx(0.04));
    CHECK(value_of("0.8 FTE", Dimension::share) == Approx(0.8));
    CHECK(value_of("80 %", Dimension::share) == Approx(0.8));
    CHECK(value_of("48 USD/h", Dimension::money_rate) == Approx(48.0));
    CHECK(value_of("-1.5", Dimension::number) == Approx(-1.5));
    CHECK(value_of("-5 %", Dimension::change) == Approx(-0.05));
    CHECK(value_of("253 %", Dimension::change) == Approx(2.53));
}

TEST_CASE("what is no quantity is told with what would be one") {
    const auto wrong = [](std::string_view text, Dimension dimension) {
        return complaint(parse_quantity(text, dimension));
    };
    CHECK(wrong("12", Dimension::duration) ==
          "needs a unit, got \"12\"; write for example \"12 min\"");
    CHECK_THAT(wrong("12 mins", Dimension::duration), Catch::Contains("did you mean \"min\"?"));
    CHECK_THAT(wrong("12 /hour", Dimension::rate), Catch::Contains("unknown unit"));
    CHECK_THAT(wrong("-3 min", Dimension::duration), Catch::Contains("must not be negative"));
    CHECK_THAT(wrong("101 %", Dimension::probability), Catch::Contains("between 0 % and 100 %"));
    CHECK_THAT(wrong("1e999 s", Dimension::duration), Catch::Contains("must be at most"));
    CHECK_THAT(wrong("3 FTE", Dimension::number), Catch::Contains("a number without a unit"));
    for (const char* text : {"", "min", "soon", "1 h 2 h", "30 min 1 h", "1 h -30 min", "0x10 s",
                             "1..5 s", "1 h, 5 min", "nan s", "inf s", "+5 s", "1 % 2 %"}) {
        INFO(text);
        CHECK(wrong(text, Dimension::duration) != "");
    }
}

TEST_CASE("a written quantity is read back as the same value") {
    const std::vector<std::pair<double, std::string>> known = {
        {0.0, "0 s"},       {20.0, "20 s"},   {90.0, "90 s"},     {60.0, "1 min"},
        {300.0, "5 min"},   {3600.0, "1 h"},  {7200.0, "2 h"},    {86400.0, "1 day"},
        {259200, "3 days"}, {0.25, "0.25 s"}, {604800, "1 week"}, {2419200, "4 weeks"},
    };
    for (const auto& [seconds, text] : known) {
        CHECK(format_quantity(seconds, Dimension::duration) == text);
        CHECK(value_of(text, Dimension::duration) == seconds);
    }
    for (const double rate : {2.5 / 3600.0, 1.0 / 604800.0, 3e-8, 0.5, 7.0}) {
        const std::string text = format_quantity(rate, Dimension::rate);
        CHECK(value_of(text, Dimension::rate) == Approx(rate).epsilon(1e-5));
    }
    CHECK(format_quantity(0.05, Dimension::probability) == "5 %");
    CHECK(format_quantity(0.8, Dimension::share) == "0.8 FTE");
}

TEST_CASE("times, offsets, dates and days are read strictly") {
    CHECK(std::get<sim::Duration>(parse_time_of_day("07:30")) == sim::minutes{450});
    CHECK(std::get<sim::Duration>(parse_time_of_day("24:00")) == sim::hours{24});
    CHECK(std::get<sim::Duration>(parse_utc_offset("-05:00")) == sim::hours{-5});
    CHECK(std::get<sim::Duration>(parse_utc_offset("Z")) == sim::hours{0});
    CHECK(std::get<std::int64_t>(parse_date("1970-01-02")) == 1);
    CHECK(std::get<std::int64_t>(parse_date("2026-01-05")) == 20458);
    CHECK(format_date(20458) == "2026-01-05");
    CHECK(format_time_of_day(sim::minutes{450}) == "07:30");
    CHECK(format_days(0x71) == "mon,fri,sat,sun");
    CHECK(format_utc_offset(sim::minutes{-330}) == "-05:30");
    CHECK(std::get<std::uint8_t>(parse_days("mon-fri")) == 0x1f);
    CHECK(std::get<std::uint8_t>(parse_days("sat,sun")) == 0x60);
    CHECK(std::get<std::uint8_t>(parse_days("fri-mon")) == 0x71);
    CHECK(std::get<std::uint8_t>(parse_days("daily")) == 0x7f);
    for (const char* text : {"7:30", "24:01", "12:60", "12:00:00", "noon", ""}) {
        CHECK(complaint(parse_time_of_day(text)) != "");
    }
    for (const char* text : {"2026-02-29", "26-01-05", "2026-13-01", "2026-1-5", "1600-01-01"}) {
        CHECK(complaint(parse_date(text)) != "");
    }
    for (const char* text : {"", "Mon", "mon-", "mon,,tue", "monday", "mon fri"}) {
        CHECK(complaint(parse_days(text)) != "");
    }
    for (const char* text : {"01:00", "+1:00", "+15:00", "CET"}) {
        CHECK(complaint(parse_utc_offset(text)) != "");
    }
}

TEST_CASE("a distance counts edits, and an exchange of neighbours is one") {
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("pools", "pools") == 0);
    CHECK(edit_distance("pols", "pools") == 1);
    CHECK(edit_distance("poosl", "pools") == 1);
    CHECK(edit_distance("Pools", "pools") == 0);
    CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("a suggestion is made for a near word only") {
    const std::vector<std::string> known = {"pools", "roles", "portal"};
    CHECK(did_you_mean("pols", known) == "; did you mean \"pools\"?");
    CHECK(did_you_mean("zebra", known) == "; there are \"pools\", \"roles\", \"portal\"");
    CHECK(did_you_mean("pols", {}) == "");
    CHECK(did_you_mean(std::string(1000, 'x'), std::vector<std::string>(9, "y")) == "");
}

TEST_CASE("a quoted text fits a line and is never cut within a character") {
    CHECK(in_quotes("a\"b\n") == "\"a\\\"b?\"");
    const std::string umlauts = "x" + [] {
        std::string text;
        for (int i = 0; i < 100; ++i) text += "ä";
        return text;
    }();
    const std::string quoted_text = in_quotes(umlauts);
    CHECK(quoted_text.size() < 70);
    CHECK(quoted_text.substr(1 + 1 + 58, 3) == "…");
}

}  // namespace
}  // namespace wardwire::models::reading
