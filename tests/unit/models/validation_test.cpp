// SPDX-License-Identifier: Apache-2.0
#include "models/validation.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "models/offered_load.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::models {
namespace {

/// One nurse, one physician, one message an hour, all day; `changes` are overrides.
Scenario ward(const std::vector<Override>& changes = {}) {
    const std::string text = R"({
        "wardwire_scenario": 1,
        "roles": {
            "nurse": {"count": 1, "reading": "2 min", "forwards_to": "primary"},
            "physician": {"count": 2, "clinician": true, "reading": "1 min"}},
        "pools": {"triage": {"members": ["nurse"]}},
        "patients": {"count": 10, "threads": "0.1 /h", "primary": "physician"},
        "portal": {
            "use_types": {"question": {"share": 1,
                "handling": {"nurse": "10 min", "physician": "6 min"},
                "resolved_by": {"nurse": "75 %", "physician": 1}}},
            "routing": [{"to": "pool:triage"}]}})";
    const auto load = [&](const std::string&) { return std::optional<std::string>(text); };
    const ReadResult result = read_scenario("ward.json", changes, load);
    INFO(format_findings(result.findings));
    REQUIRE(result.scenario);
    return *result.scenario;
}

std::string findings_of(const Scenario& scenario) { return format_findings(validate(scenario)); }

TEST_CASE("the load of a pool and of a role is arithmetic") {
    const std::vector<PoolLoad> loads = pool_loads(ward());
    REQUIRE(loads.size() == 3);
    CHECK(loads[0].name == "pool:triage");
    CHECK(loads[0].arrivals_per_hour == Approx(1.0));
    CHECK(loads[0].work_hours_per_hour == Approx((2.0 + 0.75 * 10.0) / 60.0));
    CHECK(loads[0].staffed == Approx(1.0));
    CHECK(loads[0].utilisation == Approx(9.5 / 60.0));
    CHECK(loads[1].name == "role:nurse");
    CHECK(loads[1].utilisation == Approx(9.5 / 60.0));
    CHECK(loads[2].name == "role:physician");
    CHECK(loads[2].arrivals_per_hour == Approx(0.25));
    CHECK(loads[2].utilisation == Approx(0.25 * 7.0 / 60.0 / 2.0));
    CHECK(findings_of(ward()).empty());
}

TEST_CASE("follow-ups of answered threads are messages too") {
    // 1 + 0.5 + 0.5 x 0.2 + 0.5 x 0.2 x 0.2 ..., each after an answer in 90 % of the cases.
    const Scenario scenario = ward({{"/portal/use_types/question/follow_up", "[0.5, 0.2]"},
                                    {"/portal/use_types/question/no_reply", "10 %"}});
    CHECK(pool_loads(scenario)[0].arrivals_per_hour ==
          Approx(1.0 + 0.45 / (1.0 - 0.18)).epsilon(1e-9));
    const Scenario two_rounds =
        ward({{"/portal/use_types/question/follow_up", "[0.5]"}, {"/portal/max_rounds", "2"}});
    CHECK(pool_loads(two_rounds)[0].arrivals_per_hour == Approx(1.5));
}

TEST_CASE("people count for the share of the week in which they are there") {
    const Scenario scenario =
        ward({{"/roles/nurse/roster",
               R"({"rotation": [[{"days": "daily", "from": "08:00", "to": "16:00"}],
                                [{"days": "mon", "from": "20:00", "to": "04:00"}]],
                   "full_time_share": "50 %", "absence": "10 %"})"}});
    CHECK(pool_loads(scenario)[1].staffed == Approx((56.0 + 8.0) / 2.0 / 168.0 * 0.5 * 0.9));
}

TEST_CASE("other work of a role is part of its load") {
    const Scenario scenario = ward(
        {{"/roles/physician/tasks",
          R"({"calls": {"gap": "1 h", "duration": "6 min"},
              "notes": {"gap": "54 min", "duration": "6 min", "counted_from": "completion"}})"},
         {"/roles/physician/visits",
          R"({"sessions": [{"days": "daily", "from": "08:00", "to": "14:00"}], "slot": "20 min",
              "duration": "10 min", "no_show": "20 %"})"},
         {"/telephone",
          R"({"desk": {"calls": "2 /h", "answered_by": "physician", "duration": "3 min"}})"}});
    const double messages = 0.25 * 7.0 / 60.0;
    const double tasks = 2.0 * (0.1 + 0.1);
    const double visits = 2.0 * 0.25 * 3.0 * 0.8 * 10.0 / 60.0;
    CHECK(pool_loads(scenario)[2].work_hours_per_hour ==
          Approx(messages + tasks + visits + 2.0 * 3.0 / 60.0));
}

TEST_CASE("a conversation brings work to both sides") {
    const Scenario scenario = ward({{"/chat", R"({"starts": {"nurse": "1 /h"},
        "to": {"nurse": {"physician": 1}}, "users": [1], "continuation": [0.5, 0],
        "messages_per_turn": 2, "writing": "30 s", "reading": "10 s"})"}});
    const double work = 1.5 * 2.0 * 40.0 / 3600.0;  // 1.5 turns of 2 messages, written and read
    CHECK(pool_loads(scenario)[1].work_hours_per_hour == Approx(9.5 / 60.0 + 0.5 * work));
    CHECK(pool_loads(scenario)[2].work_hours_per_hour == Approx(0.25 * 7.0 / 60.0 + 0.5 * work));
}

TEST_CASE("a load of one or more is announced") {
    CHECK_THAT(findings_of(ward({{"/patients/threads", "1 /h"}})),
               Catch::Contains("/pools/triage") && Catch::Contains("has a load of 158 %: the queue "
                                                                   "grows without bound"));
    CHECK_THAT(findings_of(ward({{"/roles/physician/tasks",
                                  R"({"rounds": {"gap": "1 h", "duration": "1 h"}})"}})),
               Catch::Contains("/roles/physician  warning: has a load of 101 %"));
}

TEST_CASE("a use type that nobody may resolve is refused, one hard to resolve is announced") {
    const Scenario circle = ward({{"/roles/physician/forwards_to", "pool:triage"},
                                  {"/portal/use_types/question/resolved_by", "0 %"}});
    CHECK(has_errors(validate(circle)));
    CHECK_THAT(findings_of(circle),
               Catch::Contains("/portal/use_types/question/resolved_by  lets nobody resolve"));
    const Scenario hard = ward({{"/roles/physician/forwards_to", "pool:triage"},
                                {"/portal/use_types/question/resolved_by", "10 %"}});
    CHECK(!has_errors(validate(hard)));
    CHECK_THAT(findings_of(hard), Catch::Contains("warning: leaves 20.6 % of the messages"));
    const Scenario often = ward({{"/roles/physician/forwards_to", "pool:triage"},
                                 {"/portal/use_types/question/resolved_by", "50 %"}});
    CHECK_THAT(findings_of(often), !Catch::Contains("leaves"));
}

TEST_CASE("a rule must be there for every message that comes") {
    const auto rules = [](const std::string& list) {
        return findings_of(ward({{"/portal/routing", list}}));
    };
    const std::string lack = "has no rule for some messages of the use type \"question\"";
    CHECK_THAT(rules(R"([{"when": "closed", "to": "primary"}])"), Catch::Contains(lack));
    // The site is always open, and nothing is ever flagged urgent.
    CHECK_THAT(rules(R"([{"when": "open", "to": "primary"}])"), !Catch::Contains(lack));
    CHECK_THAT(rules(R"([{"flag": "routine", "to": "primary"}])"), !Catch::Contains(lack));
    CHECK_THAT(rules(R"([{"flag": "urgent", "to": "primary"}])"), Catch::Contains(lack));
    CHECK(has_errors(
        validate(ward({{"/portal/routing", R"([{"flag": "urgent", "to": "primary"}])"}}))));
}

TEST_CASE("roles without work and pools without messages are announced") {
    const std::string found = findings_of(
        ward({{"/roles/clerk", R"({"count": 1})"}, {"/pools/spare", R"({"members": "nurse"})"}}));
    CHECK_THAT(found, Catch::Contains("/roles/clerk  warning: gets no work"));
    CHECK_THAT(found, Catch::Contains("/pools/spare  warning: gets no messages"));
    const std::string reached = findings_of(
        ward({{"/roles/clerk", R"({"count": 1})"},
              {"/pools/triage/escalation", R"([{"after": "1 h", "to": "role:clerk"}])"}}));
    CHECK_THAT(reached, !Catch::Contains("gets no work"));
}

TEST_CASE("a role that resolves messages in no time is announced") {
    CHECK_THAT(
        findings_of(ward({{"/portal/use_types/question/handling", R"({"nurse": "10 min"})"}})),
        Catch::Contains("gives the role \"physician\" no time"));
}

TEST_CASE("hours in which nobody is on duty are announced") {
    const Override day{"/roles/nurse/roster",
                       R"({"shifts": [{"days": "mon-fri", "from": "08:00", "to": "16:00"}]})"};
    const Override open{"/calendar/open",
                        R"([{"days": "mon-fri", "from": "08:00", "to": "17:00"}])"};
    CHECK_THAT(findings_of(ward({day, open})),
               Catch::Contains("/pools/triage  warning: nobody is on duty mon 16:00 to mon 17:00, "
                               "tue 16:00 to tue 17:00, wed 16:00 to wed 17:00 and 2 more"));
    const Override hours{"/pools/triage/hours",
                         R"([{"days": "mon-fri", "from": "09:00", "to": "15:00"}])"};
    CHECK_THAT(findings_of(ward({day, open, hours})), !Catch::Contains("nobody is on duty"));
    CHECK_THAT(findings_of(ward({day})), Catch::Contains("fri 16:00 to mon 00:00") ||
                                             Catch::Contains("mon 00:00 to mon 08:00"));
}

TEST_CASE("a rotation covers what its people cover together, week by week") {
    const std::string weeks =
        R"({"rotation": [[{"days": "daily", "from": "00:00", "to": "12:00"}],
                         [{"days": "daily", "from": "12:00", "to": "24:00"}]]})";
    CHECK_THAT(
        findings_of(ward({{"/roles/nurse/roster", weeks}})),
        Catch::Contains("mon 12:00 to mon 24:00") && Catch::Contains("in week 1 of the rotation"));
    CHECK_THAT(findings_of(ward({{"/roles/nurse/roster", weeks}, {"/roles/nurse/count", "2"}})),
               !Catch::Contains("nobody is on duty"));
}

TEST_CASE("gaps are what is needed and not covered") {
    const auto hours = [](std::initializer_list<std::pair<int, int>> spans) {
        WeeklyHours result;
        for (const auto& [from, to] : spans) result.add(sim::hours{from}, sim::hours{to});
        return result;
    };
    CHECK(gaps(hours({{8, 17}}), hours({{0, 24}})).empty());
    CHECK(gaps(hours({{8, 17}}), hours({})).size() == 1);
    const auto found = gaps(hours({{8, 17}, {20, 22}}), hours({{9, 12}, {13, 21}}));
    REQUIRE(found.size() == 3);
    CHECK(found[0] == WeeklyHours::Interval{sim::hours{8}, sim::hours{9}});
    CHECK(found[1] == WeeklyHours::Interval{sim::hours{12}, sim::hours{13}});
    CHECK(found[2] == WeeklyHours::Interval{sim::hours{21}, sim::hours{22}});
}

TEST_CASE("a pool with nobody on duty is refused unless a rule takes its messages elsewhere") {
    const Scenario stuck = ward({{"/pools/triage/hours", "never"}});
    CHECK(std::isinf(pool_loads(stuck)[0].utilisation));
    CHECK(has_errors(validate(stuck)));
    CHECK_THAT(findings_of(stuck),
               Catch::Contains("/pools/triage  gets work and nobody is ever on duty for it"));
    const Scenario escalated =
        ward({{"/pools/triage/hours", "never"},
              {"/pools/triage/escalation", R"([{"after": "1 h", "to": "primary"}])"}});
    CHECK(!has_errors(validate(escalated)));
    CHECK_THAT(findings_of(escalated), Catch::Contains("nobody is ever on duty for it"));
}

}  // namespace
}  // namespace wardwire::models
