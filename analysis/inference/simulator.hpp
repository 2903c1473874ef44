// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "analysis/designs/points.hpp"
#include "analysis/statistics/cholesky.hpp"

/// What observations say about the parameters of a model that can only be simulated. Parameters are
/// places in the unit cube, where the prior is uniform: whoever calls stretches them to the ranges
/// and scales they have.
namespace wardwire::analysis {

/// How many values each coordinate stands for: so many equal parts of 0 to 1, or 0 where it is
/// continuous.
class Factors {
 public:
    Factors(std::size_t continuous) : levels_(continuous, 0) {}
    explicit Factors(std::vector<std::size_t> levels) : levels_(std::move(levels)) {}

    std::size_t size() const { return levels_.size(); }
    bool is_continuous(std::size_t factor) const { return levels_[factor] == 0; }
    /// A coordinate for each continuous factor, and one for each value of the others: 1 for the
    /// value that the point has. So values, which have no order, are equally far from each other.
    Point indicators(const Point& point) const;
    /// Of these the ones for values.
    Point values(const Point& point) const;

 private:
    std::vector<std::size_t> levels_;
};

/// A run of the model: equal luck means common random numbers.
struct PointRun {
    Point point;
    std::uint32_t luck = 0;
};

/// The summaries of each of some runs, in their order; NaN where one is undefined. Nothing when the
/// user interrupts. It may use any number of threads and remember runs of before: whatever it
/// gives must follow from the trial alone.
using Simulator =
    std::function<std::optional<std::vector<std::vector<double>>>(std::span<const PointRun>)>;

/// The summaries of what was observed, and the standard deviation of each: of the observation and
/// of a simulation of the true parameters together.
struct Observed {
    std::vector<double> value;
    std::vector<double> noise;
    /// Between these deviations, where it is known.
    std::optional<Cholesky> correlation = std::nullopt;

    /// The root mean square distance of a simulation, in standard deviations; infinite where a
    /// summary is undefined. What goes together counts once (Mahalanobis 1936).
    double distance(std::span<const double> summaries) const;
};

}  // namespace wardwire::analysis
