// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "analysis/log/log_reader.hpp"

namespace wardwire::app {

/// What is in a log and what was odd about it, for people.
std::string log_report_text(const analysis::ImportedLog& imported);

/// The same as JSON.
std::string log_report_json(const analysis::ImportedLog& imported);

}  // namespace wardwire::app
