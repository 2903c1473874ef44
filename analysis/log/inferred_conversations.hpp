// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

/// Numbers conversations anew, by who writes to whom: a message belongs to the latest one among
/// exactly the same people, its sender and its recipients. It begins a new one when that has been
/// silent for more than 24 hours, or for more than one hour since a message of the same sender: an
/// answer may take a day, but who writes again after an hour without one brings up something new. A
/// pool counts as one more person. Rows are sorted as an EventLog's are.
void infer_conversations(EventLog& log);

}  // namespace wardwire::analysis
