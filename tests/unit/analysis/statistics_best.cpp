// SPDX-License-Identifier: Apache-2.0
#include "analysis/special_values.hpp"
#include "analysis/statistics/best.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "analysis/statistics/quantile.hpp"
#include "tests/unit/analysis/printed.hpp"

namespace {

using namespace wardwire::analysis;
using wardwire::tests::printed;

/// Six replications of four systems that share their luck.
const std::vector<std::vector<double>> four{{5.1, 6.0, 4.4, 5.5, 5.0, 6.2},
                                            {5.9, 6.9, 5.1, 6.6, 5.8, 7.3},
                                            {5.3, 6.4, 4.4, 5.9, 5.1, 6.5},
                                            {8.0, 8.8, 7.2, 8.1, 8.3, 9.0}};

TEST_CASE("each system is compared with the best of the others, all at once") {
    // Computed apart from this code with t(1 - .05/3, 5) = 2.9117104947.
    const auto found = compare_with_best(four, Better::smaller);
    REQUIRE(found);
    const std::vector difference{0.2333333333, -0.9, -0.2333333333, -2.8666666667};
    const std::vector lower{0.0, -1.0989076939, -0.4274473663, -3.1445956657};
    const std::vector upper{0.4274473663, 0.0, 0.0, 0.0};
    for (std::size_t i = 0; i < four.size(); ++i) {
        CAPTURE(i);
        CHECK((*found)[i].difference == printed(difference[i], 9));
        CHECK((*found)[i].lower == printed(lower[i], 9));
        CHECK((*found)[i].upper == printed(upper[i], 9));
        CHECK((*found)[i].is_best() == (i == 0));
        CHECK((*found)[i].may_be_best == (i == 0));
    }
}

TEST_CASE("what is best turns around with the direction") {
    const auto found = compare_with_best(four, Better::larger);
    REQUIRE(found);
    CHECK((*found)[3].is_best());
    CHECK((*found)[3].difference == printed(1.9666666667, 9));
}

TEST_CASE("systems that never differ are all the best") {
    const auto found = compare_with_best(std::vector(3, four[0]), Better::smaller);
    REQUIRE(found);
    for (const AgainstBest& one : *found) CHECK(one.is_best());
}

TEST_CASE("a replication counts only when every system has an outcome") {
    auto with_holes = four;
    for (std::size_t i = 0; i < four.size(); ++i) {
        with_holes[i].push_back(i == 2 ? undefined : 100.0);
        std::ranges::rotate(with_holes[i], with_holes[i].end() - 1);
    }
    const auto found = compare_with_best(with_holes, Better::smaller);
    REQUIRE(found);
    CHECK((*found)[0].upper == printed(0.4274473663, 9));
    CHECK_FALSE(compare_with_best(std::vector(2, std::vector{1.0, 2.0}), Better::smaller));
    CHECK_FALSE(compare_with_best(std::vector(1, four[0]), Better::smaller));
}

TEST_CASE("the comparisons with the best hold together") {
    // Five systems, the first better by 0.3, common luck with standard deviation 3 beside their own
    // of 1; 2000 studies of 15 replications. All intervals hold in at least .95 of them: error
    // .0049, limit four of them, false alarm 3e-5. Unadjusted t(.95) widths hold about .88.
    constexpr int studies = 2000;
    std::mt19937_64 bits(17);
    const auto normal = [&] {
        return normal_quantile((static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53);
    };
    const auto holds = [](const std::vector<AgainstBest>& found) {
        for (std::size_t i = 0; i < found.size(); ++i) {
            const double truth = i == 0 ? 0.3 : -0.3;
            if (truth < found[i].lower || truth > found[i].upper) return false;
        }
        return true;
    };
    int held = 0;
    for (int study = 0; study < studies; ++study) {
        std::vector<std::vector<double>> systems(5);
        for (int r = 0; r < 15; ++r) {
            const double luck = 3.0 * normal();
            for (std::size_t i = 0; i < systems.size(); ++i)
                systems[i].push_back(luck + normal() - (i == 0 ? 0.3 : 0.0));
        }
        held += holds(*compare_with_best(systems, Better::smaller)) ? 1 : 0;
    }
    CHECK(held > (0.95 - 4.0 * 0.0049) * studies);
}

}  // namespace
