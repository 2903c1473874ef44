// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <vector>

#include "app/theory_further.hpp"

namespace wardwire::app {
namespace {

TEST_CASE("the further cases of the battery have the waits that tables print") {
    // Erlang's formula C / (c μ - λ), then Pollaczek's (1 + cv²) / 2 · 4, in minutes.
    const std::vector<double> printed = {9.0,        0.33333333, 1.07865169, 1.52498644,
                                         0.20459008, 1.65117116, 0.27538450, 0.25163789,
                                         2.0,        2.66666667, 10.0};
    const std::vector<TheoryCase> cases = further_theory_cases();
    REQUIRE(cases.size() == printed.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
        INFO(cases[i].name);
        REQUIRE(cases[i].rows.size() == 1);
        CHECK(cases[i].rows[0].value(1.0) == Approx(printed[i]).epsilon(1e-7));
        const models::Scenario scenario = read_theory_scenario(cases[i]);
        CHECK(scenario.warm_up >= sim::minutes{100});
        CHECK(10 * scenario.length > scenario.warm_up);  // as the full battery has it
    }
}

}  // namespace
}  // namespace wardwire::app
