// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/weekly_delays.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "analysis/calibration/shares.hpp"

namespace wardwire::analysis {

namespace {

constexpr double bins_a_decade = 30.0;

/// Shares that end within these are told, so that each is an edge.
constexpr std::array<double, 6> told_delays_s = {60.0, 300.0, 3600.0, 14400.0, 86400.0, 604800.0};

/// The ends of the bins: even in the logarithm but for those nearest to told delays. A delay is in
/// the first bin that does not end before it.
template <std::size_t bins>
std::array<double, bins + 1> make_edges() {
    std::array<double, bins + 1> edges{};
    for (std::size_t i = 0; i <= bins; ++i)
        edges[i] = std::pow(10.0, static_cast<double>(i) / bins_a_decade);
    for (const double told_s : told_delays_s)
        edges[static_cast<std::size_t>(std::lround(std::log10(told_s) * bins_a_decade))] = told_s;
    return edges;
}

}  // namespace

const std::array<double, WeeklyDelays::bins + 1> WeeklyDelays::edges = make_edges<bins>();

std::size_t WeeklyDelays::bin_of(double seconds) {
    const auto near = static_cast<std::size_t>(std::log10(std::max(1.0, seconds)) * bins_a_decade);
    std::size_t bin = std::min(near, bins - 1);
    while (bin > 0 && seconds <= edges[bin]) --bin;
    while (bin + 1 < bins && seconds > edges[bin + 1]) ++bin;
    return bin;
}

double WeeklyDelays::middle(std::size_t bin) { return std::sqrt(edges[bin] * edges[bin + 1]); }

void WeeklyDelays::add(std::size_t week, double seconds, bool is_over, double resolution_s) {
    Histogram& histogram = (is_over ? over_ : open_)[week];
    if (histogram.empty()) histogram.resize(bins, 0.0);
    if (is_over) ++n_;
    const std::size_t bin = bin_of(seconds);
    // Rounded times that are a told delay apart were longer apart as often as shorter.
    const bool is_either =
        resolution_s > 1.0 && std::ranges::find(told_delays_s, seconds) != told_delays_s.end();
    histogram[bin] += is_either ? 0.5 : 1.0;
    if (is_either) histogram[bin + 1] += 0.5;
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
    std::vector<TimeWindow> all;
    for (const Lifetime& one : lifetimes(std::vector<double>(over_.size(), 1.0))) {
        if (!one.is_over) {
            all.push_back({one.time, std::numeric_limits<double>::infinity(), one.weight});
            continue;
        }
        const std::size_t bin = bin_of(one.time);
        all.push_back(
            {bin == 0 ? 0.0 : std::max(0.0, edges[bin] - blur), edges[bin + 1] + blur, one.weight});
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
