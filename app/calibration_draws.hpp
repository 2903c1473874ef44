// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/calibrated_scenario.hpp"

namespace wardwire::app {

/// Joint draws of the uncertain parameters of a calibrated scenario, as read_draws() reads them: a
/// JSON object of pointers and values a line, one line a resampled log. The volume goes on after
/// the log for three years, by foretold_levels(), where that is known. `portal` is null without
/// messages of patients. Empty for a single week.
std::string calibration_draws(const analysis::ChatCalibration& calibration,
                              const analysis::PortalCalibration* portal,
                              const CalibrationOrigin& origin);

}  // namespace wardwire::app
