// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "models/scenario_reader.hpp"
#include "tests/support/source_folder.hpp"

namespace wardwire::models {
namespace {

using Json = nlohmann::ordered_json;

Scenario one_clinic() {
    const std::string text = *wardwire::test::text_of("tests/integration/valid/one_clinic.json");
    const auto load = [&](const std::string&) { return std::optional<std::string>(text); };
    return read_scenario("one_clinic.json", {}, load).scenario.value();
}

/// Calls visit(schema) for the schema and every schema within it.
template <class Visit>
void for_each_schema(const Json& schema, const Visit& visit) {
    if (schema.is_object()) visit(schema);
    if (!schema.is_structured()) return;
    for (const Json& inner : schema) for_each_schema(inner, visit);
}

TEST_CASE("every reference in the schema leads to a definition, and each is used") {
    const Json schema = Json::parse(scenario_schema());
    std::set<std::string> referred;
    for_each_schema(schema, [&](const Json& one) {
        if (!one.contains("$ref")) return;
        const std::string path = one["$ref"];
        CHECK(schema.contains(Json::json_pointer(path.substr(1))));
        referred.insert(path.substr(std::string("#/definitions/").size()));
    });
    for (const auto& definition : schema["definitions"].items()) {
        INFO(definition.key());
        CHECK(referred.contains(definition.key()));
    }
}

TEST_CASE("every key of the schema says what it means") {
    for_each_schema(Json::parse(scenario_schema())["properties"], [](const Json& one) {
        if (!one.contains("properties")) return;
        for (const auto& field : one["properties"].items()) {
            INFO(field.key());
            CHECK(field.value()["description"].get<std::string>().size() > 4);
        }
    });
}

TEST_CASE("the defaults in the schema can be written in a scenario") {
    // The schema gives every default as a text; put into a scenario they must change nothing.
    const Scenario plain = one_clinic();
    const Json schema = Json::parse(scenario_schema());
    std::vector<Override> overrides;
    for (const auto& field : schema["properties"]["roles"]["additionalProperties"]["properties"]
                                   ["interruption"]["properties"]
                                       .items()) {
        overrides.push_back(
            {"/roles/physician/interruption/" + field.key(), field.value()["default"].dump()});
    }
    const std::string text = *wardwire::test::text_of("tests/integration/valid/one_clinic.json");
    const auto load = [&](const std::string&) { return std::optional<std::string>(text); };
    const ReadResult result = read_scenario("one_clinic.json", overrides, load);
    INFO(format_findings(result.findings));
    REQUIRE(result.scenario);
    CHECK(overrides.size() == 7);
    CHECK(result.scenario->roles[1].interruption.max_depth ==
          plain.roles[1].interruption.max_depth);
    CHECK(result.scenario->roles[1].interruption.switch_cost.mean() == 0.0);
}

TEST_CASE("the reference page is as the program would write it") {
    const bool is_fresh =
        *wardwire::test::text_of("docs/reference/scenario.md") == scenario_reference();
    if (!is_fresh) std::ofstream("scenario.md") << scenario_reference();
    INFO("a fresh page is scenario.md in the folder in which this test ran");
    CHECK(is_fresh);
}

TEST_CASE("the explanation gives values as written, defaults and sources") {
    const std::string text = explain(one_clinic()).value();
    const auto line_of = [&](const std::string& pointer) {
        const std::size_t at = text.find(pointer + " ");
        return at == std::string::npos ? "" : text.substr(at, text.find('\n', at) - at);
    };
    CHECK_THAT(line_of("/roles/nurse/cost"), Catch::EndsWith("48 USD/h"));
    CHECK_THAT(line_of("/roles/nurse/count"), Catch::EndsWith("assumed"));
    CHECK_THAT(line_of("/roles/nurse/overtime_factor"),
               Catch::Contains("1.5") && Catch::EndsWith("default"));
    CHECK_THAT(line_of("/patients/threads"),
               Catch::Contains("2.1 /year") && Catch::EndsWith("measured: Huang 2022, table 1"));
    CHECK_THAT(line_of("/patients/reply_delay"),
               Catch::EndsWith("lognormal, median 3 h, p75 14 h"));
    CHECK_THAT(line_of("/roles/physician/attention/portal/when_busy"),
               Catch::Contains("finish_task") && Catch::EndsWith("default"));
    CHECK_THAT(text, !Catch::Contains("/roles/nurse/visits"));
}

TEST_CASE("the explanation says between which ends a value is known to lie") {
    const ReadResult result = read_scenario("mine.json", {}, [](const std::string&) {
        return std::optional<std::string>(R"({"wardwire_scenario": 1, "roles": {"nurse": {
                "count": {"value": 3, "interval": [2, 5], "level": 0.9, "source": "a survey",
                          "status": "measured"}}}})");
    });
    REQUIRE(result.scenario);
    CHECK_THAT(explain(*result.scenario, "/roles/nurse").value(),
               Catch::Contains("measured, 2 to 5: a survey"));
}

TEST_CASE("the explanation of a place says what it means, and nothing where nothing is") {
    const Scenario scenario = one_clinic();
    CHECK_THAT(explain(scenario, "/roles/nurse/interruption/max_depth").value(),
               Catch::Contains("default") && Catch::Contains("interruptions within interruptions"));
    CHECK_THAT(explain(scenario, "/roles/nurse/reading").value(), Catch::Contains("30 s"));
    CHECK_FALSE(explain(scenario, "/roles/nurse/visits"));
    CHECK_FALSE(explain(scenario, "/roles/surgeon/countt"));
    CHECK_FALSE(explain(scenario, "roles"));
}

}  // namespace
}  // namespace wardwire::models
