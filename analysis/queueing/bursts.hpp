// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

/// MMPP(2)/M/1: arrivals are Poisson at one of two rates, and the rate changes after exponential
/// times (Fischer & Meier-Hellstern 1993). Solved as the chain of phase and number.
struct BurstyArrivalQueue {
    double slow_rate;
    double fast_rate;
    double to_fast;  ///< rate at which a slow phase ends
    double to_slow;  ///< rate at which a fast phase ends
    double service_rate;

    double mean_arrival_rate() const {
        return (slow_rate * to_slow + fast_rate * to_fast) / (to_slow + to_fast);
    }

    double mean_in_system() const;  ///< infinite when overloaded
    double mean_sojourn() const { return mean_in_system() / mean_arrival_rate(); }
};

/// Arrivals that call forth others, such as replies: a Hawkes (1971) process with exponential
/// memory. Each arrival adds `branching` arrivals on average, spread over time as e^{-decay·t}, to
/// those that come of themselves at `base_rate`. Stationary when branching is below 1.
struct HawkesProcess {
    double base_rate;
    double branching;
    double decay;

    double mean_rate() const { return base_rate / (1.0 - branching); }

    /// Variance over mean of the count in a long time: 1 / (1 - n)².
    double long_run_fano_factor() const { return 1.0 / ((1.0 - branching) * (1.0 - branching)); }

    /// Of the number of arrivals in [0, time] of the stationary process, with κ = decay (1 - n) and
    /// Fano factor F: rate (F t + (1 - F)(1 - e^{-κt}) / κ) (Hawkes 1971; Da Fonseca & Zaatour
    /// 2014).
    double variance_of_count(double time) const;
};

}  // namespace wardwire::analysis
