// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

/// The laws made of other laws; same members as in sim/random/laws.hpp.
namespace wardwire::sim {

class Distribution;

/// With probability proportional to its weight, a value of one of the laws.
///
/// A draw inverts the distribution function of the whole by bisection, some microseconds; a hot
/// model draws from `Empirical::tabulate(mixture, cells)`.
class Mixture {
 public:
    static const char* problem(std::span<const double> weights, std::span<const Distribution> laws);
    Mixture(std::span<const double> weights, std::vector<Distribution> laws);

    double quantile(double p) const;
    double cdf(double x) const;
    double mean() const;
    double variance() const;
    double lower() const;
    std::string describe() const;

 private:
    std::vector<double> shares_;
    std::vector<Distribution> laws_;
};

/// A law given that its value lies in [low, high]; either may be infinite.
///
/// Mean and variance are integrated numerically, to about eight digits.
class Truncated {
 public:
    static const char* problem(const Distribution& law, double low, double high);
    Truncated(Distribution law, double low, double high);

    double quantile(double p) const;
    double cdf(double x) const;
    double mean() const;
    double variance() const;
    double lower() const { return low_; }
    std::string describe() const;

 private:
    std::vector<Distribution> law_;  // one; a vector because the type is not complete yet
    double low_, high_;
    double below_;   // P(X < low)
    double inside_;  // P(low <= X <= high)
};

/// Zero with the stated probability, else a value of a law without negative values.
class ZeroInflated {
 public:
    static const char* problem(double zero_probability, const Distribution& law);
    ZeroInflated(double zero_probability, Distribution law);

    double quantile(double p) const;
    double cdf(double x) const;
    double mean() const;
    double variance() const;
    double lower() const;
    std::string describe() const;

 private:
    double zero_probability_;
    std::vector<Distribution> law_;  // one; a vector because the type is not complete yet
};

}  // namespace wardwire::sim
