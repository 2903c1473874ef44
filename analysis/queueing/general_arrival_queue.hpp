// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/queueing/transform.hpp"

namespace wardwire::analysis {

/// GI/M/1: independent gaps of any law between arrivals, one exponential server (Kendall 1953;
/// Kleinrock 1975, section 6.4).
struct GeneralArrivalQueue {
    double mean_gap;
    Transform gap;  ///< of the same law
    double service_rate;

    double utilisation() const { return 1.0 / (mean_gap * service_rate); }

    /// σ, the share of arrivals that wait: the root in (0, 1) of σ = A*(μ(1 - σ)); 1 when the
    /// queue grows without bound.
    double probability_of_wait() const;

    /// W_q = σ / (μ(1 - σ)).
    double mean_wait() const;
    double mean_sojourn() const { return mean_wait() + 1.0 / service_rate; }
};

}  // namespace wardwire::analysis
