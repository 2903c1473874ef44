// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/stopping.hpp"

namespace {

using namespace wardwire::analysis;

TEST_CASE("a study that stops at a precision of ten per cent nearly keeps its confidence") {
    // Normal with mean 10 and standard deviation 3, 10,000 studies: the share whose interval at the
    // end holds 10. Sequential stopping is known to lose some of the 95 % when it may begin with
    // three replications (Law 2015, section 9.4.1). Binomial error .0022; the limits are four of
    // them below .93 and above .95: false alarm below 1e-4 within that range.
    constexpr int studies = 10'000;
    const auto coverage = [&](std::size_t fewest) {
        std::mt19937_64 bits(5);
        int covered = 0;
        for (int study = 0; study < studies; ++study) {
            StoppingRule rule({PrecisionGoal{0.10}}, fewest);
            while (!rule.is_over()) {
                const double uniform = (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53;
                rule.add(std::array{10.0 + 3.0 * normal_quantile(uniform)});
            }
            const Interval end = rule.interval(0);
            covered += std::abs(end.mean - 10.0) <= *end.half_width ? 1 : 0;
        }
        return static_cast<double>(covered) / studies;
    };
    const double from_three = coverage(3);
    CAPTURE(from_three);
    CHECK(from_three > 0.93 - 4 * 0.0022);
    CHECK(from_three < 0.95 + 4 * 0.0022);
}

}  // namespace
