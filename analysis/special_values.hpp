// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

namespace wardwire::analysis {

/// The value of what has none, such as the mean of nothing.
inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinite = std::numeric_limits<double>::infinity();

}  // namespace wardwire::analysis
