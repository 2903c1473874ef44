// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace wardwire::app {

/// Where a scenario, as the provenance keeps it, differs from another: "/roles/nurse/count 2 → 3",
/// but for title and description.
std::vector<std::string> scenario_changes(const std::string& before, const std::string& after);

}  // namespace wardwire::app
