// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/designs/points.hpp"
#include "analysis/statistics/interval.hpp"

namespace wardwire::analysis {

/// What changing one factor alone does to an outcome (Morris 1991). Effects are per the whole range
/// of the factor.
struct ElementaryEffects {
    std::size_t used = 0;  ///< trajectories in which the effect is defined
    double mean;           ///< μ
    Interval size;         ///< μ*, of the magnitudes (Campolongo, Cariboni & Saltelli 2007)
    double deviation;      ///< σ: the effect is not the same everywhere
};

/// Points of `trajectories` walks through the corners of a grid of four levels, each of factors + 1
/// points: every factor is moved once, by two thirds of its range, in an order drawn anew. Equal
/// seeds give equal walks.
std::vector<Point> morris_trajectories(std::size_t trajectories, std::size_t factors,
                                       std::uint64_t seed);

/// The effects of each factor, from the outcomes at the points of such walks, in their order.
std::vector<ElementaryEffects> elementary_effects(const std::vector<Point>& points,
                                                  std::span<const double> outcomes);

}  // namespace wardwire::analysis
