// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "app/bundled.hpp"
#include "app/version.hpp"
#include "tests/support/source_folder.hpp"

using namespace wardwire::app;

namespace {

const std::filesystem::path scenarios = wardwire::test::source_folder() / "scenarios";

}  // namespace

TEST_CASE("the program carries every scenario of the folder as it is there") {
    std::set<std::string> in_folder;
    for (const auto& entry : std::filesystem::directory_iterator(scenarios))
        if (entry.path().extension() == ".json") in_folder.insert(entry.path().stem().string());

    std::set<std::string> inside;
    for (const BundledScenario& scenario : bundled_scenarios()) {
        const std::string name(scenario.name);
        CAPTURE(name);
        inside.insert(name);
        CHECK(scenario.text == wardwire::test::text_of(scenarios / (name + ".json")));
        CHECK(scenario.story == wardwire::test::text_of(scenarios / (name + ".md")));
        CHECK(find_bundled(name) == &scenario);
    }
    CHECK(inside == in_folder);
    CHECK(std::ranges::is_sorted(bundled_scenarios(), {}, &BundledScenario::name));
}

TEST_CASE("a scenario that is not on board is not found") {
    CHECK(find_bundled("no_such_scenario") == nullptr);
    CHECK(find_bundled("") == nullptr);
}

TEST_CASE("version, commit and compiler say where a result comes from") {
    CHECK(std::ranges::count(version(), '.') == 2);
    CHECK((commit() == "unknown" || commit().size() == 12 || commit().ends_with("-modified")));
    CHECK(compiler().find("++ ") != std::string::npos);
}
