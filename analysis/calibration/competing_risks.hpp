// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace wardwire::analysis {

/// How a wait ended, if it did: a message is answered, closed in silence, or handed on.
struct Ending {
    double time;
    std::optional<std::size_t> cause;  ///< from 0 on; none when it was still open
    double weight = 1.0;
};

/// The share of waits that each cause has ended, as step functions of time.
struct CumulativeIncidence {
    std::vector<double> times;               ///< of the steps, ascending
    std::vector<std::vector<double>> ended;  ///< [cause][step], just after the step

    /// The share that the cause has ended by `time`.
    double by(std::size_t cause, double time) const;
};

/// The estimate of Aalen & Johansen (1978): a wait that another cause ended is not censored, it can
/// no longer end by this one. Summed over causes it is one minus Kaplan & Meier's estimate.
CumulativeIncidence aalen_johansen(std::vector<Ending> endings, std::size_t causes);

}  // namespace wardwire::analysis
