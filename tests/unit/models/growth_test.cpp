// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>

#include "models/over_time.hpp"
#include "models/scenario_reader.hpp"
#include "models/validation.hpp"

namespace wardwire::models {
namespace {

constexpr std::int64_t new_year_2010 = 14610;
constexpr std::int64_t new_year_2014 = 16071;  // four years of 365.25 days later
constexpr double year_s = 365.25 * 86400.0;

/// One clinic over eight years, with these further keys in its patients.
ReadResult read_growth(const std::string& growth, const std::string& role = "") {
    const std::string text = R"({"wardwire_scenario": 1, "horizon": {"length": "2922 days"},
        "calendar": {"start": "2010-01-01"}, "roles": {"doctor": {"count": 1)" +
                             role + R"(}},
        "patients": {"count": 100, "threads": "1 /year")" +
                             growth + R"(},
        "portal": {"use_types": {"any": {"share": "100 %", "handling": "5 min"}},
                   "routing": [{"to": "role:doctor"}]}})";
    return read_scenario("a.json", {}, [&](const std::string&) { return std::optional(text); });
}

Scenario scenario_of(const std::string& keys) {
    ReadResult result = read_growth(keys);
    INFO(format_findings(result.findings));
    REQUIRE(result.scenario);
    return std::move(*result.scenario);
}

GrowthSpec growth_of(const std::string& keys) {
    return *scenario_of(",\"growth\": {" + keys + "}").patients->growth;
}

double factor(const GrowthSpec& growth, std::int64_t day) {
    return growth.factor_on(day, new_year_2010);
}

}  // namespace

TEST_CASE("a compound trend grows on itself, a linear one on the reference day") {
    const GrowthSpec compound = growth_of(R"("trend": {"per_year": "10 %"})");
    CHECK(factor(compound, new_year_2010) == 1.0);
    CHECK(factor(compound, new_year_2014) == Approx(std::pow(1.1, 4)));
    const GrowthSpec linear = growth_of(R"("trend": {"per_year": "-10 %", "kind": "linear"})");
    CHECK(factor(linear, new_year_2014) == Approx(0.6));
    const GrowthSpec later =
        growth_of(R"("reference": "2014-01-01", "trend": {"per_year": "10 %"})");
    CHECK(factor(later, new_year_2014) == 1.0);
    CHECK(factor(later, new_year_2010) == Approx(std::pow(1.1, -4)));
}

TEST_CASE("a logistic curve goes through its two points and never above its ceiling") {
    const GrowthSpec growth = growth_of(
        R"("adoption": {"curve": "logistic", "ceiling": "80 %",
            "points": [{"on": "2010-01-01", "share": "20 %"},
                       {"on": "2014-01-01", "share": "60 %"}]})");
    CHECK(growth.adoption->share_on(new_year_2010) == Approx(0.2));
    CHECK(growth.adoption->share_on(new_year_2014) == Approx(0.6));
    // Log-odds of share to ceiling: -ln 3 in 2010 and ln 3 in 2014, so 0 half-way.
    CHECK(growth.adoption->share_on(new_year_2010 + 730) == Approx(0.4).epsilon(1e-3));
    CHECK(growth.adoption->share_on(new_year_2014 + 20'000) == Approx(0.8));
    CHECK(factor(growth, new_year_2014) == Approx(3.0));
}

TEST_CASE("a Bass curve starts at its launch and obeys its differential equation") {
    const GrowthSpec growth = growth_of(
        R"("adoption": {"curve": "bass", "ceiling": "90 %", "launch": "2008-01-01",
                        "innovation": "0.03 /year", "imitation": "0.4 /year"})");
    const Adoption& adoption = *growth.adoption;
    const std::int64_t launch = new_year_2010 - 731;
    CHECK(adoption.share_on(launch - 1) == 0.0);
    CHECK(adoption.share_on(launch) == 0.0);
    for (std::int64_t day = launch + 1; day < launch + 6000; day += 500) {
        const double f = adoption.share_on(day) / 0.9;
        const double slope = (adoption.share_on(day + 1) - adoption.share_on(day - 1)) / 0.9 / 2.0;
        CHECK(slope == Approx((0.03 + 0.4 * f) * (1.0 - f) * 86400.0 / year_s).epsilon(1e-4));
    }
}

TEST_CASE("seasons have mean 1, and a change holds until the next") {
    const GrowthSpec seasonal = growth_of(R"("seasons": [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0])");
    CHECK(factor(seasonal, new_year_2010) == Approx(2.0));
    CHECK(factor(seasonal, new_year_2010 + 31) == Approx(1.0));
    CHECK(factor(seasonal, new_year_2010 + 364) == 0.0);
    std::string weeks = "1";
    for (int week = 2; week <= 52; ++week) weeks += week == 52 ? ", 2" : ", 1";
    const GrowthSpec weekly = growth_of("\"seasons\": [" + weeks + "]");
    CHECK(factor(weekly, new_year_2010 + 356) == Approx(52.0 / 53.0));
    CHECK(factor(weekly, new_year_2010 + 364) == Approx(2.0 * 52.0 / 53.0));

    const GrowthSpec changed = growth_of(
        R"("changes": [{"from": "2010-02-01", "factor": 1.5},
                       {"from": "2010-03-01", "factor": 0}])");
    CHECK(factor(changed, new_year_2010 + 30) == 1.0);
    CHECK(factor(changed, new_year_2010 + 31) == 1.5);
    CHECK(factor(changed, new_year_2010 + 58) == 1.5);
    CHECK(factor(changed, new_year_2010 + 59) == 0.0);
}

TEST_CASE("a rate that falls below zero is refused with the day") {
    const ReadResult result =
        read_growth(R"(,"growth": {"trend": {"per_year": "-25 %", "kind": "linear"}})");
    REQUIRE(result.scenario);
    const auto findings = validate(*result.scenario);
    REQUIRE(has_errors(findings));
    CHECK(findings[0].where == "/patients/growth/trend/per_year");
    CHECK(findings[0].what ==
          "takes the rate below zero by 2014-01-02; a compound trend never does");
}

TEST_CASE("dates outside the run are told") {
    const ReadResult result =
        read_growth(R"(,"growth": {"changes": [{"from": "2009-01-01", "factor": 2},
                                        {"from": "2019-01-01", "factor": 3}]})",
                    R"(,"plan": [{"from": "2018-01-01", "count": 2}])");
    REQUIRE(result.scenario);
    const auto findings = validate(*result.scenario);
    REQUIRE(findings.size() == 3);
    CHECK_FALSE(has_errors(findings));
    CHECK_THAT(findings[0].what, Catch::Contains("is before the run, which begins on 2010-01-01"));
    CHECK(findings[1].where == "/patients/growth/changes/1/from");
    CHECK(findings[1].what == "has no effect: the run ends on 2017-12-31");
    CHECK(findings[2].where == "/roles/doctor/plan/0/from");
}

TEST_CASE("a load that grows beyond the staff is told with the year") {
    // A doctor who is always there does 105,000 messages of 5 minutes a year.
    const ReadResult result = read_growth(R"(,"growth": {"trend": {"per_year": "400 %"}})");
    REQUIRE(result.scenario);
    const auto findings = validate(*result.scenario);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].where == "/roles/doctor");
    // 100 messages a year, times 5^5 = 3125, are 2.97 doctors; a year earlier 0.59.
    CHECK_THAT(findings[0].what, Catch::Contains("has a load of 297 % by 2015-01-01"));
}

TEST_CASE("the scenario as of a day has that day's rates and people, seasons apart") {
    const ReadResult result = read_growth(
        R"(,"panel": [{"from": "2010-01-01", "count": 50}, {"from": "2014-01-01", "count": 100}],
            "growth": {"trend": {"per_year": "10 %"}, 
                       "seasons": [3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]})",
        R"(,"plan": [{"from": "2012-01-01", "count": 4}])");
    REQUIRE(result.scenario);
    const Scenario then = as_of(*result.scenario, new_year_2014);
    CHECK(then.patients->threads_per_second == Approx(std::pow(1.1, 4) / year_s));
    CHECK(then.patients->count == 100);
    CHECK(then.roles[0].count == 4);
    CHECK(as_of(*result.scenario, new_year_2010).patients->count == 50);
    CHECK(milestones(*result.scenario).size() == 9);
    CHECK(milestones(scenario_of("")).size() == 1);
}

TEST_CASE("explain prints what a growth comes to, year by year") {
    const Scenario scenario = scenario_of(R"(,"growth": {"trend": {"per_year": "10 %"}})");
    const std::string text = *explain(scenario, "/patients/growth");
    CHECK_THAT(text, Catch::Contains("/patients/growth") && Catch::Contains("1 times") &&
                         Catch::Contains("on 2010-01-01"));
    CHECK_THAT(text, Catch::Contains("1.464 times") && Catch::Contains("on 2014-01-01"));
    CHECK_THAT(text, Catch::Contains("2.143 times") && Catch::Contains("on 2017-12-31"));
    CHECK_THAT(*explain(scenario, "/roles"), !Catch::Contains("times"));
}

}  // namespace wardwire::models
