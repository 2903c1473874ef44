// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/queueing/general_service_queue.hpp"
#include "analysis/queueing/moments.hpp"
#include "analysis/queueing/transform.hpp"

namespace wardwire::analysis {

/// Mean wait in M/G/1 whose server, whenever the queue is empty, leaves again and again for a
/// vacation until it finds somebody waiting: W_q of M/G/1 plus E[V²] / (2E[V]) (Levy & Yechiali
/// 1975; Doshi 1986). Looking into the in-basket only now and then is such a vacation.
double mean_wait_with_repeated_vacations(const GeneralServiceQueue& queue, const Moments& vacation);

/// The same when the server takes one vacation and then waits at hand: W_q of M/G/1 plus
/// λE[V²] / (2(V*(λ) + λE[V])) (Levy & Yechiali 1975). Both arguments are of the same law.
double mean_wait_with_single_vacation(const GeneralServiceQueue& queue, const Moments& vacation,
                                      const Transform& vacation_transform);

/// Messages come at any time and are all handled, at once, at the next of equally spaced checks:
/// the delay is uniform on [0, interval].
struct FixedCheck {
    double interval;

    double mean_delay() const { return 0.5 * interval; }
    double delay_cdf(double time) const;
};

/// One server goes round `queues` equal M/G/1 queues and needs a switch time to get to the next
/// (Takagi 1988, equations for symmetric systems). Stable when the answer is finite.
struct SymmetricPolling {
    int queues;
    double arrival_rate;  ///< to each queue
    Moments service;
    Moments switching;  ///< one step of the round; positive mean

    double utilisation() const { return queues * arrival_rate * service.first; }

    /// Mean wait when a visit lasts until the queue is empty; ...
    double mean_wait_exhaustive() const;
    /// ... when it serves who was there at its beginning; ...
    double mean_wait_gated() const;
    /// ... and when it serves one customer at most.
    double mean_wait_limited() const;
};

}  // namespace wardwire::analysis
