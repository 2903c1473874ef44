// SPDX-License-Identifier: Apache-2.0
#include "analysis/designs/points.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "analysis/designs/factorial.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

/// Whether each factor has one value in each of as many equal parts as there are points.
bool is_latin(const std::vector<Point>& design) {
    for (std::size_t f = 0; f < design.front().size(); ++f) {
        std::set<std::size_t> parts;
        for (const Point& point : design)
            parts.insert(static_cast<std::size_t>(point[f] * static_cast<double>(design.size())));
        if (parts.size() != design.size() || *parts.rbegin() >= design.size()) return false;
    }
    return true;
}

TEST_CASE("a full factorial has every combination once, the last factor fastest") {
    CHECK(full_factorial(std::vector<std::size_t>{2, 3}) ==
          std::vector<LevelPoint>{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}});
    CHECK(full_factorial({}) == std::vector<LevelPoint>{{}});
    CHECK(full_factorial(std::vector<std::size_t>{2, 0}).empty());
}

TEST_CASE("half of four factors keeps main effects clear of each other's pairs") {
    const std::vector<std::string> generators{"D=ABC"};
    const auto design = fractional_factorial(4, generators);
    REQUIRE(design);
    CHECK(design->points.size() == 8);
    CHECK(design->resolution == 4);
    // The product of all four is +1 in every point: an even number is low.
    for (const LevelPoint& point : design->points)
        CHECK((point[0] + point[1] + point[2] + point[3]) % 2 == 0);
    CHECK(std::set(design->points.begin(), design->points.end()).size() == 8);
}

TEST_CASE("the resolution is the shortest word that the generators make together") {
    const auto resolution = [](std::size_t factors, const std::vector<std::string>& generators) {
        return fractional_factorial(factors, generators)->resolution;
    };
    CHECK(resolution(3, {}) == 0);
    CHECK(resolution(3, {"C=AB"}) == 3);
    CHECK(resolution(5, {"E=ABCD"}) == 5);
    CHECK(resolution(7, {"D=AB", "E=AC", "F=BC", "G=ABC"}) == 3);
    CHECK(resolution(6, {"E=ABC", "F=BCD"}) == 4);  // Box, Hunter & Hunter's table
}

TEST_CASE("generators that make no design are refused") {
    for (const std::vector<std::string>& generators : {std::vector<std::string>{"D"},
                                                       {"D=ABX"},
                                                       {"D=AA"},
                                                       {"X=AB"},
                                                       {"C=AB", "C=AD"},
                                                       {"C=AB", "D=AC"}}) {
        CAPTURE(generators);
        CHECK_FALSE(fractional_factorial(4, generators));
    }
    CHECK_FALSE(fractional_factorial(27, {}));
}

TEST_CASE("a Latin hypercube has each factor once in each part of its range") {
    const auto design = latin_hypercube(17, 5, 42);
    CHECK(design.size() == 17);
    CHECK(is_latin(design));
    CHECK(latin_hypercube(17, 5, 42) == design);
    CHECK(latin_hypercube(17, 5, 43) != design);
}

TEST_CASE("factors of a nearly orthogonal hypercube do not go together") {
    const auto design = nearly_orthogonal_hypercube(65, 8, 1);
    CHECK(is_latin(design));
    CHECK(largest_correlation(design) <= 0.03);
    CHECK(largest_correlation(latin_hypercube(65, 8, 1)) > 0.1);
    CHECK(largest_correlation(nearly_orthogonal_hypercube(10, 1, 1)) == 0.0);
}

TEST_CASE("Sobol's points are those of Joe and Kuo's direction numbers") {
    const std::vector<Point> first{{0, 0, 0, 0, 0},
                                   {.5, .5, .5, .5, .5},
                                   {.75, .25, .25, .25, .75},
                                   {.25, .75, .75, .75, .25},
                                   {.375, .375, .625, .875, .375},
                                   {.875, .875, .125, .375, .875},
                                   {.625, .125, .875, .625, .625},
                                   {.125, .625, .375, .125, .125}};
    CHECK(sobol_points(8, 5, 0) == first);
    CHECK(sobol_points(3, 5) == std::vector<Point>(first.begin() + 1, first.begin() + 4));
    // Point 777 in 24 dimensions by another program.
    const Point far = sobol_points(1, sobol_dimensions, 777).front();
    const Point other{0.69238281, 0.93652344, 0.16308594, 0.27441406, 0.63574219, 0.35644531,
                      0.19042969, 0.76269531, 0.34863281, 0.32324219, 0.74511719, 0.69628906,
                      0.38378906, 0.47363281, 0.56933594, 0.51464844, 0.40332031, 0.86425781,
                      0.37011719, 0.75292969, 0.23730469, 0.27246094, 0.94628906, 0.48144531};
    REQUIRE(far.size() == other.size());
    for (std::size_t d = 0; d < far.size(); ++d) CHECK(far[d] == printed(other[d]));
}

TEST_CASE("a power of two of Sobol's points is a Latin hypercube in every dimension") {
    CHECK(is_latin(sobol_points(256, sobol_dimensions, 0)));
}

}  // namespace
