// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/calibration/log_shape.hpp"

namespace wardwire::analysis {

/// How far a log drifts in one of likeness_metrics().
struct Drift {
    std::string_view metric;
    double p_value;  ///< adjusted for how many metrics there are (Holm 1979)
};

/// Whether the first and the second half of a log are farther apart than halves that are drawn: a
/// permutation test of each of six distances, of volume, the hours of the week, answer times,
/// turns, users and how unequal people are, and with messages of patients of two more, of their
/// volume and of how soon they are resolved (Davison & Hinkley 1997, section 4.3; p-values never 0
/// as in Phipson & Smyth 2010). If weeks are alike and independent of each other, the chance that
/// any p-value is at most x is at most x; a long wave counts as drift. Empty for less than 12
/// weeks, in which no p-value could be at most 5 %. The draws are the same at every call.
std::vector<Drift> drift_of(std::span<const LogShape> weeks, std::size_t splits = 999);

}  // namespace wardwire::analysis
