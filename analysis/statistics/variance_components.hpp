// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "analysis/statistics/interval.hpp"

namespace wardwire::analysis {

/// Where the spread of a simulated outcome comes from when each of several sets of parameters is
/// simulated under each of several lucks, the same lucks for all sets (common random numbers):
/// value = mean + parameters + luck + both together, a crossed two-way layout with random effects
/// and one value in each cell (Searle, Casella & McCulloch 1992, section 4.7).
struct VarianceComponents {
    Interval mean;      ///< over parameters and luck
    double parameters;  ///< variance of what parameters do to the mean over all luck
    double luck;        ///< all the rest: what is left when the parameters are known
    /// Estimates below zero, which only chance can give, count as zero.
    bool is_parameters_set_to_zero = false;
    bool is_luck_set_to_zero = false;  ///< the part of it that all sets of parameters share

    /// parameters / (parameters + luck); NaN when nothing varies.
    double share_of_parameters() const;
};

/// Splits the variance of `values`, a row of `replications` values for each set of parameters, row
/// by row, by the mean squares of the two-way layout. Rows with an undefined value are left out.
///
/// The interval of the mean is Student's with the degrees of freedom of Satterthwaite (1946), and
/// counts the values used. With one set of parameters that of its replications; with one
/// replication that of the sets, and the variance of luck is NaN. At least one replication.
VarianceComponents variance_components(std::span<const double> values, std::size_t replications,
                                       double confidence = 0.95);

}  // namespace wardwire::analysis
