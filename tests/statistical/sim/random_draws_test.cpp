// SPDX-License-Identifier: Apache-2.0
#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/discrete_distribution.hpp>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/geometric_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/negative_binomial_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <boost/random/triangle_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <boost/random/weibull_distribution.hpp>
#include <catch2/catch.hpp>
#include <limits>
#include <random>

#include "sim/random/distribution.hpp"
#include "tests/statistical/sim/random_goodness.hpp"

namespace wardwire::sim {
namespace {

constexpr double false_alarm = 1e-6;
constexpr std::size_t sample_size = 250'000;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// A law, and the same with one parameter wrong by 3 %.
struct Case {
    Distribution law, wrong;
};

std::vector<double> weights(double last) { return {1.0, 2.0, 3.0, last}; }

std::vector<Case> cases() {
    using Points = std::vector<Empirical::Point>;
    const std::vector<double> one_to_three{1.0, 3.0};
    return {
        {Exponential(7.0), Exponential(7.0 * 1.03)},
        {Lognormal(0.5, 0.6), Lognormal(0.5, 0.6 * 1.03)},
        {Uniform(1.0, 3.0), Uniform(1.0, 3.0 * 1.03)},
        {Empirical(Points{{0.0, 0.0}, {0.6, 1.0}, {1.0, 9.0}}),
         Empirical(Points{{0.0, 0.0}, {0.6 * 1.03, 1.0}, {1.0, 9.0}})},
        {Triangular(0.0, 2.0, 3.0), Triangular(0.0, 2.0, 3.0 * 1.03)},
        {Gamma(2.5, 1.5), Gamma(2.5 * 1.03, 1.5)},
        {Weibull(0.8, 4.0), Weibull(0.8, 4.0 * 1.03)},
        {Pareto(1.2, 1.0), Pareto(1.2 * 1.03, 1.0)},
        {Mixture(one_to_three, {Exponential(1.0), Lognormal(2.0, 0.4)}),
         Mixture(one_to_three, {Exponential(1.0), Lognormal(2.0 * 1.03, 0.4)})},
        {Truncated(Gamma(2.0, 1.0), 1.0, infinity), Truncated(Gamma(2.0, 1.03), 1.0, infinity)},
        {ZeroInflated(0.4, Exponential(1.0)), ZeroInflated(0.4 * 1.03, Exponential(1.0))},
        {Bernoulli(0.4), Bernoulli(0.4 * 1.03)},
        {Geometric(0.4), Geometric(0.4 * 1.03)},
        {Poisson(3.5), Poisson(3.5 * 1.03)},
        {Poisson(90.0), Poisson(90.0 * 1.03)},
        {NegativeBinomial(5.0, 1.5), NegativeBinomial(5.0 * 1.03, 1.5)},
        {NegativeBinomial(60.0, 2.0), NegativeBinomial(60.0 * 1.03, 2.0)},
        {Categorical(weights(4.0)), Categorical(weights(4.0 * 1.06))},  // a share 3 % too large
        {Zipf(100, 1.1), Zipf(100, 1.1 * 1.03)},
    };
}

std::vector<double> sample_of(const Distribution& law, std::uint32_t purpose) {
    Stream stream = Chance(20'110'811, 0).channel(Purpose{purpose}).stream(1);
    std::vector<double> sample(sample_size);
    for (double& x : sample) x = law.draw(stream);
    return sample;
}

/// A sample of a twin: another author's law on another author's generator.
template <class Twin>
std::vector<double> sample_of_twin(Twin twin, double shift = 0.0) {
    std::mt19937_64 generator(19'371'116);
    std::vector<double> sample(sample_size);
    for (double& x : sample) x = static_cast<double>(twin(generator)) + shift;
    return sample;
}

}  // namespace

TEST_CASE("draws of every law follow it, and a parameter wrong by 3 % is noticed") {
    // 19 tests with a false alarm of 1e-6 each. Power: 3 % move each distribution function by
    // 0.007 or more, the test rejects from 0.0054, and the sample errs by 0.001.
    std::uint32_t purpose = 0;
    for (const auto& [law, wrong] : cases()) {
        CAPTURE(law.describe());
        const auto sample = sample_of(law, purpose++);
        CHECK_FALSE(test::rejects_law(
            sample, [&law = law](double x) { return law.cdf(x); }, false_alarm));
        CHECK(test::rejects_law(
            sample, [&wrong = wrong](double x) { return wrong.cdf(x); }, false_alarm));
    }
}

TEST_CASE("draws agree with those of Boost.Random, whose samplers share nothing with ours") {
    // 11 tests with a false alarm of 1e-6 each; they reject a distance of 0.0076.
    namespace twin = boost::random;
    const auto same = [](const Distribution& law, const std::vector<double>& twins) {
        CAPTURE(law.describe());
        CHECK_FALSE(test::rejects_same_law(sample_of(law, 100), twins, false_alarm));
    };
    same(Exponential(7.0), sample_of_twin(twin::exponential_distribution<>(1.0 / 7.0)));
    same(Lognormal(0.5, 1.1), sample_of_twin(twin::lognormal_distribution<>(0.5, 1.1)));
    same(Uniform(1.0, 3.0), sample_of_twin(twin::uniform_real_distribution<>(1.0, 3.0)));
    same(Triangular(0.0, 2.0, 3.0), sample_of_twin(twin::triangle_distribution<>(0.0, 2.0, 3.0)));
    same(Gamma(2.5, 1.5), sample_of_twin(twin::gamma_distribution<>(2.5, 1.5)));
    same(Weibull(0.8, 4.0), sample_of_twin(twin::weibull_distribution<>(0.8, 4.0)));
    same(Bernoulli(0.4), sample_of_twin(twin::bernoulli_distribution<>(0.4)));
    // Boost counts the failures before the first success.
    same(Geometric(0.4), sample_of_twin(twin::geometric_distribution<>(0.4), 1.0));
    same(Poisson(3.5), sample_of_twin(twin::poisson_distribution<>(3.5)));
    same(NegativeBinomial(6.0, 3.0),
         sample_of_twin(twin::negative_binomial_distribution<>(3, 3.0 / 9.0)));
    same(Categorical(weights(4.0)), sample_of_twin(twin::discrete_distribution<>(weights(4.0))));

    SECTION("and a twin wrong by 5 % is noticed") {
        CHECK(test::rejects_same_law(sample_of(Exponential(7.0), 100),
                                     sample_of_twin(twin::exponential_distribution<>(1.05 / 7.0)),
                                     false_alarm));
        CHECK(test::rejects_same_law(sample_of(Poisson(3.5), 100),
                                     sample_of_twin(twin::poisson_distribution<>(3.5 * 1.05)),
                                     false_alarm));
    }
}

}  // namespace wardwire::sim
