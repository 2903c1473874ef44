// SPDX-License-Identifier: Apache-2.0
#include "analysis/special_values.hpp"
#include "analysis/statistics/stopping.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/statistics/quantile.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

/// Gives the rule values in turn until it is over, and says how many it looked at.
std::size_t feed(StoppingRule& rule, std::span<const double> values) {
    for (const double value : values) rule.add(std::array{value});
    return rule.replications();
}

TEST_CASE("a relative precision of the truth asks for a little more of the estimate") {
    CHECK(PrecisionGoal{0.05}.allowed_half_width(1.0) == printed(0.047619, 6));
    CHECK(PrecisionGoal{0.10}.allowed_half_width(-1.0) == printed(0.090909, 6));
    const PrecisionGoal goal{0.05 * (1.0 + 1e-12)};
    CHECK(goal.is_met_by({.mean = -21.0, .half_width = 1.0, .used = 10}));
    CHECK_FALSE(goal.is_met_by({.mean = -20.9, .half_width = 1.0, .used = 10}));
    CHECK_FALSE(goal.is_met_by({.mean = 1.0, .half_width = {}, .used = 2}));
}

TEST_CASE("an absolute precision does not depend on the mean") {
    const PrecisionGoal goal{.error = 0.5, .of = PrecisionGoal::Of::itself};
    CHECK(goal.is_met_by({.mean = 0.0, .half_width = 0.5, .used = 10}));
    CHECK_FALSE(goal.is_met_by({.mean = 1e9, .half_width = 0.51, .used = 10}));
}

TEST_CASE("a study ends when the precision has held for five replications more") {
    // Mean 10 and half-widths at n = 3, 4, ...: 2.48 (values 9, 10, 11), then ever smaller.
    StoppingRule rule({{.error = 2.0, .of = PrecisionGoal::Of::itself}});
    CHECK(rule.at_least_left() == 8);
    const std::array values{9.0, 11.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0};
    CHECK(feed(rule, values) == 9);
    CHECK(rule.sufficient() == 4);
    CHECK(rule.is_over());
}

TEST_CASE("a lucky dip of the spread does not end a study") {
    StoppingRule rule({{.error = 1.0, .of = PrecisionGoal::Of::itself}});
    feed(rule, std::array{10.0, 10.0, 10.0, 10.0, 10.0, 14.0});
    CHECK(rule.sufficient() == 0);
    CHECK_FALSE(rule.is_over());
    feed(rule, std::vector<double>(60, 10.0));
    // 16 / n as sum of squares around 10 + 4 / n: half-width 1 is first kept at n = 10.
    CHECK(rule.sufficient() == 10);
    CHECK(rule.replications() == 15);
}

TEST_CASE("beyond a hundred replications the look ahead is five per cent of them") {
    CHECK(StoppingRule::look_ahead(3) == 5);
    CHECK(StoppingRule::look_ahead(100) == 5);
    CHECK(StoppingRule::look_ahead(101) == 6);
    CHECK(StoppingRule::look_ahead(1000) == 50);
}

TEST_CASE("every goal must be met at once, and undefined values are no evidence") {
    StoppingRule rule({{.error = 1.0, .of = PrecisionGoal::Of::itself},
                       {.error = 1.0, .of = PrecisionGoal::Of::itself}});
    for (int i = 0; i < 20; ++i) rule.add(std::array{5.0, undefined});
    CHECK(rule.sufficient() == 0);
    CHECK(std::isinf(rule.predicted(1)));
    CHECK(rule.interval(1).used == 0);
    for (int i = 0; i < 20; ++i) rule.add(std::array{5.0, 1.0});
    CHECK(rule.sufficient() == 23);
    CHECK(rule.replications() == 28);
}

TEST_CASE("the number of replications needed grows with the square of the precision") {
    StoppingRule rule({{.error = 0.1, .of = PrecisionGoal::Of::itself}});
    feed(rule, std::array{1.0, 2.0, 3.0, 4.0, 5.0});
    const double half = student_factor(0.95, 4.0) * std::sqrt(0.5);
    CHECK(rule.predicted(0) == std::ceil(5.0 * half * half / 0.01));
}

}  // namespace
