// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference/posterior.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numeric>
#include <optional>

#include "analysis/statistics/cholesky.hpp"

namespace wardwire::analysis {

double log_odds(double place) {
    constexpr double hair = 1e-9;
    const double inside = std::clamp(place, hair, 1.0 - hair);
    return std::log(inside) - std::log1p(-inside);
}

double place_of_log_odds(double odds) { return 1.0 / (1.0 + std::exp(-odds)); }

double Posterior::mean(std::size_t factor) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) sum += weights[i] * points[i][factor];
    return sum;
}

double Posterior::variance(std::size_t factor) const {
    const double centre = mean(factor);
    double sum = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i)
        sum += weights[i] * (points[i][factor] - centre) * (points[i][factor] - centre);
    return sum / (1.0 - 1.0 / effective_size());
}

double Posterior::quantile(std::size_t factor, double level) const {
    std::vector<std::size_t> order(points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return points[i][factor]; });
    double below = 0.0;
    for (const std::size_t i : order) {
        below += weights[i];
        if (below >= level) return points[i][factor];
    }
    return points[order.back()][factor];
}

double Posterior::contraction(std::size_t factor) const {
    constexpr double prior_variance = 1.0 / 12.0;
    return 1.0 - variance(factor) / prior_variance;
}

double Posterior::effective_size() const {
    double squares = 0.0;
    for (const double weight : weights) squares += weight * weight;
    return 1.0 / squares;
}

std::vector<std::size_t> Posterior::draws(std::size_t count) const {
    std::vector<std::size_t> drawn;
    const double step = 1.0 / static_cast<double>(count);
    double below = weights.front();
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        while (below < (static_cast<double>(i) + 0.5) * step && at + 1 < points.size())
            below += weights[++at];
        drawn.push_back(at);
    }
    return drawn;
}

namespace {

/// Where each coordinate would be, on the scale of log odds, had its run given what was observed.
struct Adjusted {
    Vector odds;         ///< of the accepted
    double error = 0.0;  ///< weighted mean square of those that are predicted from the others
};

/// Weighted ridge regression of log odds on how far the summaries are off, and on coordinates of a
/// few values.
class AdjustingRegression {
 public:
    AdjustingRegression(std::span<const AcceptedRun> accepted, const Vector& weights,
                        const Observed& observed, const Factors& factors)
        : weights_(weights), summaries_(observed.value.size()) {
        for (const AcceptedRun& one : accepted) {
            Vector x{1.0};
            for (std::size_t s = 0; s < summaries_; ++s)
                x.push_back((one.summaries[s] - observed.value[s]) / observed.noise[s]);
            std::ranges::copy(factors.values(one.point), std::back_inserter(x));
            terms_.push_back(std::move(x));
        }
        size_ = terms_.front().size();
        normal_.assign(size_, Vector(size_, 0.0));
        for (std::size_t i = 0; i < terms_.size(); ++i)
            for (std::size_t k = 0; k < size_; ++k)
                for (std::size_t j = 0; j <= k; ++j)
                    normal_[k][j] += weights_[i] * terms_[i][k] * terms_[i][j];
    }

    /// With the ridge under which the others predict each run best.
    Vector adjusted(const Vector& odds) const {
        constexpr std::array ridges = {0.001, 0.01, 0.1, 1.0, 10.0, 1000.0};  // noise is 1
        std::optional<Adjusted> best;
        for (const double ridge : ridges) {
            Adjusted one = adjusted(odds, ridge);
            if (!best || one.error < best->error) best = std::move(one);
        }
        return best->odds;
    }

 private:
    Adjusted adjusted(const Vector& odds, double ridge) const {
        Matrix normal = normal_;
        for (std::size_t k = 1; k < size_; ++k) normal[k][k] += ridge;
        const Cholesky factor = *Cholesky::of(normal);
        Vector slopes(size_, 0.0);
        for (std::size_t i = 0; i < odds.size(); ++i)
            for (std::size_t k = 0; k < size_; ++k)
                slopes[k] += weights_[i] * terms_[i][k] * odds[i];
        slopes = factor.solve(std::move(slopes));
        Adjusted result;
        for (std::size_t i = 0; i < odds.size(); ++i) {
            double fitted = 0.0;
            double as_observed = 0.0;
            for (std::size_t k = 0; k < size_; ++k) {
                fitted += slopes[k] * terms_[i][k];
                if (k == 0 || k > summaries_) as_observed += slopes[k] * terms_[i][k];
            }
            const Vector root = factor.solve_lower(terms_[i]);
            double own = 0.0;  // share of its own weight in what is fitted to it
            for (const double one : root) own += weights_[i] * one * one;
            const double rest = (odds[i] - fitted) / std::max(0.01, 1.0 - own);
            result.odds.push_back(as_observed + rest);
            result.error += weights_[i] * rest * rest;
        }
        return result;
    }

    const Vector& weights_;
    std::size_t summaries_;
    std::size_t size_ = 0;
    Matrix terms_;  ///< [run][1, summaries, values]
    Matrix normal_;
};

}  // namespace

Posterior adjust_by_regression(std::span<const AcceptedRun> accepted, const Observed& observed,
                               const Factors& factors) {
    const double largest = std::ranges::max_element(accepted, {}, &AcceptedRun::distance)->distance;
    Posterior posterior;
    double sum = 0.0;
    for (const AcceptedRun& one : accepted) {
        const double away = largest > 0.0 ? one.distance / (1.0001 * largest) : 0.0;
        posterior.weights.push_back(one.weight * (1.0 - away * away));
        sum += posterior.weights.back();
    }
    for (double& weight : posterior.weights) weight /= sum;
    for (const AcceptedRun& one : accepted) {
        posterior.points.push_back(one.point);
        posterior.luck.push_back(one.luck);
    }
    const AdjustingRegression regression(accepted, posterior.weights, observed, factors);
    for (std::size_t f = 0; f < factors.size(); ++f) {
        if (!factors.is_continuous(f)) continue;
        Vector odds;
        for (const AcceptedRun& one : accepted) odds.push_back(log_odds(one.point[f]));
        odds = regression.adjusted(odds);
        for (std::size_t i = 0; i < odds.size(); ++i)
            posterior.points[i][f] = place_of_log_odds(odds[i]);
    }
    return posterior;
}

}  // namespace wardwire::analysis
