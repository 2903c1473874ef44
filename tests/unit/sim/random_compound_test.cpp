// SPDX-License-Identifier: Apache-2.0
#include <boost/math/distributions/exponential.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "sim/random/distribution.hpp"

namespace wardwire::sim {
namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();
const std::vector<double> one_to_three{1.0, 3.0};

/// The integration of a truncated law promises about eight digits.
Approx integrated(double x) { return Approx(x).epsilon(1e-8); }

/// Two lognormals, as measured reply times often are: seen at once, or much later.
Distribution two_lognormals() {
    return Mixture(one_to_three, {Lognormal(0.0, 0.5), Lognormal(3.0, 1.0)});
}

}  // namespace

TEST_CASE("an empirical law draws straight lines between its points") {
    using Points = std::vector<Empirical::Point>;
    const Distribution law =
        Empirical(Points{{0.0, 1.0}, {0.5, 3.0}, {0.75, 3.0}, {1.0, 7.0}});  // an atom at 3
    CHECK(law.quantile(0.0) == 1.0);
    CHECK(law.quantile(0.25) == 2.0);
    CHECK(law.quantile(0.6) == 3.0);
    CHECK(law.quantile(0.875) == 5.0);
    CHECK(law.quantile(1.0) == 7.0);
    CHECK(law.cdf(0.9) == 0.0);
    CHECK(law.cdf(2.0) == 0.25);
    CHECK(law.cdf(std::nextafter(3.0, 0.0)) == Approx(0.5));
    CHECK(law.cdf(3.0) == 0.75);
    CHECK(law.cdf(5.0) == 0.875);
    CHECK(law.cdf(7.0) == 1.0);
    CHECK(law.lower() == 1.0);
    CHECK(law.mean() == 0.5 * 2.0 + 0.25 * 3.0 + 0.25 * 5.0);
    // Mean squares of the pieces: 13/3 on [1, 3], 9 at 3, 79/3 on [3, 7].
    CHECK(law.variance() == Approx(0.5 * 13.0 / 3.0 + 0.25 * 9.0 + 0.25 * 79.0 / 3.0 - 9.0));

    CHECK(Empirical::problem(Points{{0.0, 1.0}}) == std::string("needs at least two points"));
    CHECK(Empirical::problem(Points{{0.0, 1.0}, {0.9, 2.0}}) ==
          std::string("p must run from 0 to 1"));
    CHECK(Empirical::problem(Points{{0.0, 1.0}, {0.5, 0.0}, {1.0, 2.0}}) ==
          std::string("x must not fall"));
    CHECK(Empirical::problem(Points{{0.0, 1.0}, {0.5, 1.0}, {0.5, 1.5}, {1.0, 2.0}}) ==
          std::string("p must rise"));
}

TEST_CASE("a table of a law stays within a cell of it and keeps its moments") {
    for (const Distribution& law :
         {two_lognormals(), Distribution{Gamma(0.3, 5.0)}, Distribution{Exponential(2.0)}}) {
        CAPTURE(law.describe());
        const Distribution table = Empirical::tabulate(law, 1000);
        for (double p = 0.0005; p < 1.0; p += 0.001) {
            const double x = law.quantile(p);
            REQUIRE(std::abs(table.cdf(x) - p) < 1e-3);
        }
        // Chords of a tail cell 3/4 as probable as the next one lie at most 1 % above the curve,
        // and the tail beyond 0.999 holds a few per cent of these means and a third of the
        // variance.
        CHECK(table.mean() == Approx(law.mean()).epsilon(1e-3));
        CHECK(table.variance() == Approx(law.variance()).epsilon(1e-2));
        CHECK(table.quantile(1.0 - 0x1p-53) == Approx(law.quantile(1.0 - 0x1p-53)));
    }
}

TEST_CASE("a mixture weighs the distribution functions of its laws") {
    const Distribution law = two_lognormals();
    for (const double x : {0.1, 1.0, 5.0, 20.0, 300.0})
        CHECK(law.cdf(x) ==
              Approx(0.25 * Lognormal(0.0, 0.5).cdf(x) + 0.75 * Lognormal(3.0, 1.0).cdf(x)));
    for (const double p : {1e-12, 0.2, 0.5, 0.9, 1.0 - 0x1p-53})
        CHECK(law.cdf(law.quantile(p)) == Approx(p).epsilon(1e-14).margin(0.0));
    CHECK(law.quantile(0.0) == 0.0);
    CHECK(law.quantile(1.0) == no_limit);
    CHECK(law.mean() == Approx(0.25 * std::exp(0.125) + 0.75 * std::exp(3.5)));
    const double mean_square = 0.25 * std::exp(0.5) + 0.75 * std::exp(8.0);
    CHECK(law.variance() == Approx(mean_square - law.mean() * law.mean()));

    SECTION("and meets atoms exactly") {
        const Distribution atoms = Mixture(one_to_three, {Constant(0.3), Exponential(1.0)});
        const double before = 0.75 * Exponential(1.0).cdf(0.3);
        CHECK(atoms.quantile(before + 0.01) == 0.3);
        CHECK(atoms.quantile(before + 0.24) == 0.3);
        CHECK(atoms.quantile(before + 0.26) > 0.3);
        const Distribution counts = Mixture(one_to_three, {Poisson(2.0), Poisson(9.0)});
        for (double p = 0.01; p < 1.0; p += 0.01) {
            const double k = counts.quantile(p);
            REQUIRE(k == std::floor(k));
            REQUIRE(counts.cdf(k) >= p);
            REQUIRE(counts.cdf(k - 1.0) < p);
        }
    }
    SECTION("and leaves out what has no weight") {
        const std::vector<double> only_second{0.0, 2.0};
        const Distribution mixture = Mixture(only_second, {Pareto(0.5, 1.0), Constant(2.0)});
        CHECK(mixture.mean() == 2.0);
        CHECK(mixture.lower() == 2.0);
    }
}

TEST_CASE("a truncated exponential follows from arithmetic, with and without an upper end") {
    const Distribution memoryless = Truncated(Exponential(2.0), 3.0, no_limit);
    CHECK(memoryless.lower() == 3.0);
    CHECK(memoryless.quantile(0.5) == Approx(3.0 + 2.0 * std::log(2.0)));
    CHECK(memoryless.mean() == integrated(5.0));
    CHECK(memoryless.variance() == integrated(4.0));
    CHECK(memoryless.cdf(2.999) == 0.0);

    const Distribution capped = Truncated(Exponential(2.0), 0.0, 3.0);
    const double q = std::exp(-1.5);  // P(X > 3)
    const double mean = 2.0 - 3.0 * q / (1.0 - q);
    const double mean_square = (8.0 - q * (9.0 + 12.0 + 8.0)) / (1.0 - q);
    CHECK(capped.mean() == integrated(mean));
    CHECK(capped.variance() == integrated(mean_square - mean * mean));
    CHECK(capped.quantile(1.0) == 3.0);
    CHECK(capped.cdf(3.0) == 1.0);
    CHECK(capped.cdf(1.0) == Approx((1.0 - std::exp(-0.5)) / (1.0 - q)));
}

TEST_CASE("a truncated count keeps both ends, and whole numbers") {
    const Distribution law = Truncated(Poisson(4.0), 1.5, 5.0);
    double sum = 0.0, first = 0.0, second = 0.0, weight = 8.0 * std::exp(-4.0);  // P(X = 2)
    for (int k = 2; k <= 5; weight *= 4.0 / ++k) {
        sum += weight;
        first += weight * k;
        second += weight * k * k;
    }
    CHECK(law.lower() == 2.0);
    CHECK(law.quantile(0.0) == 2.0);
    CHECK(law.quantile(1.0) == 5.0);
    CHECK(law.mean() == integrated(first / sum));
    CHECK(law.variance() == integrated(second / sum - first / sum * (first / sum)));
    CHECK(law.cdf(2.0) == Approx(8.0 * std::exp(-4.0) / sum));
}

TEST_CASE("a truncation that leaves nothing is a problem with a name") {
    CHECK(Truncated::problem(Uniform(0.0, 1.0), 2.0, 3.0) ==
          std::string("the law has nothing between low and high"));
    CHECK(Truncated::problem(Uniform(0.0, 1.0), 0.7, 0.2) ==
          std::string("low must not exceed high"));
    CHECK_FALSE(Truncated::problem(Constant(1.0), 1.0, 1.0));
    CHECK(Truncated(Pareto(0.5, 1.0), 1.0, 100.0).mean() ==
          integrated(10.0));  // (sqrt(100) - 1) / (1 - 1/10)
}

TEST_CASE("a truncated mixture with next to nothing between its parts has the mean of them") {
    const std::vector<double> weights = {0.98, 0.02};
    const Lognormal often = Lognormal::from_quantiles(0.5, 32.0, 0.75, 53.0);
    const Lognormal seldom = Lognormal::from_quantiles(0.5, 5000.0, 0.75, 5200.0);
    const Distribution law = Truncated(Mixture(weights, {often, seldom}), 0.0, 30.0 * 86400.0);
    CHECK(law.mean() == integrated(0.98 * often.mean() + 0.02 * seldom.mean()));
}

TEST_CASE("a zero-inflated law is zero so often, and else its law") {
    const Distribution law = ZeroInflated(0.4, Exponential(3.0));
    CHECK(law.quantile(0.4) == 0.0);
    CHECK(law.quantile(0.7) == Approx(Exponential(3.0).quantile(0.5)));
    CHECK(law.cdf(-0.1) == 0.0);
    CHECK(law.cdf(0.0) == 0.4);
    CHECK(law.mean() == Approx(1.8));
    CHECK(law.variance() == Approx(0.6 * 18.0 - 1.8 * 1.8));
    // The share left of the largest draw rounds up to 1, where a gamma law is infinite.
    const Distribution people = ZeroInflated(0.30064558, Gamma(2.6, 0.55));
    CHECK(people.quantile(1.0 - 0x1p-53) < 30.0);
    CHECK(std::isinf(people.quantile(1.0)));
    CHECK(ZeroInflated::problem(0.5, Uniform(-1.0, 1.0)) ==
          std::string("the law must not have negative values"));
    CHECK(ZeroInflated::problem(1.0, Constant(1.0)));
}

}  // namespace wardwire::sim
