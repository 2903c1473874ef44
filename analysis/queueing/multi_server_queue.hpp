// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

/// M/M/c: Poisson arrivals, exponential service by any of `servers`, one queue in order of arrival
/// (Erlang 1917; Kleinrock 1975, section 3.5). Stable when the utilisation is below 1.
struct MultiServerQueue {
    double arrival_rate;
    double service_rate;  ///< of one server
    int servers;

    double offered_load() const { return arrival_rate / service_rate; }
    double utilisation() const { return offered_load() / servers; }

    /// Erlang C.
    double probability_of_wait() const;

    /// Time in the queue: W_q = C / (cμ - λ); P(W_q > t) = C e^{-(cμ - λ)t} for t >= 0.
    double mean_wait() const;
    double probability_wait_exceeds(double time) const;
    /// The smallest t with P(W_q <= t) >= level, for a level in [0, 1).
    double wait_percentile(double level) const;

    /// Time in system: W = W_q + 1/μ, and L = λW (Little 1961). With δ = (c - 1)μ - λ,
    /// P(T > t) = e^{-μt} (1 + C μ (1 - e^{-δt}) / δ), the sum of wait and service.
    double mean_sojourn() const;
    double mean_in_system() const;
    double probability_sojourn_exceeds(double time) const;
    /// The t with P(T <= t) = level, for a level in [0, 1) of a stable queue.
    double sojourn_percentile(double level) const;

 private:
    double slack() const { return servers * service_rate - arrival_rate; }
};

/// M/M/c/K: as above, but an arrival that finds `capacity` in the system is lost.
struct BoundedQueue {
    double arrival_rate;
    double service_rate;
    int servers;
    int capacity;  ///< waiting and in service; at least `servers`

    /// The share of arrivals lost, and of the others the mean number, sojourn and wait: the
    /// stationary birth-death chain on 0..K (Kleinrock 1975, section 3.7).
    double probability_of_loss() const;
    double mean_in_system() const;
    double mean_sojourn() const;
    double mean_wait() const;
};

}  // namespace wardwire::analysis
