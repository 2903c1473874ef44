// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "analysis/log/log_reader.hpp"

namespace wardwire::app {

/// What is in a log and what was odd about it, for people.
std::string log_report_text(const analysis::ImportedLog& imported);

/// Rows that are left out or set apart and values that are changed, with their first lines, below
/// how many rows are used; empty when all are used as they are.
std::string repairs_text(const analysis::ImportedLog& imported);

/// All of it as JSON.
std::string log_report_json(const analysis::ImportedLog& imported);

}  // namespace wardwire::app
