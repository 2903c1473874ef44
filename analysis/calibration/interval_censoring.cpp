// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/interval_censoring.hpp"

#include <algorithm>
#include <cmath>
#include <compare>

namespace wardwire::analysis {

namespace {

/// An end of a window. A window is open on the left, unless it is a single time.
struct End {
    double time;
    int side;  ///< at one time: the left end of a point, a right end, the left end of a window
    auto operator<=>(const End&) const = default;
};

constexpr int left_of_point = 0;
constexpr int right = 1;
constexpr int left = 2;

End left_end(const TimeWindow& window) {
    return {window.after, window.after == window.until ? left_of_point : left};
}

/// The intervals from a left end to a right end with no other end between them: only there can
/// mass lie (Turnbull 1976, section 2).
std::vector<MassBetween> innermost(std::span<const TimeWindow> windows) {
    std::vector<End> ends;
    ends.reserve(2 * windows.size());
    for (const TimeWindow& window : windows) {
        ends.push_back(left_end(window));
        ends.push_back({window.until, right});
    }
    std::ranges::sort(ends);
    std::vector<MassBetween> found;
    for (std::size_t i = 1; i < ends.size(); ++i)
        if (ends[i].side == right && ends[i - 1].side != right)
            found.push_back({ends[i - 1].time, ends[i].time, 0.0});
    return found;
}

/// A window as the range of masses inside it.
struct Cover {
    std::size_t first;
    std::size_t last;  ///< one past the end
    double weight;
};

/// Windows over the same masses are one, with the sum of their weights.
std::vector<Cover> covers(std::span<const TimeWindow> windows,
                          std::span<const MassBetween> masses) {
    std::vector<Cover> all;
    all.reserve(windows.size());
    for (const TimeWindow& window : windows) {
        const auto first = std::ranges::partition_point(masses, [&](const MassBetween& mass) {
            return left_end({mass.after, mass.until}) < left_end(window);
        });
        const auto last = std::ranges::partition_point(
            masses, [&](const MassBetween& mass) { return mass.until <= window.until; });
        all.push_back({static_cast<std::size_t>(first - masses.begin()),
                       static_cast<std::size_t>(last - masses.begin()), window.weight});
    }
    std::ranges::sort(all, {}, [](const Cover& c) { return std::pair(c.first, c.last); });
    std::vector<Cover> merged;
    for (const Cover& one : all) {
        if (!merged.empty() && merged.back().first == one.first && merged.back().last == one.last)
            merged.back().weight += one.weight;
        else
            merged.push_back(one);
    }
    return merged;
}

/// One round: each window's weight goes to the masses inside it in proportion. By prefix sums, a
/// window costs the same however many masses it covers. Returns the largest move.
double redistribute(std::vector<MassBetween>& masses, std::span<const Cover> windows,
                    double total) {
    std::vector<double> before(masses.size() + 1, 0.0);
    for (std::size_t i = 0; i < masses.size(); ++i) before[i + 1] = before[i] + masses[i].mass;
    std::vector<double> step(masses.size() + 1, 0.0);
    for (const Cover& window : windows) {
        const double inside = before[window.last] - before[window.first];
        if (inside <= 0.0) continue;
        step[window.first] += window.weight / inside;
        step[window.last] -= window.weight / inside;
    }
    double largest = 0.0;
    double factor = 0.0;
    for (std::size_t i = 0; i < masses.size(); ++i) {
        factor += step[i];
        const double mass = masses[i].mass * std::max(0.0, factor) / total;
        largest = std::max(largest, std::abs(mass - masses[i].mass));
        masses[i].mass = mass;
    }
    return largest;
}

}  // namespace

std::vector<MassBetween> turnbull(std::span<const TimeWindow> windows, double tolerance) {
    constexpr int most_rounds = 10'000;
    std::vector<MassBetween> masses = innermost(windows);
    const std::vector<Cover> covered = covers(windows, masses);
    double total = 0.0;
    for (const TimeWindow& window : windows) total += window.weight;
    for (MassBetween& mass : masses) mass.mass = 1.0 / static_cast<double>(masses.size());
    for (int round = 0; round < most_rounds; ++round)
        if (redistribute(masses, covered, total) <= tolerance) break;
    return masses;
}

double mass_by(std::span<const MassBetween> masses, double time) {
    double sum = 0.0;
    for (const MassBetween& one : masses) {
        if (one.until <= time)
            sum += one.mass;
        else if (one.after < time && std::isfinite(one.until))
            sum += one.mass * (time - one.after) / (one.until - one.after);
    }
    return sum;
}

}  // namespace wardwire::analysis
