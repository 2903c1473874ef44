// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/finding.hpp"
#include "models/scenario_reader.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// Sets of values that uncertain parameters of a scenario may have together.
struct ParameterDraws {
    std::vector<std::string> pointers;             ///< of the parameters
    std::vector<std::vector<std::string>> values;  ///< [set][parameter], JSON texts

    /// What a set changes in the scenario.
    std::vector<models::Override> overrides(std::size_t set) const;

    /// The values of these sets as a column for each parameter: numbers where all are numbers or
    /// quantities of one unit, else texts. "/roles/nurse/count" is called "roles.nurse.count".
    std::vector<sim::Axis> columns(const std::vector<std::size_t>& sets) const;
};

/// Draws `count` sets from the intervals in a scenario, {"value": …, "interval": [low, high],
/// "level": "95 %"}: parameters independent of each other, each by the law of which the interval
/// is the middle part. That law is normal in x; in log x between positive ends; in
/// log(x / (1 - x)) between ends that lie within 0 and 1, or 0 % and 100 %. Whole numbers stay
/// whole. The draws of a parameter are a function of seed and pointer: more sets, or another
/// uncertain parameter, leave them as they are.
///
/// Without any interval there is one set, of nothing. A finding where the ends have not one unit.
ParameterDraws draw_parameters(const models::Scenario& scenario, std::size_t count,
                               std::uint64_t seed, std::vector<models::Finding>& findings);

/// Reads joint draws from the text of a file: JSON lines, each an object of pointers and values, or
/// CSV (RFC 4180) whose header holds the pointers. Nothing when a finding says what is wrong.
std::optional<ParameterDraws> read_draws(const std::string& path, std::string_view text,
                                         std::vector<models::Finding>& findings);

}  // namespace wardwire::app
