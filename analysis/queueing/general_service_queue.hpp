// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/queueing/moments.hpp"

namespace wardwire::analysis {

/// M/G/1: Poisson arrivals, one server, service times of any law, in order of arrival
/// (Pollaczek 1930, Khinchine 1932; Kleinrock 1975, section 5.7). Stable below utilisation 1.
struct GeneralServiceQueue {
    double arrival_rate;
    Moments service;

    double utilisation() const { return arrival_rate * service.first; }

    /// W_q = λE[S²] / (2(1 - ρ)).
    double mean_wait() const;

    /// E[W_q²] = 2W_q² + λE[S³] / (3(1 - ρ)) (Takács 1962).
    double second_moment_of_wait() const;
    double standard_deviation_of_wait() const;

    /// W = W_q + E[S] and L = λW.
    double mean_sojourn() const { return mean_wait() + service.first; }
    double mean_in_system() const { return arrival_rate * mean_sojourn(); }

    /// The mean sojourn if the server were shared equally by all present, E[S] / (1 - ρ): the same
    /// for every law of service (Kleinrock 1976, section 4.4).
    double mean_sojourn_when_shared() const;
};

/// P(W_q <= time) in M/D/1 with the fixed service time given.
///
/// Franx's (2001) sum over the law of the number in system, in which every term is positive;
/// Erlang's (1909) own formula alternates in sign and is lost to cancellation after some twenty
/// services. Cost grows with the square of time / service_time.
double fixed_service_wait_cdf(double arrival_rate, double service_time, double time);

/// M^[X]/M/1: batches of random size X arrive Poisson, customers are served one by one in
/// exponential times (Gross & Harris 1998, section 3.1).
struct BatchArrivalQueue {
    double batch_rate;
    double service_rate;
    double mean_batch;
    double second_moment_of_batch;

    double utilisation() const { return batch_rate * mean_batch / service_rate; }

    /// L = ρ(1 + E[X²]/E[X]) / (2(1 - ρ)) and W = L / (λE[X]), over customers.
    double mean_in_system() const;
    double mean_sojourn() const { return mean_in_system() / (batch_rate * mean_batch); }
};

}  // namespace wardwire::analysis
