// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/calibration/chat_calibration.hpp"

namespace wardwire::analysis {

/// One step of indirect inference (Gourieroux, Monfort & Renault 1993). Some estimates are of what
/// a log makes of a parameter, not of the parameter: where conversations are inferred from silence,
/// two that follow each other within a day look like one. So a scenario of the estimates is
/// simulated, its log is calibrated in the same way, and each parameter moves by a `share` of what
/// the estimate of the simulated log misses that of the log by, on the scale of its logarithm, or
/// of its log-odds for chances. Limits move along.
///
/// Groups are matched by name; what only one of the two has stays. What is missed by more than a
/// factor of 4 counts as missed by 4.
void move_towards(ChatCalibration& parameters, const ChatCalibration& of_log,
                  const ChatCalibration& of_simulated, double share);

}  // namespace wardwire::analysis
