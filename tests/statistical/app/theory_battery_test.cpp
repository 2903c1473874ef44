// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/check.hpp"
#include "app/exit_code.hpp"
#include "app/theory_battery.hpp"
#include "app/theory_report.hpp"

namespace wardwire::app {
namespace {

// With another seed this would fail with probability 0.001 although all is right. A time that is
// 3 % too long must be noticed in each row by itself: the windows are so long that it moves every
// mean by eight standard errors or more, and a row keeps to the limit then with probability below
// 0.002.
TEST_CASE("the ward model agrees with queueing theory, and with no theory that is 3 % off") {
    CheckOptions options;
    options.is_quick = true;
    options.as_json = true;
    std::ostringstream out, progress;
    CHECK(check(options, out, progress) == exit_ok);
    CHECK(progress.str().ends_with(" replications\n"));

    const auto answer = nlohmann::json::parse(out.str());
    CHECK(answer["passed"] == true);
    CHECK(answer["false_alarm"] == 0.001);
    const double limit = answer["limit"].get<double>();
    auto simulated = answer["checks"].begin();
    for (const TheoryCase& one : theory_cases())
        for (const TheoryRow& row : one.rows) {
            REQUIRE(simulated != answer["checks"].end());
            CAPTURE(one.name, row.outcome, row.element, *simulated);
            const auto z = [&](double theory) {
                return ((*simulated)["simulated"].get<double>() - theory) /
                       (*simulated)["standard_error"].get<double>();
            };
            CHECK((*simulated)["case"] == one.name);
            CHECK((*simulated)["theory"].get<double>() == row.value(1.0));
            CHECK(std::abs(z(row.value(1.0))) <= limit);
            CHECK(std::abs(z(row.value(1.03))) > limit);
            ++simulated;
        }
    CHECK(simulated == answer["checks"].end());
}

TEST_CASE("the battery says the same on one thread and on three, and something else elsewhere") {
    std::vector<TheoryCase> cases;
    add_patience_cases(cases);
    BatteryRun run;
    run.threads = 1;
    const std::vector<SimulatedRow> one = simulate(cases, run);
    run.threads = 3;
    const std::vector<SimulatedRow> three = simulate(cases, run);
    run.seed = 1;
    const std::vector<SimulatedRow> other = simulate(cases, run);
    REQUIRE(one.size() == three.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        CHECK(one[i].replications.mean == three[i].replications.mean);
        CHECK(one[i].replications.variance == three[i].replications.variance);
        CHECK(one[i].replications.mean != other[i].replications.mean);
    }
}

TEST_CASE("a row that is too far from theory fails the table") {
    const TheoryCase queue{
        "a queue", "somebody 1900", "{}", {{"wait", "pool", [](double) { return 2.0; }}}};
    const auto rows = [&](double mean) {
        return std::vector<SimulatedRow>{{&queue, &queue.rows[0], {40, mean, 0.4}}};
    };
    // The standard error is √(0.4 / 40) = 0.1, the limit for one row t(0.9995, 39) = 3.56.
    const auto near = rows(2.35), far = rows(2.37);
    CHECK(battery_limit(1) == Approx(3.558).epsilon(1e-3));
    CHECK(all_agree(judge(near)));
    CHECK_FALSE(all_agree(judge(far)));

    std::ostringstream table;
    print_table(judge(far), table);
    CHECK(table.str().find("a queue (somebody 1900)\n    wait of pool ") != std::string::npos);
    CHECK(table.str().find("  3.70  FAILED\n") != std::string::npos);
    CHECK(table.str().find("\n0 of 1 theory checks passed: |z| <= 3.56 (false alarm 1 in 1000 ") !=
          std::string::npos);
    std::ostringstream json;
    print_json(judge(far), 5, json);
    CHECK(nlohmann::json::parse(json.str())["passed"] == false);
}

}  // namespace
}  // namespace wardwire::app
