// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analysis/calibration/portal_calibration.hpp"
#include "app/scenario_values.hpp"

namespace wardwire::app {

/// Adds patients, pools, the portal and what roles do with its messages to a scenario that has the
/// roles already.
void write_portal(nlohmann::ordered_json& scenario, const analysis::PortalCalibration& portal,
                  const analysis::ChatCalibration& staff, const ScenarioValues& values);

}  // namespace wardwire::app
