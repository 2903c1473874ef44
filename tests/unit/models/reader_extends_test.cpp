// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "models/reading/document.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::models {
namespace {

using reading::Json;
using Files = std::map<std::string, std::string>;

LoadFile loader(const Files& files) {
    return [files](const std::string& path) -> std::optional<std::string> {
        const auto file = files.find(path);
        if (file == files.end()) return std::nullopt;
        return file->second;
    };
}

std::string base(const std::string& nurse) {
    return R"({"wardwire_scenario": 1, "roles": {"nurse": )" + nurse + "}}";
}

TEST_CASE("a patch merges as the examples of RFC 7396, appendix A") {
    const char* examples[][3] = {
        {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
        {R"({"a":"b"})", R"({"a":null})", R"({})"},
        {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
        {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
        {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
        {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
        {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
        {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
        {R"({"a":"foo"})", R"(null)", R"(null)"},
        {R"({"a":"foo"})", R"("bar")", R"("bar")"},
        {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
        {R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
        {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
    };
    for (const auto& [target, patch, result] : examples) {
        Json document = Json::parse(target);
        reading::merge(document, Json::parse(patch));
        CHECK(document == Json::parse(result));
    }
}

TEST_CASE("a law or a wrapped value takes the place of the old one as a whole") {
    const auto merged = [](const char* target, const char* patch) {
        Json document = Json::parse(target);
        reading::merge(document, Json::parse(patch));
        return document;
    };
    const char* lognormal = R"({"a": {"law": "lognormal", "median": "1 s", "p75": "2 s"}})";
    CHECK(merged(lognormal, R"({"a": {"law": "exponential", "mean": "3 s"}})") ==
          Json::parse(R"({"a": {"law": "exponential", "mean": "3 s"}})"));
    CHECK(merged(lognormal, R"({"a": {"median": "1.5 s"}})")["a"]["p75"] == "2 s");
    CHECK(merged(R"({"a": {"value": 1, "source": "S", "status": "measured"}})",
                 R"({"a": {"value": 2, "status": "assumed"}})") ==
          Json::parse(R"({"a": {"value": 2, "status": "assumed"}})"));
}

TEST_CASE("a scenario extends one beside it, which extends another") {
    const Files files = {
        {"x/y/grandchild.json",
         R"({"wardwire_scenario": 1, "extends": "../child.json", "seed": 3})"},
        {"x/child.json", R"({"wardwire_scenario": 1, "extends": "./base.json", "seed": 2,
                             "roles": {"nurse": {"reading": null}, "aide": {"count": 7}}})"},
        {"x/base.json", base(R"({"count": 2, "cost": "40 USD/h", "reading": "9 s"})")}};
    const ReadResult result = read_scenario("x/y/grandchild.json", {}, loader(files));
    INFO(format_findings(result.findings));
    REQUIRE(result.scenario);
    CHECK(result.scenario->seed == 3);
    REQUIRE(result.scenario->roles.size() == 2);
    CHECK(result.scenario->roles[0].count == 7);
    CHECK(result.scenario->roles[1].cost_usd_per_hour == 40.0);
    CHECK(result.scenario->roles[1].reading.mean() == 0.0);
    CHECK_THAT(result.scenario->resolved_json, !Catch::Contains("extends"));
}

TEST_CASE("a scenario extends one that the loader knows by name") {
    const Files files = {{"here/a.json", R"({"wardwire_scenario": 1, "extends": "bundled"})"},
                         {"bundled", base(R"({"count": 2})")}};
    CHECK(read_scenario("here/a.json", {}, loader(files)).scenario);
}

TEST_CASE("what was resolved is read again as the same scenario") {
    const Files files = {{"a.json", R"({"wardwire_scenario": 1, "extends": "b.json", "seed": 5})"},
                         {"b.json", base(R"({"count": {"value": 3, "status": "tuned"}})")}};
    const ReadResult once =
        read_scenario("a.json", std::vector<Override>{{"/replications", "7"}}, loader(files));
    REQUIRE(once.scenario);
    const ReadResult again =
        read_scenario("again.json", {}, loader({{"again.json", once.scenario->resolved_json}}));
    REQUIRE(again.scenario);
    CHECK(again.scenario->resolved_json == once.scenario->resolved_json);
    CHECK(again.scenario->seed == 5);
    CHECK(again.scenario->replications == 7);
    CHECK(again.scenario->roles[0].count == 3);
}

ReadResult with(const std::vector<Override>& overrides) {
    const std::string text = R"({"wardwire_scenario": 1, "roles": {"nurse": {"count": 2,
        "reading": {"value": {"law": "lognormal", "median": "1 min", "p75": "2 min"},
                    "source": "S", "status": "measured"},
        "escalation": [{"after": "1 h", "to": "role:nurse"}]}}})";
    return read_scenario("a.json", overrides, loader({{"a.json", text}}));
}

TEST_CASE("an override is JSON when it parses as such, else a text") {
    const ReadResult result = with({{"/roles/nurse/count", "4"},
                                    {"/roles/nurse/cost", "50 USD/h"},
                                    {"/title", "\"5\""},
                                    {"/roles/nurse/escalation/0/after", "2 h"}});
    INFO(format_findings(result.findings));
    REQUIRE(result.scenario);
    CHECK(result.scenario->roles[0].count == 4);
    CHECK(result.scenario->roles[0].cost_usd_per_hour == 50.0);
    CHECK(result.scenario->title == "5");
    CHECK(result.scenario->roles[0].escalation[0].after == sim::hours{2});
}

TEST_CASE("an override sets what was left to its default, deep in the format") {
    const ReadResult result = with({{"/roles/nurse/attention/portal/when_busy", "interrupt"},
                                    {"/horizon/length", "1 day"},
                                    {"/roles/aide", "{\"count\": 1}"}});
    INFO(format_findings(result.findings));
    REQUIRE(result.scenario);
    CHECK(result.scenario->roles[1].attention.channel[0].when_busy == WhenBusy::interrupt);
    CHECK(result.scenario->length == sim::days{1});
    CHECK(result.scenario->roles[0].name == "aide");
}

TEST_CASE("an override within a wrapped law changes the law and drops its source") {
    const ReadResult result = with({{"/roles/nurse/reading/median", "90 s"}});
    REQUIRE(result.scenario);
    CHECK(result.scenario->roles[0].reading.quantile(0.5) == Approx(90.0));
    CHECK(result.scenario->sources.empty());
    CHECK(with({}).scenario->sources.size() == 1);
}

TEST_CASE("an override that leads nowhere is a finding with a suggestion") {
    const std::vector<std::pair<Override, std::string>> wrong = {
        {{"/roles/nrse/count", "4"}, "there is no \"nrse\"; did you mean \"nurse\"?"},
        {{"/roles/nurse/cuont", "4"}, "there is no \"cuont\"; did you mean \"count\"?"},
        {{"/roles/aide", "4"}, "there is no \"aide\""},
        {{"/roles/nurse/escalation/1/after", "1 h"}, "there is no \"1\""},
        {{"/roles/nurse/count/deeper", "1"}, "there is no \"deeper\""},
        {{"", "1"}, "is no JSON pointer"},
        {{"roles", "1"}, "is no JSON pointer"},
        {{"/title", "\xff\xfe"}, "is not UTF-8"}};
    for (const auto& [change, what] : wrong) {
        const ReadResult result = with({change});
        CHECK_FALSE(result.scenario);
        REQUIRE(result.findings.size() == 1);
        CHECK(result.findings[0].file == "command line");
        CHECK(result.findings[0].where == change.pointer);
        CHECK_THAT(result.findings[0].what, Catch::Contains(what));
    }
    const ReadResult twice = with({{"/seed", "1"}, {"/seed", "2"}});
    REQUIRE(twice.findings.size() == 1);
    CHECK_THAT(twice.findings[0].what, Catch::Contains("set twice"));
}

TEST_CASE("an argument is split at its first equals sign") {
    const auto change = parse_override("/title=a=b");
    REQUIRE(change);
    CHECK(change->pointer == "/title");
    CHECK(change->text == "a=b");
    CHECK_FALSE(parse_override("title=a"));
    CHECK_FALSE(parse_override("/title"));
}

TEST_CASE("a pointer escapes what RFC 6901 escapes") {
    CHECK(pointer_step("a/b~c") == "/a~1b~0c");
    CHECK(reading::pointer_keys("/a~1b~0c/").value() == std::vector<std::string>{"a/b~c", ""});
    CHECK(reading::pointer_keys("").value().empty());
    CHECK_FALSE(reading::pointer_keys("a"));
    CHECK_FALSE(reading::pointer_keys("/a~2"));
    CHECK_FALSE(reading::pointer_keys("/a~"));
}

}  // namespace
}  // namespace wardwire::models
