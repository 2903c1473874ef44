// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

/// Erlang A, M/M/c+M: as M/M/c, but each customer waits no longer than an exponential patience and
/// then abandons (Palm 1957; Garnett, Mandelbaum & Reiman 2002). Always stable.
///
/// The virtual wait V is what an endlessly patient customer would wait; the actual wait W is cut
/// short by the patience of the customer.
struct AbandonmentQueue {
    double arrival_rate;
    double service_rate;  ///< of one server
    int servers;
    double patience_rate;  ///< above 0; mean patience is its inverse

    /// From the stationary chain with death rates min(n, c)μ + (n - c)⁺θ.
    double probability_of_wait() const;
    double mean_queue() const;
    double probability_of_abandonment() const {
        return patience_rate * mean_queue() / arrival_rate;
    }
    double utilisation() const;

    /// Over all customers, served or not: L_q / λ.
    double mean_wait() const { return mean_queue() / arrival_rate; }
    double mean_wait_of_served() const;
    double mean_wait_of_abandoned() const;

    /// P(V > t) = P(V > 0) P(cμ/θ, e^{-θt} λ/θ) / P(cμ/θ, λ/θ) with the regularised incomplete
    /// gamma function P: the virtual wait's density is proportional to exp(-cμt - e^{-θt} λ/θ).
    double probability_virtual_wait_exceeds(double time) const;

    /// P(W > t) = e^{-θt} P(V > t).
    double probability_wait_exceeds(double time) const;
};

/// M/M/c+D: each customer waits exactly `patience` and then leaves (is escalated, is called back).
/// Formulas of Zeltyn & Mandelbaum (2005) for general patience, with all of it at one point: the
/// virtual wait has density λ p_{c-1} exp(λ min(x, D) - cμx), where p_{c-1} is the probability of
/// one idle server. Stable when patience is finite.
struct FixedPatienceQueue {
    double arrival_rate;
    double service_rate;  ///< of one server
    int servers;
    double patience;

    double probability_of_wait() const;

    /// P(V > D).
    double probability_of_abandonment() const;

    /// E[min(V, D)], over all customers.
    double mean_wait() const;

 private:
    double probability_of_one_idle() const;
};

}  // namespace wardwire::analysis
