// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/stationarity.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/calibration/log_likeness.hpp"
#include "analysis/statistics/multiplicity.hpp"
#include "sim/random/stream.hpp"

namespace wardwire::analysis {

namespace {

constexpr std::array<std::string_view, 8> judged = {
    "messages", "hour of week",         "answer times",         "turns",
    "users",    "messages of a person", "messages of patients", "resolved in time"};

/// What the judged distances look at, which is quickly added up.
LogShape judged_part(const LogShape& week) {
    LogShape part;
    part.weeks = week.weeks;
    part.hour_of_week = week.hour_of_week;
    part.answers = week.answers;
    part.turns = week.turns;
    part.users = week.users;
    part.sent_by = week.sent_by;
    part.patient_hours = week.patient_hours;
    part.resolved = week.resolved;
    part.unresolved = week.unresolved;
    return part;
}

/// The distances of the weeks of weight 1 from those of weight 0 by some metrics.
std::vector<double> distances_of_halves(std::span<const LogShape> weeks,
                                        std::span<const double> in_first,
                                        std::span<const LikenessMetric> metrics) {
    std::vector<double> in_second;
    for (const double one : in_first) in_second.push_back(1.0 - one);
    const LogShape first = sum_of(weeks, in_first);
    const LogShape second = sum_of(weeks, in_second);
    std::vector<double> all;
    for (const LikenessMetric& metric : metrics) all.push_back(metric.distance(first, second));
    return all;
}

/// The judged metrics of what the weeks have.
std::vector<LikenessMetric> judged_metrics(const LogShape& all) {
    std::vector<LikenessMetric> metrics = likeness_metrics();
    std::erase_if(metrics, [&](const LikenessMetric& metric) {
        return std::ranges::find(judged, metric.name) == judged.end() ||
               std::isnan(metric.distance(all, all));
    });
    return metrics;
}

}  // namespace

std::vector<Drift> drift_of(std::span<const LogShape> weeks, std::size_t splits) {
    constexpr std::size_t least_weeks = 12;
    constexpr std::uint64_t seed = 20260105;
    if (weeks.size() < least_weeks) return {};
    std::vector<LogShape> parts;
    for (const LogShape& week : weeks) parts.push_back(judged_part(week));
    std::vector<double> in_first(weeks.size(), 0.0);
    std::fill_n(in_first.begin(), weeks.size() / 2, 1.0);
    const std::vector<LikenessMetric> metrics = judged_metrics(sum_of(parts));
    const std::vector<double> in_time = distances_of_halves(parts, in_first, metrics);
    sim::Stream chance = sim::Chance(seed, 0).channel(sim::Purpose{0}).stream(3);
    std::vector<double> as_far(in_time.size(), 1.0);
    for (std::size_t split = 0; split < splits; ++split) {
        for (std::size_t i = in_first.size(); i-- > 1;)
            std::swap(
                in_first[i],
                in_first[static_cast<std::size_t>(chance.uniform() * static_cast<double>(i + 1))]);
        const std::vector<double> drawn = distances_of_halves(parts, in_first, metrics);
        for (std::size_t k = 0; k < drawn.size(); ++k)
            if (!(drawn[k] < in_time[k])) ++as_far[k];
    }
    for (double& count : as_far) count /= static_cast<double>(splits + 1);
    const std::vector<double> adjusted = holm_adjusted(as_far);
    std::vector<Drift> all;
    for (const LikenessMetric& metric : metrics) all.push_back({metric.name, adjusted[all.size()]});
    return all;
}

}  // namespace wardwire::analysis
