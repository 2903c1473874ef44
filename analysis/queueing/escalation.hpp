// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

/// Two tiers: messages wait for tier 1 no longer than an exponential patience. Those that time out
/// go to tier 2, and so does a share of those that tier 1 has served. Tier 2 is as patient as it
/// takes. Its arrivals are not Poisson, so the answer comes from the chain of both numbers.
struct EscalationTiers {
    double arrival_rate;
    int first_servers;
    double first_service_rate;
    double patience_rate;
    double probability_of_escalation;  ///< of a message that tier 1 has served
    int second_servers;
    double second_service_rate;

    struct Answer {
        double probability_of_timeout;
        double first_queue;  ///< mean number waiting
        double first_utilisation;
        double second_arrival_rate;
        double second_queue;
        double second_wait;
    };

    /// Infinite queue and wait at tier 2 when it is overloaded.
    Answer solve() const;
};

}  // namespace wardwire::analysis
