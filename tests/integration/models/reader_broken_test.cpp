// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "models/scenario_reader.hpp"
#include "models/validation.hpp"
#include "tests/support/source_folder.hpp"

namespace wardwire::models {
namespace {

const std::filesystem::path folder = wardwire::test::source_folder() / "tests/integration/broken";

/// The errors of a file, from reading it and, where that goes well, from validating it.
std::vector<Finding> errors_of(const std::string& path) {
    ReadResult result = read_scenario(path, {}, wardwire::test::text_of);
    CHECK(result.scenario.has_value() != has_errors(result.findings));
    std::vector<Finding> errors = std::move(result.findings);
    if (result.scenario) errors = validate(*result.scenario);
    std::erase_if(errors, [](const Finding& finding) {
        return finding.severity == Finding::Severity::warning;
    });
    return errors;
}

TEST_CASE("every broken scenario gives its findings, located and no others") {
    const auto expected =
        nlohmann::ordered_json::parse(*wardwire::test::text_of(folder / "expected.json"));
    CHECK(expected.size() >= 40);
    for (const auto& [name, wanted] : expected.items()) {
        const std::vector<Finding> errors = errors_of(folder / (name + ".json"));
        INFO(name << "\n" << format_findings(errors));
        CHECK(errors.size() == wanted.size());
        for (std::size_t i = 0; i < std::min<std::size_t>(errors.size(), wanted.size()); ++i) {
            CHECK(errors[i].where == wanted[i]["where"].get<std::string>());
            CHECK_THAT(errors[i].what, Catch::Contains(wanted[i]["what"].get<std::string>()));
        }
    }
}

TEST_CASE("every file among the broken scenarios is expected to be one") {
    const auto expected =
        nlohmann::ordered_json::parse(*wardwire::test::text_of(folder / "expected.json"));
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        const std::string name = file.path().stem();
        CHECK((name == "expected" || expected.contains(name)));
    }
}

TEST_CASE("a file of 100 MB is refused by its size") {
    const std::string text(100'000'000, ' ');
    const auto give = [&](const std::string&) { return std::optional<std::string>(text); };
    const ReadResult result = read_scenario("large.json", {}, give);
    REQUIRE(result.findings.size() == 1);
    CHECK_THAT(result.findings[0].what, Catch::Contains("is larger than 16 MiB (95 MiB)"));
}

TEST_CASE("nesting of any depth is refused without recursion") {
    for (const char* bracket : {"[", "{\"a\":"}) {
        std::string text;
        for (int level = 0; level < 2'000'000; ++level) text += bracket;
        const auto give = [&](const std::string&) { return std::optional<std::string>(text); };
        const ReadResult result = read_scenario("deep.json", {}, give);
        REQUIRE(result.findings.size() == 1);
        CHECK_THAT(result.findings[0].what, Catch::Contains("nested deeper than 64 levels"));
    }
}

TEST_CASE("an object of very many keys is refused in no time") {
    std::string text = "{";
    for (int key = 0; key < 1'000'000; ++key) text += "\"" + std::to_string(key) + "\":0,";
    text += "\"wardwire_scenario\":1}";
    const auto give = [&](const std::string&) { return std::optional<std::string>(text); };
    const ReadResult result = read_scenario("wide.json", {}, give);
    REQUIRE(result.findings.size() == 1);
    CHECK_THAT(result.findings[0].what, Catch::Contains("has more than 10000 keys"));
}

TEST_CASE("a chain of extensions longer than 16 is told with its members") {
    const auto give = [](const std::string& path) {
        const int number = std::stoi(path);
        return std::optional<std::string>("{\"wardwire_scenario\": 1, \"extends\": \"" +
                                          std::to_string(number + 1) + "\"}");
    };
    const ReadResult result = read_scenario("1", {}, give);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].file == "16");
    CHECK_THAT(result.findings[0].what, Catch::Contains("is a chain too long: 1 → 2 → 3"));
}

}  // namespace
}  // namespace wardwire::models
