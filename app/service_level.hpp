// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/best.hpp"
#include "app/outcome_choice.hpp"
#include "models/finding.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// A bound on the mean of an outcome, "answered_within[24 h] >= 95 %".
struct ServiceLevel {
    std::string text;  ///< as it was written
    ChosenOutcome outcome;
    analysis::Better better;  ///< larger: the bound is a least value
    double bound;             ///< in the outcome's unit

    /// By how much a replication keeps the bound; negative where it does not, NaN where the outcome
    /// is undefined.
    double margin(const sim::Observation& observation) const;

    /// A margin as the value of the outcome that has it.
    double outcome_at(double margin) const;
};

/// Reads such texts, which stand under /service in a file. What is wrong with one is a finding and
/// leaves it out.
std::vector<ServiceLevel> read_service_levels(const std::vector<std::string>& texts,
                                              const sim::ResultLayout& layout,
                                              const std::string& file,
                                              std::vector<models::Finding>& findings);

}  // namespace wardwire::app
