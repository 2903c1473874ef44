// SPDX-License-Identifier: Apache-2.0
#include "sim/random/laws.hpp"

#include <initializer_list>
#include <limits>

namespace wardwire::sim {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool are_finite(std::initializer_list<double> numbers) {
    return std::all_of(numbers.begin(), numbers.end(), [](double x) { return std::isfinite(x); });
}

bool are_positive(std::initializer_list<double> numbers) {
    return are_finite(numbers) && std::min(numbers) > 0.0;
}

void expect_no_problem(const char* problem) { WARDWIRE_EXPECT(problem == nullptr, problem); }

}  // namespace

const char* moments_problem(double mean, double sd) {
    if (!are_positive({mean})) return "mean must be positive";
    if (!are_positive({sd})) return "sd must be positive";
    return nullptr;
}

const char* quantiles_problem(double p1, double x1, double p2, double x2) {
    if (!are_positive({p1, p2, 1.0 - p1, 1.0 - p2})) return "p must lie between 0 and 1";
    if (!are_positive({x1, x2})) return "quantiles must be positive";
    if ((p1 < p2) != (x1 < x2) || p1 == p2 || x1 == x2) return "quantiles must rise with p";
    return nullptr;
}

const char* Constant::problem(double value) {
    return std::isfinite(value) ? nullptr : "value must be finite";
}
Constant::Constant(double value) : value_(value) { expect_no_problem(problem(value)); }
std::string Constant::describe() const { return "constant(" + number_in_words(value_) + ")"; }

const char* Uniform::problem(double low, double high) {
    return are_finite({low, high}) && low < high ? nullptr : "low must be less than high";
}
Uniform::Uniform(double low, double high) : low_(low), high_(high) {
    expect_no_problem(problem(low, high));
}
std::string Uniform::describe() const {
    return law_in_words("uniform", {{"low", low_}, {"high", high_}});
}

const char* Triangular::problem(double low, double mode, double high) {
    if (!are_finite({low, mode, high}) || !(low < high)) return "low must be less than high";
    return low <= mode && mode <= high ? nullptr : "mode must lie between low and high";
}
Triangular::Triangular(double low, double mode, double high) : low_(low), mode_(mode), high_(high) {
    expect_no_problem(problem(low, mode, high));
}
double Triangular::quantile(double p) const {
    const double width = high_ - low_;
    return p * width <= mode_ - low_ ? low_ + std::sqrt(p * width * (mode_ - low_))
                                     : high_ - std::sqrt((1.0 - p) * width * (high_ - mode_));
}
double Triangular::cdf(double x) const {
    if (x <= low_) return 0.0;
    if (x >= high_) return 1.0;
    const double width = high_ - low_;
    return x <= mode_ ? (x - low_) * (x - low_) / (width * (mode_ - low_))
                      : 1.0 - (high_ - x) * (high_ - x) / (width * (high_ - mode_));
}
double Triangular::mean() const { return low_ + (mode_ - low_ + high_ - low_) / 3.0; }
double Triangular::variance() const {
    const double width = high_ - low_;
    return (width * width - (mode_ - low_) * (high_ - mode_)) / 18.0;
}
std::string Triangular::describe() const {
    return law_in_words("triangular", {{"low", low_}, {"mode", mode_}, {"high", high_}});
}

const char* Exponential::problem(double mean) {
    return are_positive({mean}) ? nullptr : "mean must be positive";
}
Exponential::Exponential(double mean) : mean_(mean) { expect_no_problem(problem(mean)); }
std::string Exponential::describe() const { return law_in_words("exponential", {{"mean", mean_}}); }

const char* Lognormal::problem(double mu, double sigma) {
    if (!are_finite({mu})) return "mu must be finite";
    return are_positive({sigma}) ? nullptr : "sigma must be positive";
}
Lognormal::Lognormal(double mu, double sigma) : mu_(mu), sigma_(sigma) {
    expect_no_problem(problem(mu, sigma));
}
Lognormal Lognormal::from_moments(double mean, double sd) {
    expect_no_problem(moments_problem(mean, sd));
    const double sigma_squared = std::log1p(sd / mean * (sd / mean));
    return {std::log(mean) - 0.5 * sigma_squared, std::sqrt(sigma_squared)};
}
Lognormal Lognormal::from_quantiles(double p1, double x1, double p2, double x2) {
    expect_no_problem(quantiles_problem(p1, x1, p2, x2));
    const double z1 = standard_normal_quantile(p1);
    const double sigma = std::log(x2 / x1) / (standard_normal_quantile(p2) - z1);
    return {std::log(x1) - sigma * z1, sigma};
}
double Lognormal::mean() const { return std::exp(mu_ + 0.5 * sigma_ * sigma_); }
double Lognormal::variance() const { return std::expm1(sigma_ * sigma_) * mean() * mean(); }
std::string Lognormal::describe() const {
    return law_in_words("lognormal", {{"median", std::exp(mu_)}, {"sigma", sigma_}});
}

const char* Gamma::problem(double shape, double scale) {
    if (!are_positive({shape})) return "shape must be positive";
    return are_positive({scale}) ? nullptr : "scale must be positive";
}
Gamma::Gamma(double shape, double scale) : shape_(shape), scale_(scale) {
    expect_no_problem(problem(shape, scale));
}
Gamma Gamma::from_moments(double mean, double sd) {
    expect_no_problem(moments_problem(mean, sd));
    return {mean / sd * (mean / sd), sd / mean * sd};
}
std::string Gamma::describe() const {
    return law_in_words("gamma", {{"shape", shape_}, {"scale", scale_}});
}

const char* Weibull::problem(double shape, double scale) { return Gamma::problem(shape, scale); }
Weibull::Weibull(double shape, double scale) : shape_(shape), scale_(scale) {
    expect_no_problem(problem(shape, scale));
}
Weibull Weibull::from_quantiles(double p1, double x1, double p2, double x2) {
    expect_no_problem(quantiles_problem(p1, x1, p2, x2));
    const double hazard1 = exponential_quantile(p1);
    const double shape = std::log(exponential_quantile(p2) / hazard1) / std::log(x2 / x1);
    return {shape, x1 / std::pow(hazard1, 1.0 / shape)};
}
double Weibull::mean() const { return scale_ * std::tgamma(1.0 + 1.0 / shape_); }
double Weibull::variance() const {
    return scale_ * scale_ * std::tgamma(1.0 + 2.0 / shape_) - mean() * mean();
}
std::string Weibull::describe() const {
    return law_in_words("weibull", {{"shape", shape_}, {"scale", scale_}});
}

const char* Pareto::problem(double shape, double scale) { return Gamma::problem(shape, scale); }
Pareto::Pareto(double shape, double scale) : shape_(shape), scale_(scale) {
    expect_no_problem(problem(shape, scale));
}
Pareto Pareto::from_moments(double mean, double sd) {
    expect_no_problem(moments_problem(mean, sd));
    const double shape = 1.0 + std::hypot(1.0, mean / sd);
    return {shape, mean * (shape - 1.0) / shape};
}
double Pareto::mean() const { return shape_ <= 1.0 ? infinity : scale_ * shape_ / (shape_ - 1.0); }
double Pareto::variance() const {
    const double below = shape_ - 1.0;
    return shape_ <= 2.0 ? infinity : scale_ * scale_ * shape_ / (below * below * (shape_ - 2.0));
}
std::string Pareto::describe() const {
    return law_in_words("pareto", {{"shape", shape_}, {"scale", scale_}});
}

}  // namespace wardwire::sim
