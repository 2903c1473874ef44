// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/log/log_builder.hpp"

namespace wardwire::analysis {

/// Sorts the rows and applies the rules about them: ids that are missing are inferred, duplicates
/// left out, broadcasts to more than `most_recipients` set aside, times that contradict each other
/// and links to nowhere taken out. What was done is added to the report.
EventLog cleaned(RawLog raw, std::int32_t most_recipients, ImportReport& report);

}  // namespace wardwire::analysis
