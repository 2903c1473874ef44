// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/designs/points.hpp"
#include "analysis/statistics/order_statistics.hpp"

namespace wardwire::analysis {

/// How much of the variance of an outcome goes back to a factor.
struct SobolIndex {
    double first;         ///< alone
    double total;         ///< with all that it does together with others
    Limits first_limits;  ///< by bootstrap over the base points
    Limits total_limits;
};

/// The points at which the indices are estimated (Saltelli et al. 2010): two samples A and B of the
/// Sobol sequence, and for each factor A with that factor's values from B. Point n of all of these
/// come one after another: A(n), B(n), A with factor 1 of B, ...; count · (factors + 2) in all. At
/// most half as many factors as there are dimensions.
std::vector<Point> saltelli_points(std::size_t count, std::size_t factors);

/// First-order indices after Saltelli et al. (2010), total indices after Jansen (1999), from the
/// outcomes at such points. The limits hold 95 % of `resamples` bootstrap samples. A base point
/// with an undefined outcome is left out. Equal seeds give equal limits.
std::vector<SobolIndex> sobol_indices(std::size_t factors, std::span<const double> outcomes,
                                      std::size_t resamples = 1000, std::uint64_t seed = 1);

}  // namespace wardwire::analysis
