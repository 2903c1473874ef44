// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "models/scenario_reader.hpp"
#include "models/validation.hpp"
#include "tests/support/source_folder.hpp"

namespace wardwire::models {
namespace {

using Json = nlohmann::ordered_json;

/// Reads a text as the program would. A crash, a hang or a broken contract ends the test; besides,
/// there is a scenario exactly when no finding is an error, and every finding says what and where.
bool read_and_check(const std::string& text) {
    const auto load = [&](const std::string& path) {
        return path == "fuzz.json" ? std::optional<std::string>(text) : std::nullopt;
    };
    const ReadResult result = read_scenario("fuzz.json", {}, load);
    bool is_sound = result.scenario.has_value() != has_errors(result.findings);
    for (const Finding& finding : result.findings) {
        is_sound = is_sound && !finding.what.empty() && finding.file == "fuzz.json";
    }
    if (result.scenario) {
        validate(*result.scenario);
    }
    return is_sound;
}

std::size_t below(std::mt19937_64& chance, std::size_t bound) { return chance() % bound; }

TEST_CASE("no change of some bytes crashes the reader") {
    const std::string text = *wardwire::test::text_of("tests/integration/valid/one_clinic.json");
    std::mt19937_64 chance(20260105);
    for (int n = 0; n < 2000; ++n) {
        std::string changed = text;
        for (std::size_t edits = 1 + below(chance, 4); edits > 0; --edits) {
            const std::size_t at = below(chance, changed.size());
            switch (below(chance, 4)) {
                case 0:
                    changed[at] = static_cast<char>(below(chance, 256));
                    break;
                case 1:
                    changed.erase(at, 1 + below(chance, 20));
                    break;
                case 2:
                    changed.insert(at, changed.substr(below(chance, changed.size()), 9));
                    break;
                default:
                    changed.resize(at + 1);
                    break;
            }
        }
        INFO(changed);
        CHECK(read_and_check(changed));
    }
}

/// Every place of a document, as pointers.
void collect(const Json& value, const Json::json_pointer& place,
             std::vector<Json::json_pointer>& places) {
    places.push_back(place);
    if (value.is_object()) {
        for (const auto& member : value.items())
            collect(member.value(), place / member.key(), places);
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], place / i, places);
    }
}

TEST_CASE("no value in the wrong place crashes the reader") {
    const Json document =
        Json::parse(*wardwire::test::text_of("tests/integration/valid/one_clinic.json"));
    std::vector<Json::json_pointer> places;
    collect(document, Json::json_pointer(), places);
    std::vector<Json> values = {nullptr,
                                true,
                                0,
                                -1,
                                0.5,
                                1e308,
                                UINT64_MAX,
                                "",
                                "12 min",
                                "4 %",
                                "primary",
                                Json::array(),
                                Json::object(),
                                Json::array({1, "2"}),
                                {{"value", 1}},
                                {{"law", "mixture"}, {"parts", {1}}},
                                {{"law", "gamma"}, {"mean", 1e-300}, {"sd", 1e300}},
                                {{"law", "exponential"}, {"mean", "0 s"}}};
    for (const Json::json_pointer& place : places) values.push_back(document[place]);
    std::mt19937_64 chance(20260106);
    std::size_t changed_count = 0;
    for (int n = 0; n < 600; ++n) {
        Json changed = document;
        const Json::json_pointer& place = places[below(chance, places.size())];
        if (below(chance, 4) == 0 && !place.empty()) {
            Json& parent = changed[place.parent_pointer()];
            if (parent.is_object()) parent.erase(place.back());
        } else {
            changed[place] = values[below(chance, values.size())];
        }
        INFO(changed.dump());
        CHECK(read_and_check(changed.dump()));
        changed_count += changed == document ? 0 : 1;
    }
    CHECK(changed_count > 450);  // else the changes test nothing
}

TEST_CASE("every place can be overridden by anything without a crash") {
    const std::string text = *wardwire::test::text_of("tests/integration/valid/one_clinic.json");
    std::vector<Json::json_pointer> places;
    collect(Json::parse(text), Json::json_pointer(), places);
    const auto load = [&](const std::string&) { return std::optional<std::string>(text); };
    const std::vector<std::string> values = {
        "-1", "{}", "[]", "null", "12 min", "\xff", "{\"value\":{}}"};
    const std::vector<std::string> deeper = {"", "/value", "/0", "/~1"};
    std::mt19937_64 chance(20260107);
    for (const Json::json_pointer& place : places) {
        const Override change{place.to_string() + deeper[below(chance, deeper.size())],
                              values[below(chance, values.size())]};
        INFO(change.pointer << " = " << change.text);
        const ReadResult result = read_scenario("a.json", std::span(&change, 1), load);
        CHECK(result.scenario.has_value() != has_errors(result.findings));
        if (result.scenario) CHECK(explain(*result.scenario));
    }
}

}  // namespace
}  // namespace wardwire::models
