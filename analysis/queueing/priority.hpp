// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "analysis/queueing/moments.hpp"

namespace wardwire::analysis {

/// A class of customers; classes are listed with the most urgent first, and each is served in order
/// of arrival.
struct PriorityClass {
    double arrival_rate;
    Moments service;
};

// Answers are per class, in the order given. σ_k is the utilisation by the classes up to and
// including k; a class with σ_k >= 1 waits for ever, and so do all below it.

/// Mean waits in M/G/1 when a service once begun is finished: W_0 / ((1 - σ_{k-1})(1 - σ_k)) with
/// W_0 = ½ Σ λ_i E[S_i²] over all classes, λ_i being the rate at which a class is served where the
/// server cannot keep up (Cobham 1954; Kleinrock 1976, section 3.3).
std::vector<double> mean_waits_nonpreemptive(std::span<const PriorityClass> classes);

/// Mean sojourns in M/G/1 when the urgent interrupt and the interrupted resume where they stopped:
/// E[S_k] / (1 - σ_{k-1}) + ½ Σ_{i<=k} λ_i E[S_i²] / ((1 - σ_{k-1})(1 - σ_k)) (Jaiswal 1968;
/// Kleinrock 1976, section 3.4).
std::vector<double> mean_sojourns_preemptive(std::span<const PriorityClass> classes);

/// Mean waits in M/M/c with one service rate for all classes and no interruption:
/// C / (cμ (1 - σ_{k-1})(1 - σ_k)) with Erlang's C of the total load (Cobham 1954).
std::vector<double> mean_waits_nonpreemptive(std::span<const double> arrival_rates,
                                             double service_rate, int servers);

/// Mean sojourns in M/M/c with one service rate for all classes when the urgent interrupt: the
/// classes up to k are an M/M/c queue of their own, so L_k is a difference of two (Buzen & Bondi
/// 1983).
std::vector<double> mean_sojourns_preemptive(std::span<const double> arrival_rates,
                                             double service_rate, int servers);

}  // namespace wardwire::analysis
