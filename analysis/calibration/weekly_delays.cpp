// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/weekly_delays.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "analysis/calibration/shares.hpp"

namespace wardwire::analysis {

namespace {

constexpr double bins_a_decade = 30.0;

double edge(std::size_t bin) { return std::pow(10.0, static_cast<double>(bin) / bins_a_decade); }

double middle(std::size_t bin) { return std::sqrt(edge(bin) * edge(bin + 1)); }

}  // namespace

void WeeklyDelays::add(std::size_t week, double seconds, bool is_over) {
    const double place = std::log10(std::max(1.0, seconds)) * bins_a_decade;
    Histogram& histogram = (is_over ? over_ : open_)[week];
    if (histogram.empty()) histogram.resize(bins, 0.0);
    ++histogram[std::min(bins - 1, static_cast<std::size_t>(place))];
    if (is_over) ++n_;
}

std::vector<Lifetime> WeeklyDelays::lifetimes(std::span<const double> weights) const {
    std::vector<Lifetime> all;
    for (std::size_t bin = 0; bin < bins; ++bin) {
        double over = 0.0;
        double open = 0.0;
        for (std::size_t week = 0; week < over_.size(); ++week) {
            if (!over_[week].empty()) over += weights[week] * over_[week][bin];
            if (!open_[week].empty()) open += weights[week] * open_[week][bin];
        }
        if (over > 0.0) all.push_back({middle(bin), true, over});
        if (open > 0.0) all.push_back({middle(bin), false, open});
    }
    return all;
}

std::vector<TimeWindow> WeeklyDelays::windows(double resolution_s) const {
    constexpr double fine_s = 1.0;  // the grid is coarser than that
    const double blur = resolution_s > fine_s ? resolution_s : 0.0;
    const double ratio = edge(1);
    std::vector<TimeWindow> all;
    for (const Lifetime& one : lifetimes(std::vector<double>(over_.size(), 1.0))) {
        if (!one.is_over) {
            all.push_back({one.time, std::numeric_limits<double>::infinity(), one.weight});
            continue;
        }
        const double low = one.time / std::sqrt(ratio);
        const bool is_first = low < ratio;
        all.push_back({is_first ? 0.0 : std::max(0.0, low - blur),
                       one.time * std::sqrt(ratio) + blur, one.weight});
    }
    return all;
}

CureMixture fit_best_mixture(const WeeklyDelays& delays, double resolution_s) {
    const std::vector<TimeWindow> windows = delays.windows(resolution_s);
    CureMixture best;
    double most = -std::numeric_limits<double>::infinity();
    for (std::size_t parts = 1; parts <= 3; ++parts) {
        CureMixture found = fit_cure_mixture(windows, parts);
        const double score = found.log_likelihood -
                             1.5 * static_cast<double>(parts) * std::log(std::max(1.0, delays.n()));
        if (found.parts.empty() || score <= most) continue;
        most = score;
        best = std::move(found);
    }
    return best;
}

Estimate median_delay(const WeeklyDelays& delays, double confidence) {
    const auto median = [&](std::span<const double> weights) {
        std::vector<Lifetime> ended = delays.lifetimes(weights);
        std::erase_if(ended, [](const Lifetime& one) { return !one.is_over; });
        return std::vector<double>{kaplan_meier(std::move(ended)).quantile(0.5)};
    };
    Estimate found = estimate_by_clusters(delays.weeks(), median, Scale::log, confidence)[0];
    found.n = delays.n();
    found.method = "median, weeks resampled";
    return found;
}

std::vector<Estimate> over_within(const WeeklyDelays& delays, std::span<const double> waits,
                                  double confidence) {
    const auto shares_over = [&](std::span<const double> weights) {
        const SurvivalCurve curve = kaplan_meier(delays.lifetimes(weights));
        std::vector<double> shares;
        for (const double wait : waits) shares.push_back(curve.over_by(wait));
        return shares;
    };
    std::vector<Estimate> found =
        estimate_by_clusters(delays.weeks(), shares_over, Scale::logit, confidence);
    for (Estimate& one : found) {
        one.n = delays.n();
        one.method = "Kaplan-Meier, weeks resampled";
        // A share of 0 or 1 has no spread to resample.
        if (one.value <= 0.0 || one.value >= 1.0)
            one.limits = share_limits(one.value * one.n, one.n, confidence);
    }
    return found;
}

}  // namespace wardwire::analysis
