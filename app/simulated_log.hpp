// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "analysis/log/event_log.hpp"
#include "models/scenario.hpp"

namespace wardwire::app {

/// The chat of one replication as a log, without a file in between. Its instants are the times on
/// the wall of the scenario, as if that were UTC; its clock is of whole seconds, and its people are
/// all of the staff. The window is that of the scenario after its warm-up.
analysis::EventLog simulated_log(const models::Scenario& scenario, std::uint32_t replication);

}  // namespace wardwire::app
