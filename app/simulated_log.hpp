// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "analysis/log/event_log.hpp"
#include "models/scenario.hpp"

namespace wardwire::app {

/// How a site would log.
struct LoggedAs {
    double clock_resolution_seconds = 1.0;
    bool has_read_times = false;
    bool has_patients = false;  ///< their messages too, and what became of them
};

/// The chat of one replication, with messages of patients or without, as a log, without a file in
/// between. Its instants are the times on the wall of the scenario, as if that were UTC, and its
/// people are all of the staff. The window is that of the scenario after its warm-up.
analysis::EventLog simulated_log(const models::Scenario& scenario, std::uint32_t replication,
                                 const LoggedAs& how = {});

}  // namespace wardwire::app
