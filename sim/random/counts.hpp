// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/random/special.hpp"

/// The discrete laws: the members of the continuous ones (sim/random/laws.hpp), with whole numbers
/// as values.
///
/// A p within a relative 1.4e-14 above a step of the distribution function counts as the step, so
/// that quantile(cdf(k)) is k in spite of rounding.
namespace wardwire::sim {

/// 1 with the stated probability, else 0.
class Bernoulli {
 public:
    static const char* problem(double probability);
    explicit Bernoulli(double probability);

    double quantile(double p) const { return p <= 1.0 - probability_ ? 0.0 : 1.0; }
    double cdf(double x) const { return x < 0.0 ? 0.0 : x < 1.0 ? 1.0 - probability_ : 1.0; }
    double mean() const { return probability_; }
    double variance() const { return probability_ * (1.0 - probability_); }
    double lower() const { return probability_ < 1.0 ? 0.0 : 1.0; }
    std::string describe() const;

 private:
    double probability_;
};

/// The number of trials up to and with the first success: 1, 2, ...
class Geometric {
 public:
    static const char* problem(double success_probability);
    explicit Geometric(double success_probability);

    double quantile(double p) const;
    double cdf(double x) const;
    double mean() const { return 1.0 / success_probability_; }
    double variance() const { return (mean() - 1.0) * mean(); }
    double lower() const { return 1.0; }
    std::string describe() const;

 private:
    double success_probability_;
    double failure_hazard_;  // -ln(1 - success_probability)
};

class Poisson {
 public:
    static const char* problem(double mean);
    explicit Poisson(double mean);

    /// Takes about as many steps as the mean, at most 32; above that about a microsecond.
    double quantile(double p) const;
    double cdf(double x) const;
    double mean() const { return mean_; }
    double variance() const { return mean_; }
    double lower() const { return 0.0; }
    std::string describe() const;

 private:
    double mean_;
};

/// A Poisson number whose mean is itself gamma with shape `size`: variance mean + mean^2 / size.
class NegativeBinomial {
 public:
    static const char* problem(double mean, double size);
    NegativeBinomial(double mean, double size);

    /// Takes about as many steps as the mean, at most 32; above that a few microseconds.
    double quantile(double p) const;
    double cdf(double x) const;
    double mean() const { return mean_; }
    double variance() const { return mean_ * (1.0 + mean_ / size_); }
    double lower() const { return 0.0; }
    std::string describe() const;

 private:
    double mean_, size_;
};

/// Finds the category of a uniform number: the first whose cumulative share reaches it.
///
/// Indexed search (Chen & Asau 1974): one step on average whatever the number of categories, as
/// with an alias table, but rising with the number (decision 0003).
class CumulativeTable {
 public:
    /// Shares that do not fall and end with exactly 1.
    explicit CumulativeTable(std::vector<double> cumulative);
    static const char* problem(std::span<const double> weights);
    static CumulativeTable from_weights(std::span<const double> weights);

    std::size_t find(double p) const {
        const auto size = static_cast<double>(cumulative_.size());
        std::size_t i = start_[static_cast<std::size_t>(p * size)];
        while (cumulative_[i] < p) ++i;
        while (i > 0 && cumulative_[i - 1] >= p) --i;  // p * size may have been rounded up
        return i;
    }
    std::size_t size() const { return cumulative_.size(); }
    /// The share of the categories up to and with this one.
    double cumulative(std::size_t category) const { return cumulative_[category]; }
    double share(std::size_t category) const {
        return cumulative_[category] - (category == 0 ? 0.0 : cumulative_[category - 1]);
    }

 private:
    std::vector<double> cumulative_;
    std::vector<std::size_t> start_;  // [j]: the category of p = j / size
};

/// One of the categories 0 .. n-1, each with its weight.
class Categorical {
 public:
    static const char* problem(std::span<const double> weights) {
        return CumulativeTable::problem(weights);
    }
    explicit Categorical(std::span<const double> weights);

    /// The category that a uniform number falls into.
    std::size_t pick(double uniform) const { return table_.find(uniform); }

    double quantile(double p) const { return static_cast<double>(table_.find(p)); }
    double cdf(double x) const;
    double mean() const;
    double variance() const;
    double lower() const { return quantile(0x1p-53); }
    std::string describe() const;

 private:
    CumulativeTable table_;
};

/// Rank k of 1 .. n with weight k^-exponent: few partners get most messages.
class Zipf {
 public:
    static const char* problem(std::size_t n, double exponent);
    Zipf(std::size_t n, double exponent);

    double quantile(double p) const { return 1.0 + static_cast<double>(table_.find(p)); }
    double cdf(double x) const;
    double mean() const;
    double variance() const;
    double lower() const { return 1.0; }
    std::string describe() const;

 private:
    CumulativeTable table_;
    double exponent_;
};

}  // namespace wardwire::sim
