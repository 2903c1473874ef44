// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/studies/measure.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// An outcome that the user named, such as `answered_within[24 h]` or `cost[nurse] / cost[*]`.
struct ChosenOutcome {
    std::string name;
    analysis::StudyMeasure measure;

    /// Its value in each of the observations, in their order; NaN where it is undefined.
    std::vector<double> values(std::span<const sim::Observation> observations) const;
};

/// Finds an outcome by its name; throws UsageError with what might be meant when there is none.
ChosenOutcome choose_outcome(std::string_view name, const sim::ResultLayout& layout);

/// Why a name is no outcome, with what might be meant.
std::string complaint(const analysis::MeasureProblem& problem);

/// How an outcome with this name is named on the command line, cell by cell: "cost[nurse]".
std::vector<std::string> cell_names(const sim::Measure& outcome, const sim::ResultLayout& layout);

}  // namespace wardwire::app
