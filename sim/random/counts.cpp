// SPDX-License-Identifier: Apache-2.0
#include "sim/random/counts.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "sim/contract.hpp"

namespace wardwire::sim {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double step_tolerance = 0x1p-46;
constexpr double longest_walk = 32.0;

/// The smallest k = 0, 1, ... with cdf(k) >= p, summing up probabilities that begin with `first`
/// and grow by the factor `ratio(k)` from k - 1 to k. Takes k steps.
template <class Ratio>
double walk(double p, double mean, double first, Ratio ratio) {
    double k = 0.0;
    double probability = first;
    for (double sum = first; sum < p; sum += probability) {
        k += 1.0;
        probability *= ratio(k);
        // All further ones together would not lift a sum that rounding keeps below p.
        if (probability < 0x1p-60 && k > mean) break;
    }
    return k;
}

/// The smallest k = 0, 1, ... with cdf(k) >= p, by doubling steps away from a guess and halving.
template <class Cdf>
double search(double p, double guess, Cdf cdf) {
    double below = -1.0;  // cdf(below) < p <= cdf(reached), once both are found
    double reached = std::max(0.0, std::floor(guess));
    for (double step = 1.0; cdf(reached) < p; step *= 2.0) {
        below = reached;
        reached += step;
    }
    for (double step = 1.0; below < 0.0 && reached >= step; step *= 2.0)
        (cdf(reached - step) < p ? below : reached) = reached - step;
    while (reached - below > 1.0) {
        const double middle = std::floor(0.5 * (below + reached));
        (cdf(middle) < p ? below : reached) = middle;
    }
    return reached;
}

bool is_probability(double p) { return p >= 0.0 && p <= 1.0; }

struct Moments {
    double mean, variance;
};

/// Of the category numbers 0 .. n-1 of a table.
Moments moments(const CumulativeTable& table) {
    Moments m{0.0, 0.0};
    for (std::size_t i = 0; i < table.size(); ++i)
        m.mean += table.share(i) * static_cast<double>(i);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double deviation = static_cast<double>(i) - m.mean;
        m.variance += table.share(i) * deviation * deviation;
    }
    return m;
}

std::vector<double> zipf_weights(std::size_t n, double exponent) {
    std::vector<double> weights(n);
    for (std::size_t i = 0; i < n; ++i)
        weights[i] = std::pow(static_cast<double>(i + 1), -exponent);
    return weights;
}

/// P(category <= x).
double cumulative_at(const CumulativeTable& table, double x) {
    if (x < 0.0) return 0.0;
    const auto last = static_cast<double>(table.size() - 1);
    return table.cumulative(static_cast<std::size_t>(std::min(x, last)));
}

}  // namespace

const char* Bernoulli::problem(double probability) {
    return is_probability(probability) ? nullptr : "probability must lie between 0 and 1";
}
Bernoulli::Bernoulli(double probability) : probability_(probability) {
    WARDWIRE_EXPECT(!problem(probability), problem(probability));
}
std::string Bernoulli::describe() const { return law_in_words("bernoulli", {{"p", probability_}}); }

const char* Geometric::problem(double success_probability) {
    return is_probability(success_probability) && success_probability > 0.0
               ? nullptr
               : "success probability must be above 0 and at most 1";
}
Geometric::Geometric(double success_probability)
    : success_probability_(success_probability),
      failure_hazard_(-std::log1p(-success_probability)) {
    WARDWIRE_EXPECT(!problem(success_probability), problem(success_probability));
}
double Geometric::quantile(double p) const {
    if (success_probability_ == 1.0) return 1.0;
    const double trials = exponential_quantile(p * (1.0 - step_tolerance)) / failure_hazard_;
    return std::max(1.0, std::ceil(trials));
}
double Geometric::cdf(double x) const {
    return x < 1.0 ? 0.0 : -std::expm1(-failure_hazard_ * std::floor(x));
}
std::string Geometric::describe() const {
    return law_in_words("geometric", {{"p", success_probability_}});
}

const char* Poisson::problem(double mean) {
    return mean >= 0.0 && mean <= 1e12 ? nullptr : "mean must lie between 0 and 1e12";
}
Poisson::Poisson(double mean) : mean_(mean) { WARDWIRE_EXPECT(!problem(mean), problem(mean)); }
double Poisson::quantile(double p) const {
    if (p >= 1.0 && mean_ > 0.0) return infinity;
    const double reach = p * (1.0 - step_tolerance);
    if (mean_ <= longest_walk)
        return walk(reach, mean_, std::exp(-mean_), [this](double k) { return mean_ / k; });
    const double guess = mean_ + std::sqrt(mean_) * standard_normal_quantile(p);
    return search(reach, p > 0.0 ? guess : 0.0, [this](double k) { return cdf(k); });
}
double Poisson::cdf(double x) const {
    if (x < 0.0) return 0.0;
    return mean_ == 0.0 ? 1.0 : gamma_share_above(std::floor(x) + 1.0, mean_);
}
std::string Poisson::describe() const { return law_in_words("poisson", {{"mean", mean_}}); }

const char* NegativeBinomial::problem(double mean, double size) {
    if (Poisson::problem(mean)) return Poisson::problem(mean);
    return std::isfinite(size) && size > 0.0 ? nullptr : "size must be positive";
}
NegativeBinomial::NegativeBinomial(double mean, double size) : mean_(mean), size_(size) {
    WARDWIRE_EXPECT(!problem(mean, size), problem(mean, size));
}
double NegativeBinomial::quantile(double p) const {
    if (p >= 1.0 && mean_ > 0.0) return infinity;
    const double reach = p * (1.0 - step_tolerance);
    const double again = mean_ / (mean_ + size_);
    if (mean_ <= longest_walk) {
        const double none = std::exp(-size_ * std::log1p(mean_ / size_));
        return walk(reach, mean_, none,
                    [=, this](double k) { return again * (k - 1.0 + size_) / k; });
    }
    // The number is close to its gamma mean when that is large.
    return search(reach, mean_ / size_ * gamma_quantile(size_, p),
                  [this](double k) { return cdf(k); });
}
double NegativeBinomial::cdf(double x) const {
    if (x < 0.0) return 0.0;
    return beta_share_below(size_, std::floor(x) + 1.0, size_ / (mean_ + size_));
}
std::string NegativeBinomial::describe() const {
    return law_in_words("negative_binomial", {{"mean", mean_}, {"size", size_}});
}

CumulativeTable::CumulativeTable(std::vector<double> cumulative)
    : cumulative_(std::move(cumulative)), start_(cumulative_.size() + 1) {
    WARDWIRE_EXPECT(!cumulative_.empty() && cumulative_.back() == 1.0, "shares must end with 1");
    const auto size = static_cast<double>(cumulative_.size());
    std::size_t category = 0;
    for (std::size_t j = 0; j < start_.size(); ++j) {
        while (cumulative_[category] < static_cast<double>(j) / size) ++category;
        start_[j] = category;
    }
}
const char* CumulativeTable::problem(std::span<const double> weights) {
    if (weights.empty()) return "needs at least one weight";
    for (const double weight : weights)
        if (!std::isfinite(weight) || weight < 0.0) return "weights must not be negative";
    if (*std::max_element(weights.begin(), weights.end()) == 0.0) return "needs a positive weight";
    return nullptr;
}
CumulativeTable CumulativeTable::from_weights(std::span<const double> weights) {
    WARDWIRE_EXPECT(!problem(weights), problem(weights));
    std::vector<double> cumulative(weights.size());
    std::partial_sum(weights.begin(), weights.end(), cumulative.begin());
    const double total = cumulative.back();
    for (double& share : cumulative) share /= total;
    return CumulativeTable{std::move(cumulative)};
}

Categorical::Categorical(std::span<const double> weights)
    : table_(CumulativeTable::from_weights(weights)) {}
double Categorical::cdf(double x) const { return cumulative_at(table_, x); }
double Categorical::mean() const { return moments(table_).mean; }
double Categorical::variance() const { return moments(table_).variance; }
std::string Categorical::describe() const {
    return "categorical(" + std::to_string(table_.size()) + " weights)";
}

const char* Zipf::problem(std::size_t n, double exponent) {
    if (n == 0) return "n must be positive";
    return std::isfinite(exponent) && exponent >= 0.0 ? nullptr : "exponent must not be negative";
}
Zipf::Zipf(std::size_t n, double exponent)
    : table_(CumulativeTable::from_weights(zipf_weights(n, exponent))), exponent_(exponent) {
    WARDWIRE_EXPECT(!problem(n, exponent), problem(n, exponent));
}
double Zipf::cdf(double x) const { return cumulative_at(table_, x - 1.0); }
double Zipf::mean() const { return 1.0 + moments(table_).mean; }
double Zipf::variance() const { return moments(table_).variance; }
std::string Zipf::describe() const {
    return law_in_words("zipf",
                        {{"n", static_cast<double>(table_.size())}, {"exponent", exponent_}});
}

}  // namespace wardwire::sim
