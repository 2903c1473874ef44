// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/population.hpp"
#include "models/reading/fields.hpp"

/// Forms that patients and the portal alone need; see forms.hpp for what a form is.
namespace wardwire::models::reading {

inline constexpr std::size_t most_attributes = 8;
inline constexpr std::size_t most_values = 16;
inline constexpr std::size_t most_cells = 1000;

/// A factor for some use types by name; 1 for the others.
struct UseTypeFactors {
    void read(const Json& written, std::vector<double>& factors, const Place& place) const;
    Json schema() const;
    Json write(const std::vector<double>&) const { return Json::object(); }
};
inline constexpr UseTypeFactors use_type_factors;

/// Values of attributes: {"age": "over 65", "sex": "female"}.
struct CombinationOfValues {
    void read(const Json& written, Combination& values, const Place& place) const;
    Json schema() const;
};
inline constexpr CombinationOfValues combination;

/// The name of a telephone line that the scenario has.
struct LineName {
    void read(const Json& written, std::uint32_t& line, const Place& place) const;
    Json schema() const { return {{"type", "string"}}; }
};
inline constexpr LineName line_name;

/// What a clinician's invitation does, as the format has it.
struct Invitation {
    sim::Distribution share = sim::Constant{0.0};
    double odds_ratio = 1.0;
};

/// What a clinician's answers do, as the format has it.
struct Responsiveness {
    sim::Duration within = sim::days{1};
    double odds_ratio = 1.0;
};

}  // namespace wardwire::models::reading
