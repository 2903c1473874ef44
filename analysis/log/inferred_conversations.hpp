// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

/// Numbers conversations anew, by who writes to whom: a message belongs to the latest one among
/// exactly the same people, its sender and its recipients, unless that has been silent for more
/// than 24 hours. A pool counts as one more person. Rows are sorted as an EventLog's are.
void infer_conversations(EventLog& log);

}  // namespace wardwire::analysis
