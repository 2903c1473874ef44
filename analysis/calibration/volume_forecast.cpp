// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/volume_forecast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "analysis/statistics/quantile.hpp"
#include "sim/random/laws.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

constexpr double least_exposure = 0.5;  // of weeks that tell something

/// The logarithm of what a whole week would have had; nothing for weeks that were hardly observed.
using LogCounts = std::vector<std::optional<double>>;

/// What the weeks tell if the level moves by so much for each unit of a week's scatter.
struct Level {
    double ratio = 0.0;  ///< of the drift's variance to that of the scatter
    double scatter_variance = 0.0;
    double value = 0.0;     ///< after the last week
    double variance = 0.0;  ///< of that, in units of the scatter's
    double log_likelihood = 0.0;
};

LogCounts log_counts(std::span<const WeekCount> weeks) {
    constexpr double for_empty_weeks = 0.5;
    LogCounts logs;
    for (const WeekCount& week : weeks) {
        const bool is_seen = week.exposure >= least_exposure;
        logs.push_back(is_seen
                           ? std::optional(std::log((week.count + for_empty_weeks) / week.exposure))
                           : std::nullopt);
    }
    return logs;
}

/// Kalman's filter, which begins with the first week as the level; the scatter is by likelihood.
Level follow(const LogCounts& logs, double ratio, double least_scatter_variance) {
    Level level{ratio};
    bool is_begun = false;
    double squares = 0.0;
    double log_sizes = 0.0;
    double n = 0.0;
    for (const std::optional<double>& log : logs) {
        if (is_begun) level.variance += ratio;
        if (!log) continue;
        if (!is_begun) {
            level.value = *log;
            level.variance = 1.0;
            is_begun = true;
            continue;
        }
        const double size = level.variance + 1.0;
        const double surprise = *log - level.value;
        squares += surprise * surprise / size;
        log_sizes += std::log(size);
        level.value += level.variance / size * surprise;
        level.variance /= size;
        ++n;
    }
    level.scatter_variance = std::max(squares / n, least_scatter_variance);
    level.log_likelihood = -0.5 * (n * std::log(level.scatter_variance) + log_sizes +
                                   squares / level.scatter_variance);
    return level;
}

/// Levels for ratios from hardly any to far more drift than scatter, even in the logarithm.
std::vector<Level> possible_levels(const LogCounts& logs, double least_scatter_variance) {
    constexpr int steps = 25;
    std::vector<Level> levels;
    for (int i = 0; i < steps; ++i)
        levels.push_back(follow(logs, std::pow(10.0, -3.0 + 0.2 * i), least_scatter_variance));
    return levels;
}

double mean_count(std::span<const WeekCount> weeks) {
    double count = 0.0;
    double exposure = 0.0;
    for (const WeekCount& week : weeks) {
        count += week.count;
        exposure += week.exposure;
    }
    return exposure > 0.0 ? count / exposure : 0.0;
}

/// What may become of a level that is known from some weeks.
class Futures {
 public:
    Futures(std::span<const WeekCount> weeks, double mean) {
        const LogCounts logs = log_counts(weeks);
        const auto seen =
            std::ranges::count_if(logs, [](const auto& one) { return one.has_value(); });
        if (seen < least_weeks || !(mean > 0.0)) return;
        freedom_ = static_cast<double>(seen) - 1.0;
        levels_ = possible_levels(logs, 1.0 / mean);
        best_ = std::ranges::max(levels_, {}, &Level::log_likelihood);
        for (const Level& level : levels_)
            below_.push_back((below_.empty() ? 0.0 : below_.back()) +
                             std::sqrt(level.ratio) *
                                 std::exp(level.log_likelihood - best_.log_likelihood));
    }

    bool are_known() const { return !levels_.empty(); }
    const Level& likeliest() const { return best_; }

    /// Calls `on_week` with the log of the level and the scatter of each week of one future.
    void walk(std::size_t weeks, sim::Stream& chance, auto&& on_week) const {
        const auto chosen = std::ranges::lower_bound(below_, chance.uniform() * below_.back());
        const Level& level = levels_[static_cast<std::size_t>(chosen - below_.begin())];
        // A variance that is known from n weeks: chi-squared with as many degrees of freedom.
        const double half = 0.5 * freedom_;
        const double scatter = std::sqrt(level.scatter_variance /
                                         sim::Gamma(half, 1.0 / half).quantile(chance.uniform()));
        double log_level = level.value + scatter * std::sqrt(level.variance) * normal(chance);
        for (std::size_t week = 0; week < weeks; ++week) {
            log_level += scatter * std::sqrt(level.ratio) * normal(chance);
            on_week(log_level, scatter);
        }
    }

    static double normal(sim::Stream& chance) { return normal_quantile(chance.uniform()); }

 private:
    static constexpr std::ptrdiff_t least_weeks = 4;

    double freedom_ = 0.0;
    std::vector<Level> levels_;
    Level best_;
    /// Cumulated chances of the levels, those of drift over scatter even beforehand.
    std::vector<double> below_;
};

sim::Stream stream_of_futures(std::uint32_t series, std::uint64_t number) {
    constexpr std::uint64_t seed = 20260105;
    return sim::Chance(seed, series).channel(sim::Purpose{6}).stream(number);
}

}  // namespace

VolumeForecast forecast_volume(std::span<const WeekCount> weeks, double weeks_to_come,
                               double confidence) {
    constexpr std::size_t futures = 4000;
    const double mean = mean_count(weeks);
    const Futures possible(weeks, mean);
    if (!possible.are_known())
        return {mean * weeks_to_come, {0.0, std::numeric_limits<double>::infinity(), confidence}};
    sim::Stream chance = stream_of_futures(0, 0);
    std::vector<double> sums;
    for (std::size_t i = 0; i < futures; ++i) {
        double left = weeks_to_come;
        double sum = 0.0;
        const auto add_week = [&](double log_level, double scatter) {
            sum += std::min(1.0, left) * std::exp(log_level + scatter * Futures::normal(chance));
            --left;
        };
        possible.walk(static_cast<std::size_t>(std::ceil(weeks_to_come)), chance, add_week);
        sums.push_back(sum);
    }
    const double tail = 0.5 * (1.0 - confidence);
    const Level& best = possible.likeliest();
    return {sample_quantile(sums, 0.5),
            {sample_quantile(sums, tail), sample_quantile(sums, 1.0 - tail), confidence},
            std::sqrt(best.scatter_variance * best.ratio),
            std::sqrt(best.scatter_variance)};
}

std::vector<std::vector<double>> foretold_levels(std::span<const WeekCount> weeks,
                                                 std::size_t weeks_to_come, std::size_t futures,
                                                 std::uint32_t series) {
    constexpr std::ptrdiff_t least_weeks = 8;
    constexpr double farthest = 10.0;
    const auto is_empty = [](const WeekCount& week) {
        return week.exposure >= least_exposure && week.count <= 0.0;
    };
    const double mean = mean_count(weeks);
    while (!weeks.empty() && weeks.front().count <= 0.0) weeks = weeks.subspan(1);
    const auto seen = std::ranges::count_if(
        weeks, [](const WeekCount& week) { return week.exposure >= least_exposure; });
    std::vector<std::vector<double>> all;
    if (seen < least_weeks || std::ranges::any_of(weeks, is_empty)) return all;
    const Futures possible(weeks, mean);
    const std::size_t wandering = std::min(weeks_to_come, weeks.size());
    const double middle = 0.5 * possible.likeliest().scatter_variance - std::log(mean);
    for (std::size_t i = 0; i < futures; ++i) {
        sim::Stream chance = stream_of_futures(1 + series, i);
        std::vector<double>& one = all.emplace_back();
        possible.walk(wandering, chance, [&](double log_level, double) {
            one.push_back(std::clamp(std::exp(log_level + middle), 1.0 / farthest, farthest));
        });
        one.resize(weeks_to_come, one.empty() ? 1.0 : one.back());
    }
    return all;
}

}  // namespace wardwire::analysis
