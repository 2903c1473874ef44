// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/selection/selection.hpp"

namespace wardwire::analysis {

/// How a budget of replications is best shared out to find the best mean, by the optimal computing
/// budget allocation (Chen, Lin, Yücesan & Chick 2000): N(i) / N(j) = ((σ(i)/δ(i)) / (σ(j)/δ(j)))²
/// and N(best) = σ(best) √(Σ N(i)² / σ(i)²), with δ the distance to the best mean. Shares that sum
/// to 1. Systems that tie with the best share what it gets. At least two systems; standard
/// deviations above zero.
std::vector<double> ocba_shares(std::span<const double> means, std::span<const double> deviations,
                                Better better);

/// Spends about `budget` replications in all: the first stage of every system, then in steps of
/// the number of systems where the shares above say that most is missing. It promises no
/// confidence: `probability_of_correct_selection` says how sure the answer is. Trials of different
/// systems are independent.
Selection select_ocba(std::size_t systems, const SelectionGoal& goal, std::size_t budget,
                      const Simulate& simulate);

/// At least how sure it is that the best mean belongs to the best system, by the means and errors
/// that were found: 1 - Σ Φ(-lead / error of the lead) (Chen et al. 2000, equation 4).
double probability_of_correct_selection(std::span<const double> means,
                                        std::span<const double> standard_errors, Better better);

}  // namespace wardwire::analysis
