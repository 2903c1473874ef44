// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace wardwire::analysis {

/// How badly counts fit what was expected.
struct ChiSquaredTest {
    double statistic;           ///< Σ (observed - expected)² / expected
    double degrees_of_freedom;  ///< cells - 1 - fitted parameters
    double p_value;             ///< the chance of a statistic at least as large
};

/// Pearson's (1900) test of counts against expected counts with the same total.
///
/// The law of the statistic is approximate: merge cells until each expects at least five (Cochran
/// 1954). `fitted_parameters` is how many parameters were estimated from the same counts. A cell
/// that expects nothing makes the statistic infinite when something is observed there and is left
/// out otherwise. Spans of unequal length are compared over the shorter.
ChiSquaredTest chi_squared_test(std::span<const double> observed, std::span<const double> expected,
                                int fitted_parameters = 0);

}  // namespace wardwire::analysis
