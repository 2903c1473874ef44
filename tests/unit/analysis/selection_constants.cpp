// SPDX-License-Identifier: Apache-2.0
#include "analysis/selection/constants.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <vector>

#include "analysis/selection/budget_allocation.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

TEST_CASE("the constants of Kim and Nelson are those worked out before") {
    struct Row {
        std::size_t systems, first_stage;
        double shared, independent;
    };
    for (const Row& row :
         {Row{2, 10, 6.01290483, 6.01290483}, Row{5, 10, 11.42941077, 11.34273741},
          Row{10, 10, 15.46350174, 15.34046854}, Row{10, 20, 11.51148454, 11.43870123},
          Row{10, 50, 9.87908881, 9.82458781}, Row{100, 10, 32.68110456, 32.44762448}}) {
        CAPTURE(row.systems, row.first_stage);
        const double freedom = static_cast<double>(row.first_stage) - 1.0;
        CHECK(kim_nelson_h_squared(shared_error(0.95, row.systems), freedom) ==
              printed(row.shared));
        CHECK(kim_nelson_h_squared(independent_error(0.95, row.systems), freedom) ==
              printed(row.independent));
    }
    // η itself, for ten systems and a first stage of twenty.
    CHECK(kim_nelson_h_squared(shared_error(0.95, 10), 19.0) / 38.0 == printed(0.30293380));
}

TEST_CASE("Rinott's constant is the tabled one") {
    struct Row {
        std::size_t systems;
        double confidence;
        std::size_t first_stage;
        double h;
    };
    for (const Row& row :
         {Row{2, .90, 20, 1.8957}, Row{5, .95, 10, 3.6926}, Row{5, .95, 30, 3.3026},
          Row{10, .95, 10, 4.2895}, Row{10, .90, 20, 3.4374}, Row{10, .95, 20, 3.8753},
          Row{10, .95, 50, 3.6868}, Row{20, .95, 20, 4.3017}, Row{100, .95, 20, 5.1840}}) {
        CAPTURE(row.systems, row.confidence, row.first_stage);
        CHECK(rinott_h(row.confidence, row.systems, row.first_stage) == printed(row.h, 4));
    }
}

TEST_CASE("Dudewicz and Dalal's constant is the tabled one for two to ten systems") {
    struct Row {
        double confidence;
        std::size_t first_stage;
        std::array<double, 9> h;
    };
    for (const Row& row :
         {Row{.90, 20, {1.896, 2.342, 2.583, 2.747, 2.870, 2.969, 3.051, 3.121, 3.182}},
          Row{.90, 40, {1.852, 2.283, 2.514, 2.669, 2.785, 2.878, 2.954, 3.019, 3.076}},
          Row{.95, 20, {2.452, 2.872, 3.101, 3.258, 3.377, 3.472, 3.551, 3.619, 3.679}},
          Row{.95, 40, {2.386, 2.786, 3.003, 3.150, 3.260, 3.349, 3.422, 3.484, 3.539}}})
        for (std::size_t i = 0; i < row.h.size(); ++i) {
            CAPTURE(row.confidence, row.first_stage, i + 2);
            CHECK(dudewicz_dalal_h(row.confidence, i + 2, row.first_stage) == printed(row.h[i], 3));
        }
}

TEST_CASE("a budget goes to the best and to what is near it") {
    const std::vector shares =
        ocba_shares(std::vector{1.0, 2.0, 3.0, 4.0, 5.0}, std::vector(5, 2.0), Better::smaller);
    const std::vector expected{0.42182299, 0.40613410, 0.10153352, 0.04512601, 0.02538338};
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(shares[i] == printed(expected[i]));
    const std::vector equal = ocba_shares(std::vector(4, 7.0), std::vector(4, 1.0), Better::larger);
    for (const double share : equal) CHECK(share == 0.25);
}

TEST_CASE("how sure a choice is adds up what each other system might do") {
    // Leads of 1 and 2 with errors √2 each: Φ(-.7071068) + Φ(-1.4142136) = .2397501 + .0786496.
    CHECK(probability_of_correct_selection(std::vector{1.0, 2.0, 3.0}, std::vector(3, 1.0),
                                           Better::smaller) == printed(1 - 0.3183997, 6));
}

}  // namespace
