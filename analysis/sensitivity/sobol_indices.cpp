// SPDX-License-Identifier: Apache-2.0
#include "analysis/sensitivity/sobol_indices.hpp"

#include <cmath>

#include "analysis/statistics/sample.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

constexpr double confidence = 0.95;

/// The outcomes of the base points that are wholly defined: rows of A, B, and one a factor.
class Rows {
 public:
    Rows(std::size_t factors, std::span<const double> outcomes) : width_(factors + 2) {
        for (std::size_t at = 0; at + width_ <= outcomes.size(); at += width_) {
            const auto row = outcomes.subspan(at, width_);
            if (summarise(row).used == width_)
                values_.insert(values_.end(), row.begin(), row.end());
        }
    }

    std::size_t count() const { return values_.size() / width_; }
    double a(std::size_t row) const { return values_[row * width_]; }
    double b(std::size_t row) const { return values_[row * width_ + 1]; }
    double mixed(std::size_t row, std::size_t factor) const {
        return values_[row * width_ + 2 + factor];
    }

 private:
    std::size_t width_;
    std::vector<double> values_;
};

struct Estimate {
    double first;
    double total;
};

/// The indices of a factor from some rows. The outcomes are centred first: the estimator of the
/// first-order index is the same in the mean and varies less.
Estimate estimate(const Rows& rows, std::span<const std::size_t> chosen, std::size_t factor) {
    const double n = static_cast<double>(chosen.size());
    double sum = 0.0;
    for (const std::size_t row : chosen) sum += rows.a(row) + rows.b(row);
    const double mean = sum / (2.0 * n);
    double variance = 0.0;
    double first = 0.0;
    double total = 0.0;
    for (const std::size_t row : chosen) {
        const double a = rows.a(row) - mean;
        const double b = rows.b(row) - mean;
        const double mixed = rows.mixed(row, factor) - mean;
        variance += a * a + b * b;
        first += b * (mixed - a);
        total += (a - mixed) * (a - mixed);
    }
    variance /= 2.0 * n;
    return {first / n / variance, total / (2.0 * n) / variance};
}

}  // namespace

std::vector<Point> saltelli_points(std::size_t count, std::size_t factors) {
    std::vector<Point> points;
    for (const Point& both : sobol_points(count, 2 * factors)) {
        const auto middle = both.begin() + static_cast<std::ptrdiff_t>(factors);
        const Point a(both.begin(), middle);
        const Point b(middle, both.end());
        points.push_back(a);
        points.push_back(b);
        for (std::size_t f = 0; f < factors; ++f) {
            points.push_back(a);
            points.back()[f] = b[f];
        }
    }
    return points;
}

std::vector<SobolIndex> sobol_indices(std::size_t factors, std::span<const double> outcomes,
                                      std::size_t resamples, std::uint64_t seed) {
    const Rows rows(factors, outcomes);
    std::vector<std::size_t> all(rows.count());
    for (std::size_t row = 0; row < all.size(); ++row) all[row] = row;
    const sim::Channel picks = sim::Chance(seed, 0).channel(sim::Purpose{0});

    std::vector<std::vector<double>> firsts(factors);
    std::vector<std::vector<double>> totals(factors);
    std::vector<std::size_t> chosen(all.size());
    for (std::size_t sample = 0; sample < resamples; ++sample) {
        for (std::size_t i = 0; i < chosen.size(); ++i)
            chosen[i] = static_cast<std::size_t>(picks.uniform(sample, i) *
                                                 static_cast<double>(chosen.size()));
        for (std::size_t f = 0; f < factors; ++f) {
            const Estimate one = estimate(rows, chosen, f);
            firsts[f].push_back(one.first);
            totals[f].push_back(one.total);
        }
    }
    const auto limits = [](const std::vector<double>& values) {
        return Limits{sample_quantile(values, 0.5 * (1.0 - confidence)),
                      sample_quantile(values, 0.5 * (1.0 + confidence)), confidence};
    };
    std::vector<SobolIndex> indices;
    for (std::size_t f = 0; f < factors; ++f) {
        const Estimate one = estimate(rows, all, f);
        indices.push_back({one.first, one.total, limits(firsts[f]), limits(totals[f])});
    }
    return indices;
}

}  // namespace wardwire::analysis
