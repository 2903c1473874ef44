// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// Which points of a space of factors are to be tried. A point of a continuous design is a number
/// from 0 to 1 for each factor; a point of a factorial is a level, from 0, for each.
namespace wardwire::analysis {

using Point = std::vector<double>;
using LevelPoint = std::vector<std::size_t>;

/// Latin hypercube (McKay, Beckman & Conover 1979): each factor takes one value in each of `points`
/// equal parts of its range, in an order of its own. Equal seeds give equal designs.
std::vector<Point> latin_hypercube(std::size_t points, std::size_t factors, std::uint64_t seed);

/// A Latin hypercube at the middles of the parts whose factors are nearly uncorrelated: values of a
/// factor are exchanged as long as that lowers the sum of squared correlations. Designs with a
/// largest correlation of at most 0.03 count as nearly orthogonal (Cioppa & Lucas 2007), which it
/// takes a few dozen points for a few factors to reach; largest_correlation() tells.
std::vector<Point> nearly_orthogonal_hypercube(std::size_t points, std::size_t factors,
                                               std::uint64_t seed);

/// The largest magnitude of a correlation between two factors; 0 for fewer than two.
double largest_correlation(const std::vector<Point>& design);

/// The largest number of dimensions of sobol_points().
inline constexpr std::size_t sobol_dimensions = 24;

/// Points of the Sobol sequence (1967) with the direction numbers of Joe & Kuo (2008), in the order
/// of Antonov & Saleev's Gray code, from the one with index `from`; index 0 is the origin. At most
/// sobol_dimensions.
std::vector<Point> sobol_points(std::size_t points, std::size_t dimensions, std::size_t from = 1);

}  // namespace wardwire::analysis
