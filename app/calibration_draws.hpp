// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/calibrated_scenario.hpp"

namespace wardwire::app {

/// Joint draws of the uncertain parameters of a calibrated scenario, as read_draws() reads them: a
/// JSON object of pointers and values a line, one line a resampled log. Empty for a single week,
/// and without conversations.
std::string calibration_draws(const analysis::ChatCalibration& calibration,
                              const CalibrationOrigin& origin);

}  // namespace wardwire::app
