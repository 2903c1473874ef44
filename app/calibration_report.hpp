// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "analysis/calibration/chat_calibration.hpp"

namespace wardwire::app {

/// What the log could not tell, in sentences: printed with every calibration.
std::vector<std::string> not_identified(const analysis::ChatCalibration& calibration);

/// The table of estimates for people.
std::string calibration_words(const analysis::ChatCalibration& calibration);

/// All of it as JSON; limits without end are null.
std::string calibration_json(const analysis::ChatCalibration& calibration,
                             const std::string& digest);

}  // namespace wardwire::app
