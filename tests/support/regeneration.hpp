// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/parallel/replicate.hpp"
#include "sim/record/tally.hpp"

/// Estimates that have no warm-up and no bias.
///
/// A queue that starts anew again and again is a row of independent, equal cycles (Crane & Iglehart
/// 1975). Over whole cycles let Y be a sum, such as all waits, and X a count, such as all
/// customers. If theory says r for the mean in steady state then E[Y - r X] = 0 exactly, whatever
/// the number of cycles. So the mean of Y - r X over replications of a fixed number of cycles each,
/// divided by its standard error, has Student's law with replications - 1 degrees of freedom, as
/// each of them is a sum of thousands of cycles and nearly normal.
namespace wardwire::test {

struct CycleSums {
    double y;
    double x;
};

inline constexpr std::size_t replications = 100;

/// With 100 replications |z| > 6 has the probability 3.2e-8 when theory and simulation agree.
inline constexpr double z_limit = 6.0;

/// How many standard errors the ratio of the sums lies above what theory says.
inline double z_of(const std::vector<CycleSums>& sums, double theory) {
    sim::Tally differences;
    for (const CycleSums& s : sums) differences.add(s.y - theory * s.x);
    return differences.mean() /
           (differences.standard_deviation() / std::sqrt(static_cast<double>(sums.size())));
}

/// observe(replication) gives the CycleSums of several quantities; the result has for each quantity
/// those of all replications.
template <class Observe>
std::vector<std::vector<CycleSums>> observe_cycles(Observe&& observe) {
    const auto rows = sim::replicate(replications, {}, [&](std::size_t index) {
        return observe(static_cast<std::uint32_t>(index));
    });
    std::vector<std::vector<CycleSums>> columns(rows.front().size());
    for (const std::vector<CycleSums>& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) columns[i].push_back(row[i]);
    return columns;
}

}  // namespace wardwire::test
