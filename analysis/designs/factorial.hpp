// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/designs/points.hpp"

namespace wardwire::analysis {

/// Every combination of levels, the last factor changing fastest. Empty when a factor has none.
std::vector<LevelPoint> full_factorial(std::span<const std::size_t> levels);

/// A fraction of the two-level factorial (Box & Hunter 1961).
struct FractionalFactorial {
    std::vector<LevelPoint> points;
    /// The length of the shortest word of the defining relation: 3 when main effects are mixed with
    /// two-factor interactions, 4 when only those with each other, 5 when neither; 0 when nothing
    /// is mixed.
    std::size_t resolution;
};

/// A design of 2^(factors - generators) points. A generator makes a factor the product of others,
/// factors lettered A, B, C ... in their order: "D=ABC". Nothing when one is not of that form,
/// names an unknown letter, defines a factor twice or by another generated one.
std::optional<FractionalFactorial> fractional_factorial(std::size_t factors,
                                                        std::span<const std::string> generators);

}  // namespace wardwire::analysis
