// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/day_types.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/calibration/count_law.hpp"

namespace wardwire::analysis {

namespace {

struct Kinds {
    std::vector<double> sum;
    std::vector<double> days;

    double mean(std::size_t kind) const { return days[kind] > 0.0 ? sum[kind] / days[kind] : 0.0; }
    /// What squares around that mean are too small by; 0 where one day says nothing of them.
    double unbiased(std::size_t kind) const {
        return days[kind] > 1.0 ? days[kind] / (days[kind] - 1.0) : 0.0;
    }
    std::size_t size() const { return sum.size(); }
};

Kinds by_kind(std::span<const DayCount> days) {
    Kinds kinds;
    for (const DayCount& day : days) {
        if (day.kind >= kinds.size()) {
            kinds.sum.resize(day.kind + 1, 0.0);
            kinds.days.resize(day.kind + 1, 0.0);
        }
        kinds.sum[day.kind] += day.count;
        ++kinds.days[day.kind];
    }
    return kinds;
}

/// Spread within kinds over what Poisson counts have; at least theirs.
double dispersion(std::span<const DayCount> days, const Kinds& kinds) {
    double squares = 0.0;
    for (const DayCount& day : days) {
        const double mean = kinds.mean(day.kind);
        if (mean > 0.0) squares += (day.count - mean) * (day.count - mean) / mean;
    }
    const double degrees = static_cast<double>(days.size()) - static_cast<double>(kinds.size());
    return degrees > 0.0 ? std::max(1.0, squares / degrees) : 1.0;
}

}  // namespace

DayTypes find_day_types(std::span<const DayCount> days) {
    const Kinds kinds = by_kind(days);
    std::vector<std::size_t> order(kinds.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t kind) { return kinds.mean(kind); });
    const double spread = dispersion(days, kinds);
    const double cost_of_type = 0.5 * std::log(static_cast<double>(days.size()));
    DayTypes best;
    double most = -std::numeric_limits<double>::infinity();
    const std::size_t splits = kinds.size() > 0 ? std::size_t{1} << (kinds.size() - 1) : 0;
    for (std::size_t split = 0; split < splits; ++split) {
        DayTypes types{std::vector<std::size_t>(kinds.size(), 0), {}};
        double score = 0.0;
        for (std::size_t i = 0; i < order.size();) {
            double sum = 0.0;
            double length = 0.0;
            do {
                sum += kinds.sum[order[i]];
                length += kinds.days[order[i]];
                types.type_of[order[i]] = types.mean.size();
                ++i;
            } while (i < order.size() && (split >> (i - 1) & 1) == 0);
            const double mean = length > 0.0 ? sum / length : 0.0;
            types.mean.push_back(mean);
            if (mean > 0.0) score += sum * std::log(mean) / spread;
            score -= cost_of_type;
        }
        if (score <= most) continue;
        most = score;
        best = std::move(types);
    }
    return best;
}

double busyness_by_moments(std::span<const DayCount> days) {
    const Kinds kinds = by_kind(days);
    double excess = 0.0;
    double squares = 0.0;
    for (const DayCount& day : days) {
        const double mean = kinds.mean(day.kind);
        const double unbiased = kinds.unbiased(day.kind);
        if (unbiased == 0.0) continue;
        excess += unbiased * (day.count - mean) * (day.count - mean) - mean;
        squares += mean * mean;
    }
    return squares > 0.0 ? std::max(0.0, excess / squares) : 0.0;
}

double within_day_correlation(std::span<const DayCount> first, std::span<const DayCount> second) {
    const Kinds of_first = by_kind(first);
    const Kinds of_second = by_kind(second);
    double together = 0.0;
    double products = 0.0;
    for (std::size_t day = 0; day < first.size(); ++day) {
        const double mean_of_first = of_first.mean(first[day].kind);
        const double mean_of_second = of_second.mean(second[day].kind);
        const double unbiased = of_first.unbiased(first[day].kind);
        if (unbiased == 0.0) continue;
        together +=
            unbiased * (first[day].count - mean_of_first) * (second[day].count - mean_of_second);
        products += mean_of_first * mean_of_second;
    }
    const double variances = busyness_by_moments(first) * busyness_by_moments(second);
    if (!(variances > 0.0) || !(products > 0.0)) return std::nan("");
    return std::clamp(together / products / std::sqrt(variances), -1.0, 1.0);
}

double busyness_by_likelihood(std::span<const DayCount> days) {
    const Kinds kinds = by_kind(days);
    std::vector<ExposedCount> counts;
    for (const DayCount& day : days)
        if (kinds.mean(day.kind) > 0.0) counts.push_back({day.count, kinds.mean(day.kind)});
    return 1.0 / fit_count_law(counts).size;
}

}  // namespace wardwire::analysis
