// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/sample_distance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/special_values.hpp"

namespace wardwire::analysis {

namespace {

/// Calls `visit(from, to, difference)` for each stretch between neighbouring values, with the
/// difference of the shares at or below them.
template <class Visit>
void walk(std::span<const double> one, std::span<const double> other, Visit&& visit) {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < one.size() || j < other.size()) {
        const bool is_first = j == other.size() || (i < one.size() && one[i] <= other[j]);
        const double at = is_first ? one[i] : other[j];
        while (i < one.size() && one[i] <= at) ++i;
        while (j < other.size() && other[j] <= at) ++j;
        double next = std::numeric_limits<double>::infinity();
        if (i < one.size()) next = one[i];
        if (j < other.size()) next = std::min(next, other[j]);
        visit(at, std::isfinite(next) ? next : at,
              static_cast<double>(i) / static_cast<double>(one.size()) -
                  static_cast<double>(j) / static_cast<double>(other.size()));
    }
}

double total(std::span<const double> bins) {
    return std::accumulate(bins.begin(), bins.end(), 0.0);
}

double share(std::span<const double> bins, std::size_t i, double all) {
    return i < bins.size() ? bins[i] / all : 0.0;
}

}  // namespace

double largest_share_difference(std::span<const double> one, std::span<const double> other) {
    if (one.empty() || other.empty()) return undefined;
    double largest = 0.0;
    walk(one, other, [&](double, double, double difference) {
        largest = std::max(largest, std::abs(difference));
    });
    return largest;
}

double distance_from_even(std::vector<double> values) {
    if (values.empty()) return undefined;
    std::ranges::sort(values);
    const auto n = static_cast<double>(values.size());
    double largest = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto below = static_cast<double>(i);
        largest = std::max({largest, values[i] - below / n, (below + 1.0) / n - values[i]});
    }
    return largest;
}

double mean_move(std::span<const double> one, std::span<const double> other) {
    if (one.empty() || other.empty()) return undefined;
    double sum = 0.0;
    walk(one, other, [&](double from, double to, double difference) {
        sum += std::abs(difference) * (to - from);
    });
    return sum;
}

double mean_move_of_bins(std::span<const double> one, std::span<const double> other) {
    const double all = total(one);
    const double all_other = total(other);
    if (!(all > 0.0) || !(all_other > 0.0)) return undefined;
    double difference = 0.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < std::max(one.size(), other.size()); ++i) {
        difference += share(one, i, all) - share(other, i, all_other);
        sum += std::abs(difference);
    }
    return sum;
}

double total_variation(std::span<const double> one, std::span<const double> other) {
    const double all = total(one);
    const double all_other = total(other);
    if (!(all > 0.0) || !(all_other > 0.0)) return undefined;
    double sum = 0.0;
    for (std::size_t i = 0; i < std::max(one.size(), other.size()); ++i)
        sum += std::abs(share(one, i, all) - share(other, i, all_other));
    return 0.5 * sum;
}

}  // namespace wardwire::analysis
