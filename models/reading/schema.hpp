// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "models/reading/json_text.hpp"

namespace wardwire::models::reading {

/// What the schema remarks on a field ("$comment"), for those who read the schema as we do.
inline constexpr std::string_view is_required = "required, here or in what is extended";
inline constexpr std::string_view is_none_by_default = "none when left out";

/// The schema of the scenario format, written from its description: once, since that takes longer
/// than to read a scenario.
const Json& schema_of_scenario();

}  // namespace wardwire::models::reading
