// SPDX-License-Identifier: Apache-2.0
#include "sim/random/compound.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/contract.hpp"
#include "sim/random/distribution.hpp"

namespace wardwire::sim {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// P(X < x).
double cdf_below(const Distribution& law, double x) {
    return law.cdf(std::nextafter(x, -infinity));
}

/// The smallest double above `low` with cdf >= p, given that cdf(low) < p <= cdf(high). Closes in
/// by the ITP method (Oliveira & Takahashi 2021) down to neighbouring doubles, so that an atom is
/// met exactly: it interpolates where the cdf is smooth, and takes hardly more steps than halving
/// would where it is not.
template <class Cdf>
double smallest_reaching(double p, double low, double high, Cdf cdf) {
    const double ulp = high - std::nextafter(high, low);
    const double truncation = 0.2 / (high - low);
    double below = cdf(low) - p;
    double above = cdf(high) - p;
    double most_width = 4.0 * (high - low) + ulp;  // as halving would have it, two steps ahead
    for (;; most_width *= 0.5) {
        const double width = high - low;
        const double middle = low + 0.5 * width;
        if (middle <= low || middle >= high) return high;
        const double secant = (above * low - below * high) / (above - below);
        const double away = std::abs(middle - secant);
        const double back = std::min(away, truncation * width * width);
        const double slack = std::max(0.0, 0.5 * (most_width - width));
        const double step = std::copysign(std::min(away - back, slack), secant - middle);
        double next = middle + step;
        if (!(next > low && next < high)) next = middle;
        const double there = cdf(next) - p;
        (there < 0.0 ? low : high) = next;
        (there < 0.0 ? below : above) = there;
    }
}

/// Simpson's rule on [a, b], halved until both halves agree with the whole (Lyness 1969). `at_a`,
/// `at_m` and `at_b` are the values of f at the ends and in the middle. What is `negligible` is not
/// looked into: where a law has next to no density, the rounding of p alone moves its quantiles.
template <class F>
double integrate(const F& f, double a, double b, double at_a, double at_m, double at_b,
                 double tolerance, double negligible, int depth) {
    const double m = 0.5 * (a + b);
    const double left = f(0.5 * (a + m));
    const double right = f(0.5 * (m + b));
    const double whole = (b - a) / 6.0 * (at_a + 4.0 * at_m + at_b);
    const double halves = (b - a) / 12.0 * (at_a + 4.0 * (left + right) + 2.0 * at_m + at_b);
    if (depth == 0 || std::abs(halves - whole) <= 15.0 * std::max(tolerance, negligible))
        return halves + (halves - whole) / 15.0;
    return integrate(f, a, m, at_a, left, at_m, 0.5 * tolerance, negligible, depth - 1) +
           integrate(f, m, b, at_m, right, at_b, 0.5 * tolerance, negligible, depth - 1);
}

/// The mean of f(X) for a law of finite range and f >= 0, to about eight digits.
///
/// The integral of f(quantile(p)) over p. Atoms at the beginning, for a law of whole numbers all
/// of them, are summed up; what follows is integrated.
template <class F>
double mean_of(const Truncated& law, const F& f) {
    constexpr double least_atom = 1e-11;
    double sum = 0.0;
    double p = 0.0;
    while (p < 1.0 - least_atom) {
        const double x = law.quantile(p + least_atom);
        const double reached = law.cdf(x);
        if (reached < p + 2.0 * least_atom) break;
        sum += (reached - p) * f(x);
        p = reached;
    }
    if (p >= 1.0 - least_atom) return sum;
    const auto along = [&](double q) { return f(law.quantile(q)); };
    const double middle = 0.5 * (p + 1.0);
    const double scale = sum + (1.0 - p) * along(middle) + 1e-6 * along(1.0);
    return sum + integrate(along, p, 1.0, along(p), along(middle), along(1.0), 1e-10 * scale,
                           1e-16 * scale, 48);
}

}  // namespace

const char* Mixture::problem(std::span<const double> weights, std::span<const Distribution> laws) {
    if (weights.size() != laws.size()) return "needs one weight for each law";
    return CumulativeTable::problem(weights);
}
Mixture::Mixture(std::span<const double> weights, std::vector<Distribution> laws) {
    WARDWIRE_EXPECT(!problem(weights, laws), problem(weights, laws));
    double total = 0.0;
    for (const double weight : weights) total += weight;
    for (std::size_t i = 0; i < laws.size(); ++i) {
        if (weights[i] == 0.0) continue;
        shares_.push_back(weights[i] / total);
        laws_.push_back(std::move(laws[i]));
    }
}
double Mixture::quantile(double p) const {
    double low = infinity;
    double high = -infinity;
    for (const auto& law : laws_) {
        const double x = law.quantile(p);
        low = std::min(low, x);
        high = std::max(high, x);
    }
    if (p >= 1.0) return high;
    if (cdf(low) >= p) return low;
    return smallest_reaching(p, low, high, [this](double x) { return cdf(x); });
}
double Mixture::cdf(double x) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < laws_.size(); ++i) sum += shares_[i] * laws_[i].cdf(x);
    return sum;
}
double Mixture::mean() const {
    double sum = 0.0;
    for (std::size_t i = 0; i < laws_.size(); ++i) sum += shares_[i] * laws_[i].mean();
    return sum;
}
double Mixture::variance() const {
    const double centre = mean();
    if (std::isinf(centre)) return infinity;
    double sum = 0.0;
    for (std::size_t i = 0; i < laws_.size(); ++i) {
        const double away = laws_[i].mean() - centre;
        sum += shares_[i] * (laws_[i].variance() + away * away);
    }
    return sum;
}
double Mixture::lower() const {
    double low = infinity;
    for (const auto& law : laws_) low = std::min(low, law.lower());
    return low;
}
std::string Mixture::describe() const {
    std::string words = "mixture(";
    for (std::size_t i = 0; i < laws_.size(); ++i) {
        if (i > 0) words += ", ";
        words += number_in_words(shares_[i]) + " of " + laws_[i].describe();
    }
    return words + ")";
}

const char* Truncated::problem(const Distribution& law, double low, double high) {
    if (!(low <= high)) return "low must not exceed high";
    if (!(law.cdf(high) > cdf_below(law, low))) return "the law has nothing between low and high";
    return nullptr;
}
Truncated::Truncated(Distribution law, double low, double high)
    : low_(std::max(low, law.lower())), high_(high), below_(cdf_below(law, low_)) {
    WARDWIRE_EXPECT(!problem(law, low, high), problem(law, low, high));
    // A law of whole numbers starts at the next whole number.
    if (cdf_below(law, std::ceil(low_)) == below_) low_ = std::ceil(low_);
    inside_ = law.cdf(high) - below_;
    law_.push_back(std::move(law));
}
double Truncated::quantile(double p) const {
    return std::clamp(law_[0].quantile(std::min(below_ + p * inside_, 1.0)), low_, high_);
}
double Truncated::cdf(double x) const {
    if (x < low_) return 0.0;
    return x >= high_ ? 1.0 : (law_[0].cdf(x) - below_) / inside_;
}
// Without an upper end there is nothing finite to integrate but what the truncation removed: the
// moments of the whole law less those of the part below.
double Truncated::mean() const {
    if (high_ < infinity) return low_ + mean_of(*this, [this](double x) { return x - low_; });
    const double whole = law_[0].mean();
    if (below_ == 0.0) return whole;
    const Truncated removed{law_[0], -infinity, std::nextafter(low_, -infinity)};
    return (whole - below_ * removed.mean()) / inside_;
}
double Truncated::variance() const {
    const double centre = mean();
    if (high_ < infinity)
        return mean_of(*this, [=](double x) { return (x - centre) * (x - centre); });
    const double whole = law_[0].variance();
    if (below_ == 0.0 || std::isinf(whole)) return whole;
    const Truncated removed{law_[0], -infinity, std::nextafter(low_, -infinity)};
    const double between = law_[0].mean() - centre;
    const double removed_away = removed.mean() - centre;
    return (whole + between * between -
            below_ * (removed.variance() + removed_away * removed_away)) /
           inside_;
}
std::string Truncated::describe() const {
    return "truncated(" + law_[0].describe() + ", low " + number_in_words(low_) + ", high " +
           number_in_words(high_) + ")";
}

const char* ZeroInflated::problem(double zero_probability, const Distribution& law) {
    if (!(zero_probability >= 0.0 && zero_probability < 1.0))
        return "the probability of zero must be at least 0 and below 1";
    return law.lower() >= 0.0 ? nullptr : "the law must not have negative values";
}
ZeroInflated::ZeroInflated(double zero_probability, Distribution law)
    : zero_probability_(zero_probability) {
    WARDWIRE_EXPECT(!problem(zero_probability, law), problem(zero_probability, law));
    law_.push_back(std::move(law));
}
double ZeroInflated::quantile(double p) const {
    constexpr double below_one = 1.0 - 0x1p-53;  // to which a p of this size may round up
    if (p <= zero_probability_) return zero_probability_ > 0.0 ? 0.0 : lower();
    const double rest = (p - zero_probability_) / (1.0 - zero_probability_);
    return law_[0].quantile(p < 1.0 ? std::min(rest, below_one) : rest);
}
double ZeroInflated::cdf(double x) const {
    return x < 0.0 ? 0.0 : zero_probability_ + (1.0 - zero_probability_) * law_[0].cdf(x);
}
double ZeroInflated::mean() const { return (1.0 - zero_probability_) * law_[0].mean(); }
double ZeroInflated::variance() const {
    const double mean = law_[0].mean();
    return (1.0 - zero_probability_) * (law_[0].variance() + zero_probability_ * mean * mean);
}
double ZeroInflated::lower() const { return zero_probability_ > 0.0 ? 0.0 : law_[0].lower(); }
std::string ZeroInflated::describe() const {
    return "zero_inflated(p " + number_in_words(zero_probability_) + ", " + law_[0].describe() +
           ")";
}

}  // namespace wardwire::sim
