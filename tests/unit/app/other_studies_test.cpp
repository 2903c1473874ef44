// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <string>

#include "app/compared_system.hpp"
#include "app/earlier_results.hpp"
#include "app/scenario_changes.hpp"

namespace {

using namespace wardwire::app;
using Catch::Matchers::Contains;
using wardwire::analysis::Provenance;

Provenance study(const std::string& scenario = R"({"replications": 3, "nurses": 2})") {
    Provenance provenance;
    provenance.scenario_text = scenario;
    provenance.program_version = "1.0";
    provenance.program_commit = "abc";
    provenance.seed = 7;
    return provenance;
}

TEST_CASE("a study adds to results of itself, whatever the number of replications") {
    CHECK(why_not_extendable(study(), study()).empty());
    CHECK(why_not_extendable(study(), study(R"({"replications": 9, "nurses": 2})")).empty());
    CHECK_THAT(why_not_extendable(study(), study(R"({"replications": 9, "nurses": 3})")),
               Contains("/nurses 2 → 3"));
    Provenance other = study();
    other.initial_state = "5e4";
    CHECK_THAT(why_not_extendable(study(), other), Contains("saved state"));
}

TEST_CASE("results of another program are neither added to nor compared") {
    Provenance other = study();
    other.program_commit = "def";
    CHECK_THAT(why_not_extendable(study(), other), Contains("1.0 (abc); this is 1.0 (def)"));
    CHECK_THAT(why_not_comparable({"a", {}, study(), {}, {}}, {"b", {}, other, {}, {}}),
               Contains("1.0 (abc) and 1.0 (def)"));
}

TEST_CASE("what changed in a scenario is told with its place, but for what is for people") {
    CHECK(scenario_changes(R"({"title": "a", "x": {"value": 2}, "y": [1]})",
                           R"({"title": "b", "x": {"value": 3}, "z": "new"})") ==
          std::vector<std::string>{"/x/value 2 → 3", "/y [1] → nothing", "/z nothing → new"});
}

}  // namespace
