// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wardwire::analysis {

// The two formulas of Erlang (1917) and staffing by them. The offered load a is the arrival rate
// times the mean service time: how many servers would be busy if there were no end of them.

/// Erlang B: the probability that all servers of M/G/c/c are busy, (a^c / c!) / Σ_{k<=c} a^k / k!,
/// by the recursion B_k = a B_{k-1} / (k + a B_{k-1}), which cannot overflow.
double erlang_b(double offered_load, int servers);

/// Erlang C: the probability that an arrival at M/M/c has to wait, B / (1 - ρ(1 - B)) with
/// ρ = a / c; 1 when the load is not below the number of servers.
double erlang_c(double offered_load, int servers);

/// The smallest number of servers with which at most `probability_of_wait` of arrivals wait.
/// The target is above 0 and at most 1.
int fewest_servers(double offered_load, double probability_of_wait);

/// The limit of Erlang C for many servers, c = a + β√a: 1 / (1 + β Φ(β) / φ(β)) (Halfin & Whitt
/// 1981, theorem 4). β is above 0.
double halfin_whitt_probability_of_wait(double beta);

/// The β with which the limit above equals the target: the safety staffing per √a.
double halfin_whitt_beta(double probability_of_wait);

}  // namespace wardwire::analysis
