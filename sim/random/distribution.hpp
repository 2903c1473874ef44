// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <string>
#include <utility>
#include <variant>

#include "sim/random/compound.hpp"
#include "sim/random/counts.hpp"
#include "sim/random/empirical.hpp"
#include "sim/random/laws.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::sim {

/// Any of the laws, as a value.
///
/// Every law draws by inversion from exactly one uniform number (decision 0003): `draw(u)` is
/// `quantile(u)`, rising in u, so that two systems that read the same addresses see draws that
/// differ by their laws alone. Where the law is known when the program is written, use the class of
/// the law itself: it has the same members but `draw`.
class Distribution {
 public:
    using Law = std::variant<Constant, Exponential, Lognormal, Uniform, Empirical, Triangular,
                             Gamma, Weibull, Pareto, Mixture, Truncated, ZeroInflated, Bernoulli,
                             Geometric, Poisson, NegativeBinomial, Categorical, Zipf>;

    /// Always zero.
    Distribution() : law_(Constant{0.0}) {}

    /// Implicit: a law is a distribution.
    template <class SomeLaw>
    requires(!std::same_as<SomeLaw, Distribution> && std::constructible_from<Law, SomeLaw>)
        Distribution(SomeLaw law)
        : law_(std::move(law)) {}

    /// The smallest x with cdf(x) >= p, for p in [0, 1].
    double quantile(double p) const {
        if (const auto* exponential = std::get_if<Exponential>(&law_))
            return exponential->quantile(p);
        if (const auto* lognormal = std::get_if<Lognormal>(&law_)) return lognormal->quantile(p);
        if (const auto* constant = std::get_if<Constant>(&law_)) return constant->quantile(p);
        if (const auto* uniform = std::get_if<Uniform>(&law_)) return uniform->quantile(p);
        if (const auto* empirical = std::get_if<Empirical>(&law_)) return empirical->quantile(p);
        return quantile_of_costlier_law(p);
    }

    /// Replaces each p in [0, 1) by quantile(p).
    void quantiles(EightNumbers& numbers) const {
        if (const auto* exponential = std::get_if<Exponential>(&law_))
            return exponential->quantiles(numbers);
        for (double& number : numbers) number = quantile(number);
    }

    double draw(double u) const { return quantile(u); }
    double draw(Stream& stream) const { return quantile(stream.uniform()); }

    /// P(X <= x).
    double cdf(double x) const;
    /// Infinite where the law has none.
    double mean() const;
    double variance() const;
    /// The infimum of the support.
    double lower() const;
    /// "lognormal(median 2.4, sigma 1.1)".
    std::string describe() const;

    bool is_constant() const { return std::holds_alternative<Constant>(law_); }
    /// The law itself, for those who ask which it is.
    const Law& law() const { return law_; }

 private:
    double quantile_of_costlier_law(double p) const;

    Law law_;
};

}  // namespace wardwire::sim
