// SPDX-License-Identifier: Apache-2.0
#include "sim/line_up.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <vector>

namespace wardwire::test {
namespace {

/// What happened to kernels 0, 1, ... `count` - 1 that joined one after the other.
struct Course {
    std::vector<std::uint32_t> turns;
    std::map<std::uint32_t, std::vector<unsigned>> steps;  ///< before the turn
    std::size_t most_held = 0;

    Course(std::uint32_t count, unsigned depth) {
        std::uint32_t joined = 0;
        sim::LineUp line_up(
            depth,
            [&](std::uint32_t kernel, unsigned step) {
                CHECK(turns.size() <= kernel);  // its turn has not been
                steps[kernel].push_back(step);
            },
            [&](std::uint32_t kernel) { turns.push_back(kernel); });
        for (; joined < count; ++joined) {
            line_up.join(joined);
            most_held = std::max(most_held, joined + 1 - turns.size());
        }
        line_up.finish();
        line_up.finish();  // nobody is left
    }
};

}  // namespace

TEST_CASE("kernels have their turns in the order of joining, each asked for in all steps before") {
    const auto count = GENERATE(0U, 1U, 3U, 5U, 6U, 40U);
    const Course course(count, 5);
    REQUIRE(course.turns.size() == count);
    for (std::uint32_t kernel = 0; kernel < count; ++kernel) {
        CHECK(course.turns[kernel] == kernel);
        const std::vector<unsigned>& steps = course.steps.at(kernel);
        REQUIRE(!steps.empty());
        for (std::size_t i = 0; i < steps.size(); ++i) CHECK(steps[i] == i);
        // The first of a short line has no time for all of them.
        if (count >= 5) CHECK(steps.size() == 5);
    }
    CHECK(course.most_held == std::min<std::size_t>(count, 5));
}

TEST_CASE("a line-up of no steps holds nobody back") {
    const Course course(4, 0);
    CHECK(course.turns == std::vector<std::uint32_t>{0, 1, 2, 3});
    CHECK(course.steps.empty());
    CHECK(course.most_held == 0);
}

}  // namespace wardwire::test
