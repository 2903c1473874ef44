// SPDX-License-Identifier: Apache-2.0
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/geometric.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <catch2/catch.hpp>
#include <limits>
#include <vector>

#include "sim/random/variate.hpp"
#include "tests/support/broken_contract.hpp"

namespace wardwire::sim {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

/// Both sides round a handful of library functions to a relative 1e-15 or so each, and a tail
/// probability of 1e-6 magnifies that by how steep the quantile is there.
constexpr double rounding = 1e-12;

Approx about(double x) { return Approx(x).epsilon(rounding).margin(1e-300); }

template <class Twin>
void expect_continuous_twin(const Distribution& law, const Twin& twin) {
    CAPTURE(law.describe());
    for (const double p : {1e-6, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999999}) {
        CHECK(law.quantile(p) == about(quantile(twin, p)));
        const double x = quantile(twin, p);
        CHECK(law.cdf(x) == about(cdf(twin, x)));
    }
    CHECK(law.mean() == about(mean(twin)));
    CHECK(law.variance() == about(variance(twin)));
}

/// `shift` is our value less the twin's.
template <class Twin>
void expect_discrete_twin(const Distribution& law, const Twin& twin, double shift = 0.0) {
    CAPTURE(law.describe());
    for (int k = 0; k < 60; ++k) {
        const double value = k + shift;
        CHECK(law.cdf(value) == about(cdf(twin, k)));
        CHECK(law.cdf(value + 0.5) == about(cdf(twin, k)));
        const double before = k == 0 ? 0.0 : cdf(twin, k - 1);
        const double step = cdf(twin, k) - before;
        if (step > 1e-9) CHECK(law.quantile(before + 0.5 * step) == value);
        if (step > 1e-9) CHECK(law.quantile(law.cdf(value)) == value);
    }
    CHECK(law.cdf(shift - 0.5) == 0.0);
    CHECK(law.mean() == about(mean(twin) + shift));
    CHECK(law.variance() == about(variance(twin)));
}

}  // namespace

TEST_CASE("the standard normal quantile keeps fourteen digits from 1e-300 to 1 - 1e-16") {
    const boost::math::normal_distribution<long double> twin;
    std::vector<double> probabilities{0.5, 0.5 + 0x1p-53, 0.075, 0.925, 1.0 - 0x1p-53};
    for (double p = 1e-300; p < 1.0; p *= 1.37) probabilities.push_back(p);
    for (double q = 1e-16; q < 0.5; q *= 1.37) probabilities.push_back(1.0 - q);
    for (const double p : probabilities) {
        const auto expected = static_cast<double>(quantile(twin, static_cast<long double>(p)));
        CAPTURE(p, expected);
        CHECK(standard_normal_quantile(p) == Approx(expected).epsilon(1e-14).margin(0.0));
    }
    CHECK(standard_normal_quantile(0.0) == -unbounded);
    CHECK(standard_normal_quantile(1.0) == unbounded);
}

TEST_CASE("the continuous laws are those of Boost.Math") {
    namespace twin = boost::math;
    expect_continuous_twin(Exponential(2.5), twin::exponential(1.0 / 2.5));
    expect_continuous_twin(Uniform(-2.0, 5.0), twin::uniform(-2.0, 5.0));
    expect_continuous_twin(Triangular(1.0, 2.0, 6.0), twin::triangular(1.0, 2.0, 6.0));
    expect_continuous_twin(Lognormal(0.3, 1.1), twin::lognormal(0.3, 1.1));
    expect_continuous_twin(Gamma(0.3, 2.0), twin::gamma_distribution(0.3, 2.0));
    expect_continuous_twin(Gamma(7.5, 0.2), twin::gamma_distribution(7.5, 0.2));
    expect_continuous_twin(Weibull(0.7, 3.0), twin::weibull(0.7, 3.0));
    expect_continuous_twin(Pareto(2.5, 3.0), twin::pareto(3.0, 2.5));
}

TEST_CASE("the discrete laws are those of Boost.Math") {
    namespace twin = boost::math;
    expect_discrete_twin(Geometric(0.3), twin::geometric(0.3), 1.0);
    expect_discrete_twin(Poisson(0.2), twin::poisson(0.2));
    expect_discrete_twin(Poisson(11.0), twin::poisson(11.0));
    expect_discrete_twin(Poisson(40.0), twin::poisson(40.0));
    // Boost counts failures before `size` successes, each with probability size / (size + mean).
    expect_discrete_twin(NegativeBinomial(3.0, 0.5), twin::negative_binomial(0.5, 0.5 / 3.5));
    expect_discrete_twin(NegativeBinomial(36.0, 4.0), twin::negative_binomial(4.0, 0.1));
}

TEST_CASE("laws without a twin follow from arithmetic") {
    const Distribution constant = Constant(4.0);
    CHECK(constant.is_constant());
    CHECK(constant.quantile(0.2) == 4.0);
    CHECK(constant.cdf(std::nextafter(4.0, 0.0)) == 0.0);
    CHECK(constant.cdf(4.0) == 1.0);

    const Distribution coin = Bernoulli(0.25);
    CHECK(coin.quantile(0.75) == 0.0);
    CHECK(coin.quantile(0.7500001) == 1.0);
    CHECK(coin.mean() == 0.25);
    CHECK(coin.variance() == 0.1875);

    const Distribution die = Categorical(std::vector<double>{1.0, 0.0, 1.0, 2.0});
    CHECK(die.quantile(0.1) == 0.0);
    CHECK(die.quantile(0.3) == 2.0);
    CHECK(die.quantile(0.6) == 3.0);
    CHECK(die.cdf(1.0) == 0.25);
    CHECK(die.mean() == 2.0);
    CHECK(die.variance() == 1.5);

    const Distribution rank = Zipf(3, 1.0);  // weights 1, 1/2, 1/3 of 11/6
    CHECK(rank.cdf(1.0) == about(6.0 / 11.0));
    CHECK(rank.cdf(2.5) == about(9.0 / 11.0));
    CHECK(rank.mean() == about(18.0 / 11.0));
    CHECK(rank.variance() == about(36.0 / 11.0 - 18.0 * 18.0 / 121.0));
}

TEST_CASE("a law is found from its mean and standard deviation, or from two quantiles") {
    for (const Distribution& law : {Distribution{Lognormal::from_moments(3.0, 4.5)},
                                    Distribution{Gamma::from_moments(3.0, 4.5)},
                                    Distribution{Pareto::from_moments(3.0, 4.5)}}) {
        CAPTURE(law.describe());
        CHECK(law.mean() == about(3.0));
        CHECK(law.variance() == about(20.25));
    }
    for (const Distribution& law : {Distribution{Lognormal::from_quantiles(0.5, 2.4, 0.75, 15.0)},
                                    Distribution{Weibull::from_quantiles(0.75, 15.0, 0.5, 2.4)}}) {
        CAPTURE(law.describe());
        CHECK(law.quantile(0.5) == about(2.4));
        CHECK(law.quantile(0.75) == about(15.0));
    }
}

TEST_CASE("a moment that does not exist is infinite") {
    CHECK(Pareto(1.0, 1.0).mean() == unbounded);
    CHECK(Pareto(1.5, 1.0).mean() == about(3.0));
    CHECK(Pareto(2.0, 1.0).variance() == unbounded);
}

TEST_CASE("a law describes itself") {
    CHECK(Distribution{}.describe() == "constant(0)");
    CHECK(Distribution{Lognormal(std::log(2.4), 1.1)}.describe() ==
          "lognormal(median 2.4, sigma 1.1)");
    CHECK(Distribution{ZeroInflated(0.3, Gamma(2.0, 0.5))}.describe() ==
          "zero_inflated(p 0.3, gamma(shape 2, scale 0.5))");
    CHECK(Distribution{Zipf(100, 1.1)}.describe() == "zipf(n 100, exponent 1.1)");
}

TEST_CASE("parameters that make no law are named, and refused by the constructor") {
    CHECK(Exponential::problem(0.0) == std::string("mean must be positive"));
    CHECK(Exponential::problem(std::numeric_limits<double>::quiet_NaN()));
    CHECK(Lognormal::problem(0.0, -1.0) == std::string("sigma must be positive"));
    CHECK(Uniform::problem(2.0, 2.0) == std::string("low must be less than high"));
    CHECK(Triangular::problem(0.0, 3.0, 2.0) == std::string("mode must lie between low and high"));
    CHECK(Gamma::problem(1.0, unbounded) == std::string("scale must be positive"));
    CHECK(Geometric::problem(0.0));
    CHECK(Bernoulli::problem(1.1));
    CHECK(Poisson::problem(-1.0));
    CHECK(NegativeBinomial::problem(1.0, 0.0) == std::string("size must be positive"));
    CHECK(Categorical::problem(std::vector<double>{}) == std::string("needs at least one weight"));
    CHECK(Categorical::problem(std::vector<double>{0.0, 0.0}));
    CHECK(Zipf::problem(0, 1.0));
    CHECK(quantiles_problem(0.5, 2.0, 0.75, 1.0) == std::string("quantiles must rise with p"));
    CHECK(moments_problem(1.0, 0.0) == std::string("sd must be positive"));
    CHECK_FALSE(Exponential::problem(1.0));
    CHECK_FALSE(Poisson::problem(0.0));
    CHECK(test::broken_contract([] { Exponential{-1.0}; }).find("mean must be positive") !=
          std::string::npos);
}

TEST_CASE("a variate draws its law from its stream, in microseconds of simulated time") {
    const Channel channel = Chance(5, 0).channel(Purpose{1});
    Variate<Exponential> gap{Exponential(60.0), channel.stream(8)};
    Variate<> same_gap{Exponential(60.0), channel.stream(8)};
    for (std::uint64_t i = 0; i < 20; ++i) {
        const double expected_s = Exponential(60.0).quantile(channel.uniform(8, i));
        CHECK(gap() == from_seconds(expected_s));
        CHECK(same_gap() == from_seconds(expected_s));
    }
}

}  // namespace wardwire::sim
