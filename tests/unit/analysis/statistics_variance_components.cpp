// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/statistics/quantile.hpp"
#include "analysis/statistics/sample.hpp"
#include "analysis/statistics/variance_components.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {
namespace {

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

/// Sets of parameters with spread `parameters`, lucks with spread `luck`, and their product.
std::vector<double> drawn(std::size_t sets, std::size_t replications, double parameters,
                          double luck, double both, std::uint32_t turn) {
    const auto draws = sim::Chance(20260105, turn).channel(sim::Purpose{0});
    const auto normal = [&](std::uint64_t kind, std::uint64_t index) {
        return normal_quantile(draws.uniform(kind, index));
    };
    std::vector<double> values;
    for (std::size_t i = 0; i < sets; ++i)
        for (std::size_t j = 0; j < replications; ++j)
            values.push_back(10.0 + parameters * normal(0, i) + luck * normal(1, j) +
                             both * normal(2, i * replications + j));
    return values;
}

/// (mean square between rows - mean square within) / replications.
double one_way_estimate(const std::vector<double>& values, std::size_t replications) {
    std::vector<double> means;
    double within = 0.0;
    for (std::size_t at = 0; at < values.size(); at += replications) {
        const Sample row = summarise(std::span(values).subspan(at, replications));
        means.push_back(row.mean);
        within += row.variance;
    }
    return summarise(means).variance -
           within / static_cast<double>(means.size()) / static_cast<double>(replications);
}

TEST_CASE("variances are those of the two-way table of mean squares") {
    // By hand: row means 2, 4, 9, column means 4, 6; mean squares 26, 6 and 0.
    const VarianceComponents result = variance_components(std::vector{1., 3., 3., 5., 8., 10.}, 2);
    CHECK_THAT(result.mean.mean, WithinRel(5.0, 1e-15));
    CHECK_THAT(result.parameters, WithinRel(13.0, 1e-12));
    CHECK_THAT(result.luck, WithinRel(2.0, 1e-12));
    CHECK_THAT(result.share_of_parameters(), WithinRel(13.0 / 15.0, 1e-12));
    CHECK_FALSE(result.is_parameters_set_to_zero);
    CHECK_FALSE(result.is_luck_set_to_zero);
    // The variance of the mean is (26 + 6 - 0) / 6 on 32² / (26² / 2 + 6² / 1) degrees of freedom.
    CHECK_THAT(result.mean.half_width.value(),
               WithinRel(student_factor(0.95, 1024.0 / 374.0) * std::sqrt(32.0 / 6.0), 1e-12));
}

TEST_CASE("an estimate below zero counts as zero and is told") {
    // Rows alike on average, columns too: all of the variance is of both together.
    const VarianceComponents result = variance_components(std::vector{1., -1., -1., 1.}, 2);
    CHECK(result.parameters == 0.0);
    CHECK_THAT(result.luck, WithinRel(4.0, 1e-12));
    CHECK(result.is_parameters_set_to_zero);
    CHECK(result.is_luck_set_to_zero);
}

TEST_CASE("one set of parameters leaves luck alone, and one replication tells nothing of it") {
    const std::vector values{1.0, 2.0, 4.0};
    const VarianceComponents luck = variance_components(values, 3);
    CHECK(luck.parameters == 0.0);
    CHECK_THAT(luck.luck, WithinRel(7.0 / 3.0, 1e-12));
    CHECK(luck.mean.half_width == mean_interval(values).half_width);
    const VarianceComponents parameters = variance_components(values, 1);
    CHECK_THAT(parameters.parameters, WithinRel(7.0 / 3.0, 1e-12));
    CHECK(std::isnan(parameters.luck));
}

TEST_CASE("a set of parameters in which the outcome does not exist is left out") {
    const double none = std::numeric_limits<double>::quiet_NaN();
    const VarianceComponents result =
        variance_components(std::vector{1., 3., 7., none, 3., 5., 8., 10.}, 2);
    CHECK(result.mean.used == 6);
    CHECK_THAT(result.parameters, WithinRel(13.0, 1e-12));
}

TEST_CASE("outcomes that never vary have a mean without error and no share") {
    const VarianceComponents result = variance_components(std::vector(6, 4.0), 2);
    CHECK(result.mean.half_width == 0.0);
    CHECK(std::isnan(result.share_of_parameters()));
}

TEST_CASE("known variances are found on average, and intervals of the mean hold it") {
    // 2,000 tables of 12 sets and 5 replications; variances 4 and 1 + 0.25. The means of 2,000
    // estimates must lie within 4 standard errors, which are 0.0386 and 0.0162 (false alarm 1 in
    // 8,000 for the two together). The interval is approximate: coverage of 0.93 to 0.97 is
    // accepted, 4 standard errors. The one-way estimate, blind to the luck that all sets share,
    // comes out a fifth of its variance too small, and that is seen.
    constexpr std::uint32_t tables = 2000;
    double parameters = 0.0;
    double luck = 0.0;
    double one_way = 0.0;
    int covered = 0;
    for (std::uint32_t turn = 0; turn < tables; ++turn) {
        const std::vector<double> values = drawn(12, 5, 2.0, 1.0, 0.5, turn);
        const auto result = variance_components(values, 5);
        parameters += result.parameters / tables;
        luck += result.luck / tables;
        one_way += one_way_estimate(values, 5) / tables;
        covered += std::abs(result.mean.mean - 10.0) <= *result.mean.half_width;
    }
    CHECK_THAT(parameters, WithinAbs(4.0, 4 * 0.0386));
    CHECK_THAT(luck, WithinAbs(1.25, 4 * 0.0162));
    CHECK_THAT(one_way, !WithinAbs(4.0, 4 * 0.0386));
    CHECK(covered >= 1860);
    CHECK(covered <= 1940);
}

}  // namespace
}  // namespace wardwire::analysis
