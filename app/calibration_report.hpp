// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/further_estimates.hpp"
#include "analysis/calibration/portal_calibration.hpp"
#include "app/log_input.hpp"

namespace wardwire::app {

/// What the log could not tell, in sentences: printed with every calibration.
std::vector<std::string> not_identified(const analysis::ChatCalibration& calibration,
                                        const analysis::PortalCalibration* portal);

/// The table of estimates for people; `portal` is null when patients do not write. Below it stands
/// `further`, of which a scenario uses nothing.
std::string calibration_words(const analysis::ChatCalibration& calibration,
                              const analysis::PortalCalibration* portal,
                              const std::vector<analysis::FurtherEstimate>& further);

/// All of it as JSON, with what was odd about the log; limits without end are null.
std::string calibration_json(const analysis::ChatCalibration& calibration,
                             const analysis::PortalCalibration* portal,
                             const std::vector<analysis::FurtherEstimate>& further,
                             const LogInput& input);

}  // namespace wardwire::app
