// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "analysis/queueing/multi_server_queue.hpp"

namespace wardwire::analysis {

/// One station of an open network: exponential servers and where its customers go next.
struct Station {
    double external_rate;  ///< Poisson arrivals from outside
    double service_rate;   ///< of one server
    int servers;
    std::vector<double> next;  ///< probability of each station; the rest leaves the network
};

/// An open network of Jackson (1957): each station behaves as an M/M/c queue of its own, fed at the
/// rate that the traffic equations λ_k = γ_k + Σ λ_i p_ik give. Every customer can get out.
class OpenNetwork {
 public:
    /// Each station's `next` has one entry a station.
    explicit OpenNetwork(std::vector<Station> stations);

    /// The station as a queue, with its total arrival rate.
    const MultiServerQueue& queue(std::size_t station) const { return queues_[station]; }

    double mean_in_system() const;

    /// From entering the network to leaving it, over all customers.
    double mean_sojourn() const { return mean_in_system() / external_rate_; }

 private:
    std::vector<MultiServerQueue> queues_;
    double external_rate_ = 0.0;
};

/// A closed system: each of `population` sources thinks for an exponential time, then asks one of
/// `servers` and thinks again only when it has been served (the machine repair model of Palm 1947).
struct MachineRepair {
    int population;
    double mean_think;
    double mean_service;
    int servers;

    double utilisation() const;
    double mean_in_system() const;  ///< waiting or being served
    double mean_sojourn() const;
};

}  // namespace wardwire::analysis
