// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/scenario_reader.hpp"

namespace wardwire::models {
namespace {

constexpr const char* small_clinic = R"({
  "wardwire_scenario": 1, "title": "Clinic", "replications": 3,
  "roles": {"nurse": {"count": 2, "reading": "30 s", "tasks": {
    "papers": {"gap": "1 h", "duration": "5 min"}}}}
})";

ReadResult read_with(const std::vector<Override>& changes) {
    return read_scenario("clinic.json", changes, [](const std::string&) {
        return std::optional<std::string>(small_clinic);
    });
}

Override overlay(const std::string& name, const std::string& rest) {
    return {"", "{\"wardwire_overlay\": 1, \"title\": \"A title\"" + rest + "}", name};
}

TEST_CASE(
    "overlays change a scenario one after the other, and the command line has the last word") {
    const Override more = overlay("more", R"(, "roles": {"nurse": {"count": 4}})");
    const Override many = overlay("many", R"(, "roles": {"nurse": {"count": 9}})");
    CHECK(read_with({more}).scenario.value().roles[0].count == 4);
    CHECK(read_with({more, many}).scenario.value().roles[0].count == 9);
    CHECK(read_with({many, more}).scenario.value().roles[0].count == 4);
    CHECK(read_with({many, {"/roles/nurse/count", "1"}}).scenario.value().roles[0].count == 1);
    const ReadResult changed = read_with({more});
    CHECK(changed.scenario->title == "Clinic");
    CHECK(changed.scenario->resolved_json.find("wardwire_overlay") == std::string::npos);
    CHECK(changed.scenario->resolved_json.find("\"count\": 4") != std::string::npos);
}

TEST_CASE("an overlay takes away with null what the scenario has") {
    CHECK(read_with({}).scenario.value().roles[0].tasks.size() == 1);
    const Override idle = overlay("idle", R"(, "roles": {"nurse": {"tasks": null}})");
    CHECK(read_with({idle}).scenario.value().roles[0].tasks.empty());
}

TEST_CASE("what is wrong in an overlay is found there") {
    const auto only_finding = [](const std::vector<Override>& changes) {
        const ReadResult result = read_with(changes);
        CHECK_FALSE(result.scenario);
        REQUIRE(result.findings.size() == 1);
        return result.findings.front();
    };
    const Finding value = only_finding(
        {overlay("first", ""), overlay("second", R"(, "roles": {"nurse": {"reading": 12}})")});
    CHECK(value.file == "second");
    CHECK(value.where == "/roles/nurse/reading");
    const Finding role =
        only_finding({overlay("new", R"(, "roles": {"clerk": {"cost": "1 USD/h"}})")});
    CHECK(role.file == "new");
    CHECK(role.where == "/roles/clerk");
    CHECK(only_finding({{"", "{}", "plain"}}).what.find("wardwire_overlay") != std::string::npos);
    CHECK(only_finding({{"", R"({"wardwire_overlay": 2})", "later"}}).where == "/wardwire_overlay");
    CHECK(only_finding({{"", "[1]", "list"}}).file == "list");
    CHECK(only_finding({{"", "{", "torn"}}).file == "torn");
}

TEST_CASE("the title of an overlay is for lists") {
    CHECK(overlay_title(overlay("more", "").text) == "A title");
    CHECK(overlay_title("{}").empty());
    CHECK(overlay_title("no json").empty());
}

}  // namespace
}  // namespace wardwire::models
