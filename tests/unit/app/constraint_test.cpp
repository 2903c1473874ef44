// SPDX-License-Identifier: Apache-2.0
#include "app/constraint.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

namespace {

using wardwire::app::Constraint;

const std::vector<std::string> factors{"nurses", "physicians"};

bool holds(const char* text, double nurses, double physicians) {
    std::string unknown;
    const auto constraint = Constraint::read(text, factors, unknown);
    REQUIRE(constraint);
    return constraint->holds(std::array{nurses, physicians});
}

TEST_CASE("a constraint compares sums of factors") {
    CHECK(holds("nurses + 2 * physicians <= 12", 4, 4));
    CHECK_FALSE(holds("nurses + 2 * physicians <= 12", 5, 4));
    CHECK_FALSE(holds("nurses+2*physicians<12", 4, 4));
    CHECK(holds("nurses >= physicians", 4, 4));
    CHECK_FALSE(holds("nurses > physicians", 4, 4));
    CHECK(holds("-nurses + 3 < physicians - 0.5", 4, 4));
    CHECK(holds("2 <= nurses", 2, 0));
}

TEST_CASE("decimal fractions meet their limit in spite of rounding") {
    CHECK(holds("nurses + physicians <= 0.3", 0.1, 0.2));
}

TEST_CASE("a factor without a number meets no constraint") {
    CHECK_FALSE(holds("nurses <= 1", std::numeric_limits<double>::quiet_NaN(), 1.0));
    CHECK(holds("physicians <= 1", std::numeric_limits<double>::quiet_NaN(), 1.0));
}

TEST_CASE("what is no constraint is refused, and an unknown factor is named") {
    std::string unknown;
    for (const char* text :
         {"", "nurses", "nurses <=", "<= 3", "nurses + <= 3", "x * nurses < 1", "nurses == 3"}) {
        CAPTURE(text);
        CHECK_FALSE(Constraint::read(text, factors, unknown));
    }
    CHECK_FALSE(Constraint::read("2 * nurse <= 3", factors, unknown));
    CHECK(unknown == "nurse");
}

}  // namespace
