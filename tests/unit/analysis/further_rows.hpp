// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "analysis/calibration/further_estimates.hpp"

namespace wardwire::test {

/// The estimate of a row; null when there is no such row.
inline const analysis::Estimate* told(const std::vector<analysis::FurtherEstimate>& rows,
                                      const std::string& name) {
    const auto found = std::ranges::find(rows, name, &analysis::FurtherEstimate::name);
    return found == rows.end() ? nullptr : &found->estimate;
}

inline bool holds(const analysis::Estimate& estimate, double truth) {
    return estimate.limits.lower <= truth && truth <= estimate.limits.upper;
}

}  // namespace wardwire::test
