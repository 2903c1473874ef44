// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reading/json_text.hpp"

namespace wardwire::models::reading {

/// The schema of the scenario format, written from its description.
Json schema_of_scenario();

}  // namespace wardwire::models::reading
