// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/portal_calibration.hpp"

namespace wardwire::app {

/// Where the numbers of a calibrated scenario come from, and what the log does not say itself.
struct CalibrationOrigin {
    std::string digest;      ///< the first digits of the SHA-256 of the log
    std::string utc_offset;  ///< of the place, when the log begins: "+01:00"
};

/// A scenario in JSON that runs as it is: every parameter with its value, its source (digest of the
/// log, method, interval) and its status, `measured` where the log told it and `assumed` elsewhere.
/// Messages of patients are in it when `portal` is not null.
std::string calibrated_scenario(const analysis::ChatCalibration& calibration,
                                const analysis::PortalCalibration* portal,
                                const CalibrationOrigin& origin);

}  // namespace wardwire::app
