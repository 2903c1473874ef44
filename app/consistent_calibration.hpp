// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/portal_calibration.hpp"
#include "app/log_input.hpp"
#include "models/scenario.hpp"

namespace wardwire::app {

/// The calibration of a log. Where conversations were inferred from silence, its parameters are
/// moved in forty steps until simulated logs, whose conversations are inferred as well, are
/// estimated as the log is; see analysis::move_towards(). Throws UsageError when a scenario of it
/// is refused.
analysis::ChatCalibration consistent_calibration(const LogInput& learnt,
                                                 const analysis::LeastCell& least);

/// Lets a calibration go on for so many weeks from its first, at `level` times the mean of those it
/// has. Where its last weeks are certain to grow or fall, half of that goes on: a level that is
/// followed, and half the trend, is what the theta method foretells (Hyndman & Billah 2003).
void go_on_until(analysis::ChatCalibration& found, std::size_t weeks, double level);

/// The scenario that a calibration makes, with messages of patients where they are given. Throws
/// UsageError when it is refused.
models::Scenario scenario_of(const analysis::ChatCalibration& found, const std::string& digest,
                             const analysis::PortalCalibration* portal = nullptr);

}  // namespace wardwire::app
