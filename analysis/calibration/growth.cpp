// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/growth.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/calibration/count_law.hpp"
#include "analysis/special_values.hpp"
#include "analysis/statistics/quantile.hpp"

namespace wardwire::analysis {

namespace {

constexpr double well_observed = 0.5;  // share of a week

/// Weighted sums of 1, t, t^2: Fisher's information of a log-linear fit.
struct Information {
    double ones = 0.0;
    double weeks = 0.0;
    double squares = 0.0;

    double determinant() const { return ones * squares - weeks * weeks; }
};

struct Line {
    double level = 0.0;  ///< logarithms
    double slope = 0.0;
    Information information;
    double log_likelihood = 0.0;
};

/// Size by moments: the rate of a week minus the mean of its neighbours' has 3/2 of the variance of
/// a week. Weeks of which less than half was observed are left out.
double size_from_neighbours(std::span<const WeekCount> weeks) {
    std::vector<WeekCount> seen;
    for (const WeekCount& week : weeks)
        if (week.exposure >= well_observed) seen.push_back(week);
    double excess = 0.0;
    double squares = 0.0;
    for (std::size_t i = 1; i + 1 < seen.size(); ++i) {
        const WeekCount& before = seen[i - 1];
        const WeekCount& after = seen[i + 1];
        const double middle = 0.5 * (before.count / before.exposure + after.count / after.exposure);
        const double off = seen[i].count / seen[i].exposure - middle;
        const double of_poisson =
            middle * (1.0 / seen[i].exposure + 0.25 / before.exposure + 0.25 / after.exposure);
        excess += (off * off - of_poisson) / 1.5;
        squares += middle * middle;
    }
    return excess > 0.0 ? squares / excess : infinite;
}

/// Log-linear fit by reweighted least squares; a single stretch.
Line fit_line(std::span<const WeekCount> weeks, double size) {
    constexpr int most_rounds = 25;
    Line line;
    double sum = 0.0;
    double exposure = 0.0;
    for (const WeekCount& week : weeks) {
        sum += week.count;
        exposure += week.exposure;
    }
    if (sum <= 0.0 || exposure <= 0.0) return {-infinite, 0.0, {}, 0.0};
    line.level = std::log(sum / exposure);
    for (int round = 0; round < most_rounds; ++round) {
        line.information = {};
        double score = 0.0;
        double slope_score = 0.0;
        for (std::size_t i = 0; i < weeks.size(); ++i) {
            const auto t = static_cast<double>(i);
            const double mean = weeks[i].exposure * std::exp(line.level + line.slope * t);
            const double damped = 1.0 + mean / size;
            line.information.ones += mean / damped;
            line.information.weeks += t * mean / damped;
            line.information.squares += t * t * mean / damped;
            score += (weeks[i].count - mean) / damped;
            slope_score += t * (weeks[i].count - mean) / damped;
        }
        const Information& f = line.information;
        if (f.determinant() <= 1e-12 * f.ones * f.squares) break;
        const double level_step = (f.squares * score - f.weeks * slope_score) / f.determinant();
        const double slope_step = (f.ones * slope_score - f.weeks * score) / f.determinant();
        line.level += std::clamp(level_step, -2.0, 2.0);
        line.slope += std::clamp(slope_step, -1.0, 1.0);
        if (std::abs(level_step) + std::abs(slope_step) < 1e-9) break;
    }
    const double finite_size = std::min(size, 1e9);
    for (std::size_t i = 0; i < weeks.size(); ++i) {
        const double mean =
            weeks[i].exposure * std::exp(line.level + line.slope * static_cast<double>(i));
        if (weeks[i].exposure > 0.0)
            line.log_likelihood += log_count_chance(weeks[i].count, mean, finite_size);
    }
    return line;
}

GrowthStretch stretch_of(std::span<const WeekCount> weeks, std::size_t first, double size) {
    const Line line = fit_line(weeks, size);
    const double determinant = line.information.determinant();
    return {first,
            weeks.size(),
            std::exp(line.level),
            line.slope,
            std::sqrt(line.information.ones / determinant),
            std::sqrt(line.information.squares / determinant),
            -line.information.weeks / determinant};
}

}  // namespace

double GrowthStretch::expected(double week) const {
    return level * std::exp(log_growth * (week - static_cast<double>(first_week)));
}

double GrowthStretch::error(double week) const {
    const double t = week - static_cast<double>(first_week);
    return std::sqrt(level_error * level_error + 2.0 * t * level_covariance +
                     t * t * growth_error * growth_error);
}

Growth fit_growth(std::span<const WeekCount> weeks, std::size_t least_weeks) {
    const std::size_t n = weeks.size();
    Growth growth{{}, size_from_neighbours(weeks)};
    if (n == 0) return growth;
    std::vector<std::size_t> observed(n + 1, 0);  // weeks before
    for (std::size_t i = 0; i < n; ++i)
        observed[i + 1] = observed[i] + (weeks[i].exposure >= well_observed ? 1 : 0);
    const auto is_long_enough = [&](std::size_t first, std::size_t end) {
        return observed[end] - observed[first] >= least_weeks;
    };
    const auto all = static_cast<double>(std::max<std::size_t>(1, observed[n]));
    const double cost_of_change = 1.5 * std::log(all);  // place, level, slope
    std::vector<double> best(n + 1, -infinite);         // of the weeks before
    std::vector<std::size_t> from(n + 1, 0);
    best[0] = cost_of_change;
    for (std::size_t end = 1; end <= n; ++end) {
        for (std::size_t first = 0; first == 0 || is_long_enough(first, end); ++first) {
            if (first > 0 && (!is_long_enough(0, first) || std::isinf(best[first]))) continue;
            const double score =
                best[first] - cost_of_change +
                fit_line(weeks.subspan(first, end - first), growth.size).log_likelihood;
            if (score <= best[end]) continue;
            best[end] = score;
            from[end] = first;
        }
    }
    for (std::size_t end = n; end > 0; end = from[end])
        growth.stretches.push_back(
            stretch_of(weeks.subspan(from[end], end - from[end]), from[end], growth.size));
    std::ranges::reverse(growth.stretches);
    return growth;
}

Limits log_growth_limits(const Growth& growth, std::span<const WeekCount> weeks,
                         double confidence) {
    const GrowthStretch& last = growth.stretches.back();
    double pearson = 0.0;
    double observed = 0.0;
    for (std::size_t week = last.first_week; week < last.first_week + last.weeks; ++week) {
        const double mean = weeks[week].exposure * last.expected(static_cast<double>(week));
        if (mean <= 0.0) continue;
        const double off = weeks[week].count - mean;
        pearson += off * off / (mean * (1.0 + mean / growth.size));
        ++observed;
    }
    const double freedom = observed - 2.0;
    const double dispersion = freedom > 0.0 ? pearson / freedom : 1.0;
    const double spread = student_factor(confidence, std::max(1.0, freedom)) * last.growth_error *
                          std::sqrt(dispersion);
    return {last.log_growth - spread, last.log_growth + spread, confidence};
}

WeeklyGrowth weekly_growth(std::span<const WeekCount> weeks, double confidence) {
    WeeklyGrowth found{
        {weeks.begin(), weeks.end()}, fit_growth(weeks), {}, std::vector(weeks.size(), 1.0)};
    const GrowthStretch& last = found.growth.stretches.back();
    const Limits limits = log_growth_limits(found.growth, weeks, confidence);
    found.per_week = {std::exp(last.log_growth),
                      {std::exp(limits.lower), std::exp(limits.upper), confidence},
                      static_cast<double>(last.weeks),
                      "log-linear negative binomial, last stretch"};
    constexpr double sure_enough = 0.9;
    const Limits sure = log_growth_limits(found.growth, weeks, sure_enough);
    const bool is_steady =
        found.growth.stretches.size() == 1 && !(sure.lower > 0.0 || sure.upper < 0.0);
    if (is_steady) return found;
    double all = 0.0;
    double exposure = 0.0;
    for (const WeekCount& week : weeks) {
        all += week.count;
        exposure += week.exposure;
    }
    for (const GrowthStretch& stretch : found.growth.stretches)
        for (std::size_t week = stretch.first_week; week < stretch.first_week + stretch.weeks;
             ++week)
            found.factor[week] = stretch.expected(static_cast<double>(week)) * exposure / all;
    return found;
}

}  // namespace wardwire::analysis
