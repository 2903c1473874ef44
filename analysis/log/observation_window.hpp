// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/log/event_log.hpp"
#include "analysis/log/import_report.hpp"

namespace wardwire::analysis {

/// Finds the tick of the clock: 1 h, 15, 5 or 1 min when 99.5 % of the messages were sent at whole
/// ones, else 1 s, 1 ms or 1 us when all times are whole ones.
void detect_clock(EventLog& log, ImportReport& report);

/// Finds the window and what is missing inside it. A run of hours without a message is an outage
/// when so many were to be expected that its probability is below one in a million: by the share
/// of its hours of the week, the volume of the four weeks before or after it, whichever is less,
/// and the over-dispersion of the hourly counts. Days of the calendar are not judged, and outages
/// that are known already are kept. Wants the zone and the clock to be known.
void detect_window(EventLog& log, ImportReport& report);

}  // namespace wardwire::analysis
