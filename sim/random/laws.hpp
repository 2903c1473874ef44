// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/contract.hpp"
#include "sim/random/eight.hpp"
#include "sim/random/special.hpp"

/// The continuous laws. Each has the same members and no other:
///
/// | member           | meaning                                                               |
/// |------------------|-----------------------------------------------------------------------|
/// | `problem(...)`   | why these parameters are no law ("sigma must be positive"), or nullptr |
/// | `quantile(p)`    | the smallest x with cdf(x) >= p, for p in [0, 1]; the draw at p        |
/// | `cdf(x)`         | P(X <= x)                                                             |
/// | `mean()`, `variance()` | infinite where the law has none                                 |
/// | `lower()`        | the infimum of the support                                            |
/// | `describe()`     | name and parameters in words                                          |
///
/// A constructor expects parameters without a problem. A law carries no unit: its quantiles are in
/// the unit of its parameters, for durations seconds.
namespace wardwire::sim {

/// Why a positive law cannot have this mean and standard deviation, or nullptr.
const char* moments_problem(double mean, double sd);

/// Why a positive law cannot have x1 as its p1-quantile and x2 as its p2-quantile, or nullptr.
const char* quantiles_problem(double p1, double x1, double p2, double x2);

class Constant {
 public:
    static const char* problem(double value);
    explicit Constant(double value);

    double quantile(double) const { return value_; }
    double cdf(double x) const { return x < value_ ? 0.0 : 1.0; }
    double mean() const { return value_; }
    double variance() const { return 0.0; }
    double lower() const { return value_; }
    std::string describe() const;

 private:
    double value_;
};

class Uniform {
 public:
    static const char* problem(double low, double high);
    Uniform(double low, double high);

    double quantile(double p) const { return low_ + p * (high_ - low_); }
    double cdf(double x) const { return std::clamp((x - low_) / (high_ - low_), 0.0, 1.0); }
    double mean() const { return low_ + 0.5 * (high_ - low_); }
    double variance() const { return (high_ - low_) * (high_ - low_) / 12.0; }
    double lower() const { return low_; }
    std::string describe() const;

 private:
    double low_, high_;
};

class Triangular {
 public:
    static const char* problem(double low, double mode, double high);
    Triangular(double low, double mode, double high);

    double quantile(double p) const;
    double cdf(double x) const;
    double mean() const;
    double variance() const;
    double lower() const { return low_; }
    std::string describe() const;

 private:
    double low_, mode_, high_;
};

class Exponential {
 public:
    static const char* problem(double mean);
    explicit Exponential(double mean);

    double quantile(double p) const { return mean_ * exponential_quantile(p); }
    /// Replaces each p in [0, 1) by quantile(p), at a third of the cost.
    void quantiles(EightNumbers& numbers) const {
        exponential_quantiles(numbers);
        for (double& number : numbers) number *= mean_;
    }
    double cdf(double x) const { return x <= 0.0 ? 0.0 : -std::expm1(-x / mean_); }
    double mean() const { return mean_; }
    double variance() const { return mean_ * mean_; }
    double lower() const { return 0.0; }
    std::string describe() const;

 private:
    double mean_;
};

/// The law of exp(mu + sigma Z) with Z standard normal; its median is exp(mu).
class Lognormal {
 public:
    static const char* problem(double mu, double sigma);
    Lognormal(double mu, double sigma);
    static Lognormal from_moments(double mean, double sd);
    /// With a median m: `from_quantiles(0.5, m, p, x)`.
    static Lognormal from_quantiles(double p1, double x1, double p2, double x2);

    double quantile(double p) const { return std::exp(mu_ + sigma_ * standard_normal_quantile(p)); }
    double cdf(double x) const {
        return x <= 0.0 ? 0.0 : standard_normal_cdf((std::log(x) - mu_) / sigma_);
    }
    double mean() const;
    double variance() const;
    double lower() const { return 0.0; }
    std::string describe() const;

 private:
    double mu_, sigma_;
};

class Gamma {
 public:
    static const char* problem(double shape, double scale);
    Gamma(double shape, double scale);
    static Gamma from_moments(double mean, double sd);

    double quantile(double p) const { return scale_ * gamma_quantile(shape_, p); }
    double cdf(double x) const { return x <= 0.0 ? 0.0 : gamma_share_below(shape_, x / scale_); }
    double mean() const { return shape_ * scale_; }
    double variance() const { return shape_ * scale_ * scale_; }
    double lower() const { return 0.0; }
    std::string describe() const;

 private:
    double shape_, scale_;
};

/// P(X > x) = exp(-(x / scale)^shape).
class Weibull {
 public:
    static const char* problem(double shape, double scale);
    Weibull(double shape, double scale);
    static Weibull from_quantiles(double p1, double x1, double p2, double x2);

    double quantile(double p) const {
        return scale_ * std::pow(exponential_quantile(p), 1.0 / shape_);
    }
    double cdf(double x) const {
        return x <= 0.0 ? 0.0 : -std::expm1(-std::pow(x / scale_, shape_));
    }
    double mean() const;
    double variance() const;
    double lower() const { return 0.0; }
    std::string describe() const;

 private:
    double shape_, scale_;
};

/// P(X > x) = (scale / x)^shape for x above the scale, which is the smallest value.
class Pareto {
 public:
    static const char* problem(double shape, double scale);
    Pareto(double shape, double scale);
    static Pareto from_moments(double mean, double sd);

    double quantile(double p) const { return scale_ * std::exp(exponential_quantile(p) / shape_); }
    double cdf(double x) const {
        return x <= scale_ ? 0.0 : -std::expm1(shape_ * std::log(scale_ / x));
    }
    double mean() const;
    double variance() const;
    double lower() const { return scale_; }
    std::string describe() const;

 private:
    double shape_, scale_;
};

}  // namespace wardwire::sim
