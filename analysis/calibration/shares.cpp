// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/shares.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <numeric>

#include "analysis/calibration/maximum.hpp"

namespace wardwire::analysis {

namespace {

/// Limits of a share whose posterior is a beta law.
Limits beta_limits(double a, double b, double confidence) {
    if (a <= 0.0) return {0.0, 0.0, confidence};
    if (b <= 0.0) return {1.0, 1.0, confidence};
    const double tail = 0.5 * (1.0 - confidence);
    return {boost::math::ibeta_inv(a, b, tail), boost::math::ibeta_inv(a, b, 1.0 - tail),
            confidence};
}

double total(const std::vector<double>& row) {
    return std::accumulate(row.begin(), row.end(), 0.0);
}

/// The log likelihood of the rows, leaving out what does not depend on the concentration.
double log_likelihood(std::span<const std::vector<double>> rows, const std::vector<double>& shares,
                      double concentration) {
    double sum = 0.0;
    for (const std::vector<double>& row : rows) {
        sum += std::lgamma(concentration) - std::lgamma(concentration + total(row));
        for (std::size_t j = 0; j < row.size(); ++j)
            if (row[j] > 0.0)
                sum += std::lgamma(concentration * shares[j] + row[j]) -
                       std::lgamma(concentration * shares[j]);
    }
    return sum;
}

}  // namespace

Limits share_limits(double hits, double n, double confidence) {
    Limits limits = beta_limits(hits + 0.5, n - hits + 0.5, confidence);
    if (hits <= 0.0) limits.lower = 0.0;
    if (hits >= n) limits.upper = 1.0;
    return limits;
}

std::vector<std::vector<Estimate>> shrunk_shares(std::span<const std::vector<double>> counts,
                                                 double confidence) {
    if (counts.empty()) return {};
    std::vector<double> shares(counts.front().size(), 0.0);
    double all = 0.0;
    for (const std::vector<double>& row : counts) {
        for (std::size_t j = 0; j < row.size(); ++j) shares[j] += row[j];
        all += total(row);
    }
    for (double& share : shares)
        share = all > 0.0 ? share / all : 1.0 / static_cast<double>(shares.size());
    const double concentration = std::exp(where_largest(
        [&](double log_concentration) {
            return log_likelihood(counts, shares, std::exp(log_concentration));
        },
        -4.6, 11.5));
    std::vector<std::vector<Estimate>> table;
    for (const std::vector<double>& row : counts) {
        const double n = total(row);
        std::vector<Estimate>& estimates = table.emplace_back();
        for (std::size_t j = 0; j < row.size(); ++j) {
            const double share = (concentration * shares[j] + row[j]) / (concentration + n);
            // How far the rows are alike is itself a guess, so only its own counts narrow a row.
            estimates.push_back({share, share_limits(share * n, n, confidence), n,
                                 "Dirichlet-multinomial", n / (concentration + n)});
        }
    }
    return table;
}

std::vector<Estimate> continuation_chances(std::span<const TurnCount> conversations,
                                           std::size_t most, double least, double confidence) {
    std::vector<double> at_risk(most + 1, 0.0);  // [turn], whose going on or ending was seen
    std::vector<double> went_on(most + 1, 0.0);
    double late_risk = 0.0;
    double late_on = 0.0;
    const auto add = [&](std::size_t turn, double weight, bool goes_on) {
        const bool is_late = turn >= most;
        (is_late ? late_risk : at_risk[turn]) += weight;
        if (goes_on) (is_late ? late_on : went_on[turn]) += weight;
    };
    for (const TurnCount& one : conversations) {
        for (std::size_t turn = 1; turn < one.turns; ++turn) add(turn, one.weight, true);
        if (one.is_over) add(one.turns, one.weight, false);
    }
    std::vector<Estimate> chances;
    std::size_t turn = 1;
    for (; turn < most && at_risk[turn] >= least; ++turn)
        chances.push_back({went_on[turn] / at_risk[turn],
                           share_limits(went_on[turn], at_risk[turn], confidence), at_risk[turn],
                           "life table by turn"});
    for (; turn < most; ++turn) {
        late_risk += at_risk[turn];
        late_on += went_on[turn];
    }
    if (late_risk > 0.0)
        chances.push_back({late_on / late_risk, share_limits(late_on, late_risk, confidence),
                           late_risk, "constant from here on", 1.0, true});
    return chances;
}

}  // namespace wardwire::analysis
