// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace wardwire::analysis {

/// What is to be made small: a fixed number of residuals at a point of the unit cube. All finite.
using Residuals = std::function<std::vector<double>(std::span<const double> point)>;

struct FitOptions {
    std::size_t budget = 50;      ///< evaluations at most, the first included
    double difference = 0.05;     ///< step of the first derivatives, of the cube's side
    double smallest_step = 1e-4;  ///< a step below this in every coordinate ends the search
    double small_loss = 0.0;      ///< and so does a loss that is not above this
};

struct Fit {
    std::vector<double> point;      ///< the best that was evaluated
    std::vector<double> residuals;  ///< there
    double loss = 0.0;              ///< half the sum of their squares
    double first_loss = 0.0;        ///< at the start
    std::size_t evaluations = 0;
};

/// Looks in the unit cube for the least sum of squares, from `start`: a Gauss-Newton step, lightly
/// damped (Levenberg 1944; Marquardt 1963) and no longer than a radius that doubles when a step
/// helps and shrinks when it does not, cut at the sides of the cube.
///
/// The derivatives are differences over a wide step, which suits a simulation under common random
/// numbers: its means are steps and noise at close range. They are brought up to date by the secant
/// of each step (Broyden 1965) and taken anew, over half the width, when steps no longer help. Each
/// costs an evaluation for every coordinate. The best point is never left for a worse one, so that
/// more budget never gives a worse fit. The search is deterministic.
///
/// `start` lies in the cube and has at least one coordinate; a budget of 0 counts as 1.
Fit fit_least_squares(const Residuals& residuals, std::vector<double> start,
                      const FitOptions& options = {});

}  // namespace wardwire::analysis
