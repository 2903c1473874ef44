// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/record/results.hpp"

namespace wardwire::app {

/// The outcomes that a person wants at once, as a table with 95 % intervals over replications:
/// response, interruptions, backlog, load, cost. With fewer than three replications there are no
/// intervals, and the table says why.
std::string summary_table(const sim::ResultLayout& layout,
                          std::span<const sim::Observation> observations);

/// The names of the outcomes in that table, cell by cell as `cell_names` spells them.
std::vector<std::string> headline_outcomes(const sim::ResultLayout& layout);

/// All outcomes with mean, half-width and number of replications: CSV with a header,
/// "outcome,unit,dimensions,mean,half_width,replications".
std::string outcomes_csv(const sim::ResultLayout& layout,
                         std::span<const sim::Observation> observations);

/// What --json prints of all outcomes besides their values.
struct StudyHeading {
    std::string title;
    std::string results_file;
    std::uint64_t seed = 0;
    std::string precision = {};  ///< a JSON object; empty unless a precision was asked for
};

/// All outcomes as one JSON object; undefined numbers are null.
std::string outcomes_json(const StudyHeading& heading, const sim::ResultLayout& layout,
                          std::span<const sim::Observation> observations);

/// The fingerprint of all replications together, sixteen hexadecimal digits.
std::string study_digest(std::span<const sim::Observation> observations);

}  // namespace wardwire::app
