// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/rates.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/calibration/count_law.hpp"
#include "analysis/calibration/maximum.hpp"
#include "sim/random/special.hpp"

namespace wardwire::analysis {

namespace {

/// Counts and exposures of each group's cells together.
std::vector<RateCell> whole_groups(std::span<const RateCell> cells) {
    std::vector<RateCell> groups;
    for (const RateCell& cell : cells) {
        if (cell.group >= groups.size()) groups.resize(cell.group + 1, RateCell{0.0, 0.0});
        groups[cell.group].count += cell.count;
        groups[cell.group].exposure += cell.exposure;
    }
    return groups;
}

}  // namespace

Limits garwood_limits(double count, double exposure, double confidence) {
    const double tail = 0.5 * (1.0 - confidence);
    const double lower = count > 0.0 ? sim::gamma_quantile(count, tail) : 0.0;
    return {lower / exposure, sim::gamma_quantile(count + 1.0, 1.0 - tail) / exposure, confidence};
}

std::vector<Estimate> shrunk_rates(std::span<const RateCell> cells, double confidence) {
    const std::vector<RateCell> groups = whole_groups(cells);
    std::vector<double> means;
    for (const RateCell& group : groups)
        means.push_back(group.exposure > 0.0 ? group.count / group.exposure : 0.0);
    const auto likelihood_of = [&](double log_shape) {
        double sum = 0.0;
        for (const RateCell& cell : cells)
            if (means[cell.group] > 0.0)
                sum += log_count_chance(cell.count, means[cell.group] * cell.exposure,
                                        std::exp(log_shape));
        return sum;
    };
    const double shape = std::exp(where_largest(likelihood_of, -4.6, 11.5));
    const double tail = 0.5 * (1.0 - confidence);
    std::vector<Estimate> rates;
    for (const RateCell& cell : cells) {
        const double mean = means[cell.group];
        if (mean <= 0.0) {
            const double upper = cell.exposure > 0.0
                                     ? garwood_limits(0.0, cell.exposure, confidence).upper
                                     : std::numeric_limits<double>::infinity();
            rates.push_back({0.0, {0.0, upper, confidence}, 0.0, "Poisson, Garwood limits"});
            continue;
        }
        const double a = shape + cell.count;
        const double b = shape / mean + cell.exposure;
        const double own_share = cell.exposure / b;
        Estimate& rate = rates.emplace_back(Estimate{
            a / b,
            {sim::gamma_quantile(a, tail) / b, sim::gamma_quantile(a, 1.0 - tail) / b, confidence},
            cell.count,
            "Poisson, drawn to its group",
            own_share});
        // What the cell is drawn to is known no better than the counts of its group allow.
        const RateCell& whole = groups[cell.group];
        const Limits group = garwood_limits(whole.count, whole.exposure, confidence);
        const auto apart = [&](double limit, double of_group) {
            return std::exp(-std::hypot(std::log(limit / rate.value),
                                        (1.0 - own_share) * std::log(of_group / mean)));
        };
        rate.limits.lower = rate.value * apart(rate.limits.lower, group.lower);
        rate.limits.upper = rate.value / apart(rate.limits.upper, group.upper);
    }
    return rates;
}

}  // namespace wardwire::analysis
