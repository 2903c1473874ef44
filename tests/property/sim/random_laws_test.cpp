// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "sim/random/distribution.hpp"

namespace wardwire::sim {
namespace {

/// Makes laws of one kind with parameters from a stream.
using Maker = std::function<Distribution(Stream&)>;

double between(Stream& stream, double low, double high) {
    return Uniform(low, high).quantile(stream.uniform());
}
double across_decades(Stream& stream, double low, double high) {
    return std::exp(between(stream, std::log(low), std::log(high)));
}
std::vector<double> weights(Stream& stream, std::size_t count) {
    std::vector<double> some(count);
    for (double& weight : some) weight = stream.uniform() < 0.2 ? 0.0 : stream.uniform();
    some[count / 2] = 0.5;
    return some;
}

Distribution any_empirical(Stream& stream) {
    std::vector<Empirical::Point> points{{0.0, between(stream, -5.0, 5.0)}};
    for (int cell = 1; cell <= 8; ++cell) {
        const bool is_atom = stream.uniform() < 0.3;
        points.push_back({cell / 8.0, points.back().x + (is_atom ? 0.0 : stream.uniform())});
    }
    return Empirical(points);
}

// Braces, not parentheses: they promise to evaluate the draws from left to right.
const std::vector<Maker> continuous_makers{
    [](Stream& s) {
        return Uniform{between(s, -9.0, 0.0), between(s, 1.0, 9.0)};
    },
    [](Stream& s) {
        return Triangular{between(s, -9.0, 0.0), between(s, 1.0, 2.0), between(s, 3.0, 9.0)};
    },
    [](Stream& s) { return Exponential{across_decades(s, 1e-3, 1e6)}; },
    [](Stream& s) {
        return Lognormal{between(s, -3.0, 9.0), between(s, 0.1, 3.0)};
    },
    [](Stream& s) {
        return Gamma{across_decades(s, 0.05, 200.0), across_decades(s, 1e-2, 1e4)};
    },
    [](Stream& s) {
        return Weibull{across_decades(s, 0.3, 8.0), across_decades(s, 1e-2, 1e4)};
    },
    [](Stream& s) {
        return Pareto{across_decades(s, 0.5, 8.0), across_decades(s, 1e-2, 1e4)};
    },
    [](Stream& s) {
        return Mixture{weights(s, 3),
                       {Exponential(2.0), Lognormal(between(s, 0.0, 3.0), 1.0), Gamma(3.0, 1.0)}};
    },
    [](Stream& s) {
        return Truncated{Lognormal(0.0, 1.0), s.uniform(), 1.0 + s.uniform()};
    },
};

const std::vector<Maker> stepped_makers{
    [](Stream& s) { return Constant{between(s, -9.0, 9.0)}; },
    any_empirical,
    [](Stream& s) {
        return ZeroInflated{s.uniform(), Gamma(0.5, 2.0)};
    },
    [](Stream& s) { return Bernoulli{s.uniform()}; },
    [](Stream& s) { return Geometric{across_decades(s, 1e-3, 1.0)}; },
    [](Stream& s) { return Poisson{across_decades(s, 1e-2, 1e4)}; },
    [](Stream& s) {
        return NegativeBinomial{across_decades(s, 1e-2, 1e3), across_decades(s, 0.05, 50.0)};
    },
    [](Stream& s) { return Categorical{weights(s, 7)}; },
    [](Stream& s) {
        return Zipf{1 + s() % 500, between(s, 0.0, 2.5)};
    },
    [](Stream& s) {
        return Mixture{weights(s, 2), {Constant(s.uniform()), Exponential(1.0)}};
    },
    [](Stream& s) {
        return Truncated{Poisson(6.0), between(s, 0.0, 4.0), between(s, 5.0, 9.0)};
    },
};

/// Calls `check(law, stream)` for twenty laws of each kind.
template <class Check>
void for_laws(const std::vector<Maker>& makers, Check&& check) {
    const Channel channel = Chance(20230117, 0).channel(Purpose{0});
    for (std::size_t kind = 0; kind < makers.size(); ++kind) {
        for (std::uint64_t trial = 0; trial < 20; ++trial) {
            Stream stream = channel.stream(kind * 1000 + trial);
            const Distribution law = makers[kind](stream);
            INFO(law.describe() << ", kind " << kind << ", trial " << trial);
            check(law, stream);
        }
    }
}

/// Steps of a distribution function are met up to this relative distance (sim/random/counts.hpp),
/// and the special functions round to a few units more.
constexpr double step_rounding = 4e-14;

/// How much a law's distribution function moves when x moves by a relative 1e-15, plus its own
/// rounding: what inversion cannot undo.
double resolution(const Distribution& law, double x) {
    const double reach = 4e-15 * std::abs(x);
    return law.cdf(x + reach) - law.cdf(x - reach) + 4e-15;
}

}  // namespace

TEST_CASE("every quantile is the smallest value whose cumulative probability reaches p") {
    const auto check = [](const Distribution& law, Stream& stream) {
        for (int i = 0; i < 40; ++i) {
            const double p = stream.uniform();
            const double x = law.quantile(p);
            CAPTURE(p, x);
            REQUIRE(law.cdf(x) >= p * (1.0 - step_rounding) - resolution(law, x));
            // Well below x the probability is not reached; an atom is met to the last digit.
            REQUIRE(law.cdf(x - 1e-9 * std::abs(x) - 1e-300) <= p * (1.0 + step_rounding) + 4e-15);
        }
    };
    for_laws(continuous_makers, check);
    for_laws(stepped_makers, check);
}

TEST_CASE("a quantile never falls as p rises") {
    const auto check = [](const Distribution& law, Stream&) {
        double before = law.quantile(0x1p-53);
        REQUIRE(before >= law.lower());
        for (double p = 0.001; p < 1.0; p += 0.004) {
            const double x = law.quantile(p);
            REQUIRE(x >= before);
            before = x;
        }
        REQUIRE(law.quantile(1.0 - 0x1p-53) >= before);
        REQUIRE(std::isfinite(law.quantile(1.0 - 0x1p-53)));
    };
    for_laws(continuous_makers, check);
    for_laws(stepped_makers, check);
}

TEST_CASE("quantile undoes the distribution function where that rises smoothly") {
    for_laws(continuous_makers, [](const Distribution& law, Stream& stream) {
        for (int i = 0; i < 20; ++i) {
            const double x = law.quantile(0.001 + 0.998 * stream.uniform());
            // The rounding of p, magnified by how flat the function is at x.
            const double slope =
                (law.cdf(x + 1e-4 * std::abs(x)) - law.cdf(x - 1e-4 * std::abs(x))) /
                (2e-4 * std::abs(x));
            CAPTURE(x, slope);
            REQUIRE(std::abs(law.quantile(law.cdf(x)) - x) <= 1e-13 * std::abs(x) + 1e-14 / slope);
        }
    });
}

TEST_CASE("mean and variance are those of the quantile function") {
    const auto check = [](const Distribution& law, Stream&) {
        // Midpoints of n equal cells of p see no tail beyond 1 / 2n, so heavy tails are left to the
        // tests against formulas.
        const double spread = std::sqrt(law.variance());
        if (std::isinf(spread) || law.quantile(1.0 - 1e-9) - law.mean() > 20.0 * spread) return;
        constexpr int cells = 4000;
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < cells; ++i) {
            const double deviation = law.quantile((i + 0.5) / cells) - law.mean();
            sum += deviation;
            squares += deviation * deviation;
        }
        // A tail of 1 / 8000 that begins ten deviations out weighs 2e-3 and 2e-2.
        CHECK(std::abs(sum / cells) <= 5e-3 * spread);
        CHECK(squares / cells == Approx(law.variance()).epsilon(0.05).margin(1e-12));
    };
    for_laws(continuous_makers, check);
    for_laws(stepped_makers, check);
}

TEST_CASE("a truncated count has the moments that the sum over its values has") {
    const Channel channel = Chance(5, 0).channel(Purpose{0});
    for (Entity trial = 0; trial < 200; ++trial) {
        Stream stream = channel.stream(trial);
        const double rate = across_decades(stream, 0.1, 60.0);
        const double low = Poisson(rate).quantile(0.6 * stream.uniform());
        const double high = low + std::floor(between(stream, 0.0, 40.0));
        const Distribution law = Truncated(Poisson(rate), low, high);
        double mean = 0.0, square = 0.0;
        for (double k = low; k <= high; k += 1.0) {
            const double probability = law.cdf(k) - law.cdf(k - 1.0);
            mean += probability * k;
            square += probability * (k - law.mean()) * (k - law.mean());
        }
        CAPTURE(law.describe());
        REQUIRE(law.mean() == Approx(mean).epsilon(1e-8));
        REQUIRE(law.variance() == Approx(square).epsilon(1e-8).margin(1e-12));
    }
}

}  // namespace wardwire::sim
