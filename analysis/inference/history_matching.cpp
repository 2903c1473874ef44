// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference/history_matching.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "analysis/special_values.hpp"
#include "sim/random/special.hpp"

namespace wardwire::analysis {

Point Factors::indicators(const Point& point) const {
    Point spread;
    for (std::size_t f = 0; f < point.size(); ++f) {
        if (is_continuous(f)) {
            spread.push_back(point[f]);
            continue;
        }
        const auto levels = static_cast<double>(levels_[f]);
        const double own = std::min(levels - 1.0, std::floor(point[f] * levels));
        for (double level = 0.0; level < levels; ++level)
            spread.push_back(level == own ? 1.0 : 0.0);
    }
    return spread;
}

Point Factors::values(const Point& point) const {
    Point of_values;
    std::vector<std::size_t> levels;
    for (std::size_t f = 0; f < point.size(); ++f) {
        if (is_continuous(f)) continue;
        of_values.push_back(point[f]);
        levels.push_back(levels_[f]);
    }
    return Factors(std::move(levels)).indicators(of_values);
}

double Observed::distance(std::span<const double> summaries) const {
    Vector away;
    for (std::size_t s = 0; s < summaries.size(); ++s) {
        if (std::isnan(summaries[s])) return infinite;
        away.push_back((summaries[s] - value[s]) / noise[s]);
    }
    if (correlation) away = correlation->solve_lower(std::move(away));
    double squares = 0.0;
    for (const double one : away) squares += one * one;
    return std::sqrt(squares / static_cast<double>(summaries.size()));
}

namespace {

constexpr std::size_t cloud_size = 400;

}  // namespace

double MatchedSpace::Wave::implausibility(const Point& point) const {
    const Emulator::Prediction there = emulator.at(point);
    std::vector<double> distances;
    for (std::size_t s = 0; s < there.mean.size(); ++s) {
        const double noise = observed.noise[s];
        distances.push_back(std::abs(there.mean[s] - observed.value[s]) /
                            std::sqrt(there.variance[s] + noise * noise));
    }
    double squares = 0.0;
    for (const double away : distances) squares += away * away;
    const double mean = std::sqrt(squares / static_cast<double>(distances.size()));
    const auto counted = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 12);
    std::ranges::nth_element(distances, counted, std::greater());
    return std::max(*counted, 1.5 * mean);
}

bool MatchedSpace::contains(const Point& point) const {
    const auto is_inside = [](double place) { return place > 0.0 && place < 1.0; };
    if (!std::ranges::all_of(point, is_inside)) return false;
    const Point there = factors_.indicators(point);
    // The last wave rules out most.
    return std::all_of(waves_.rbegin(), waves_.rend(),
                       [&](const Wave& wave) { return wave.implausibility(there) <= wave.limit; });
}

/// Metropolis steps under the uniform law of what is left.
Point MatchedSpace::walk(Point from, int steps, sim::Stream& chance) const {
    for (int i = 0; i < steps; ++i) {
        Point step;
        for (std::size_t f = 0; f < from.size(); ++f)
            step.push_back(sim::standard_normal_quantile(chance.uniform()));
        step = step_->times(step);
        for (std::size_t f = 0; f < from.size(); ++f) step[f] += from[f];
        if (contains(step)) from = std::move(step);
    }
    return from;
}

Point MatchedSpace::draw(sim::Stream& chance) const {
    constexpr int steps = 10;
    if (cloud_.empty()) {
        Point anywhere;
        for (std::size_t f = 0; f < factors_.size(); ++f) anywhere.push_back(chance.uniform());
        return anywhere;
    }
    const auto size = static_cast<double>(cloud_.size());
    return walk(cloud_[static_cast<std::size_t>(chance.uniform() * size)], steps, chance);
}

void MatchedSpace::measure_cloud() {
    constexpr double least_variance = 1e-10;
    constexpr double reach =
        1.5;  // 2.4 is best for a normal law (Gelman et al. 1996), not for edges
    const std::size_t factors = factors_.size();
    const auto n = static_cast<double>(cloud_.size());
    Vector mean(factors, 0.0);
    for (const Point& point : cloud_)
        for (std::size_t f = 0; f < factors; ++f) mean[f] += point[f] / n;
    Matrix covariance(factors, Vector(factors, 0.0));
    for (const Point& point : cloud_)
        for (std::size_t i = 0; i < factors; ++i)
            for (std::size_t j = 0; j <= i; ++j)
                covariance[i][j] += (point[i] - mean[i]) * (point[j] - mean[j]) * reach * reach /
                                    (n * static_cast<double>(factors));
    for (std::size_t f = 0; f < factors; ++f)
        covariance[f][f] = 1.0001 * covariance[f][f] + least_variance;
    step_ = Cholesky::of(covariance);
}

/// Takes out of the cloud what a wave rules out, at a limit that leaves some of it.
void MatchedSpace::narrow(Wave& wave) {
    constexpr std::size_t fewest_left = 20;
    std::vector<double> implausible;
    for (const Point& point : cloud_)
        implausible.push_back(wave.implausibility(factors_.indicators(point)));
    std::vector<double> ascending = implausible;
    std::ranges::sort(ascending);
    wave.limit = std::max(wave.limit, ascending[std::min(fewest_left, ascending.size()) - 1]);
    std::vector<Point> left;
    for (std::size_t i = 0; i < cloud_.size(); ++i)
        if (implausible[i] <= wave.limit) left.push_back(cloud_[i]);
    share_left_ *= static_cast<double>(left.size()) / static_cast<double>(cloud_.size());
    cloud_ = std::move(left);
}

/// Fills the cloud up again by walks from what is left of it.
void MatchedSpace::spread() {
    constexpr int steps = 10;
    constexpr std::uint64_t seed = 20260105;
    sim::Stream chance = sim::Chance(seed, 0).channel(sim::Purpose{1}).stream(spreads_++);
    measure_cloud();
    std::vector<Point> fuller;
    for (std::size_t i = 0; i < cloud_size; ++i)
        fuller.push_back(walk(cloud_[i % cloud_.size()], steps, chance));
    cloud_ = std::move(fuller);
    measure_cloud();
}

Point MatchedSpace::best() const {
    if (waves_.empty()) return Point(factors_.size(), 0.5);
    return *std::ranges::min_element(cloud_, {}, [&](const Point& point) {
        return waves_.back().implausibility(factors_.indicators(point));
    });
}

void MatchedSpace::judge_by(const std::vector<double>& noise) {
    const MatchedSpace before = *this;
    for (Wave& wave : waves_) {
        wave.observed.noise = noise;
        narrow(wave);
    }
    // What both leave is known as a share of before, and then of now.
    for (int again = 0; again < 2; ++again) spread();
    const auto in_both =
        std::ranges::count_if(cloud_, [&](const Point& point) { return before.contains(point); });
    share_left_ *= static_cast<double>(cloud_.size()) /
                   static_cast<double>(std::max<std::ptrdiff_t>(1, in_both));
}

class HistoryMatching {
 public:
    HistoryMatching(const Simulator& simulate, const Observed& observed, const Factors& factors,
                    const MatchingOptions& options)
        : simulate_(simulate),
          observed_(observed),
          options_(options),
          size_(options.points_per_factor * factors.size()),
          space_(factors) {}

    std::optional<MatchedSpace> run() {
        space_.cloud_ = sobol_points(cloud_size, space_.factors_.size());
        for (std::size_t wave = 0; wave < options_.most_waves; ++wave) {
            const double before = space_.share_left_;
            const auto first = space_.cloud_.begin();
            if (!simulate({first, first + static_cast<std::ptrdiff_t>(size_)})) return std::nullopt;
            rule_out();
            space_.spread();
            const bool is_settled = space_.share_left_ > 0.5 * before;
            if (is_settled && wave + 1 >= options_.fewest_waves) break;
            if (space_.trials_ + size_ > options_.most_trials) break;
        }
        return std::move(space_);
    }

 private:
    bool simulate(std::vector<Point> points) {
        std::vector<PointRun> trials;
        for (const Point& point : points) trials.push_back({point, 0});
        auto outputs = simulate_(trials);
        if (!outputs) return false;
        space_.trials_ += trials.size();
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto is_defined = [](double x) { return std::isfinite(x); };
            if (!std::ranges::all_of((*outputs)[i], is_defined)) continue;
            points_.push_back(std::move(points[i]));
            outputs_.push_back(std::move((*outputs)[i]));
        }
        return true;
    }

    /// Emulates with the runs in and around the cloud, and takes out of it what that rules out.
    void rule_out() {
        const auto [known, outputs] = runs_around(space_.cloud_);
        // With fewer there is nothing to learn from; what is left stays.
        if (known.size() < size_ / 2 + 3) return;
        space_.waves_.push_back({Emulator(known, outputs), observed_, options_.limit});
        space_.narrow(space_.waves_.back());
    }

    /// Those in a box around the cloud and half as far again, which helps at its sides.
    std::pair<std::vector<Point>, std::vector<std::vector<double>>> runs_around(
        const std::vector<Point>& cloud) const {
        std::vector<Point> known;
        std::vector<std::vector<double>> outputs;
        Point low = cloud.front();
        Point high = cloud.front();
        for (const Point& point : cloud)
            for (std::size_t f = 0; f < point.size(); ++f) {
                low[f] = std::min(low[f], point[f]);
                high[f] = std::max(high[f], point[f]);
            }
        for (std::size_t i = 0; i < points_.size(); ++i) {
            bool is_near = true;
            for (std::size_t f = 0; f < low.size(); ++f) {
                const double margin = 0.5 * (high[f] - low[f]);
                is_near =
                    is_near && points_[i][f] > low[f] - margin && points_[i][f] < high[f] + margin;
            }
            if (!is_near) continue;
            known.push_back(space_.factors_.indicators(points_[i]));
            outputs.push_back(outputs_[i]);
        }
        return {std::move(known), std::move(outputs)};
    }

    const Simulator& simulate_;
    const Observed& observed_;
    const MatchingOptions options_;
    const std::size_t size_;
    MatchedSpace space_;
    std::vector<Point> points_;
    std::vector<std::vector<double>> outputs_;
};

std::optional<MatchedSpace> match_history(const Simulator& simulate, const Observed& observed,
                                          const Factors& factors, const MatchingOptions& options) {
    return HistoryMatching(simulate, observed, factors, options).run();
}

}  // namespace wardwire::analysis
