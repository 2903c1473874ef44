// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "analysis/calibration/chat_calibration.hpp"
#include "analysis/calibration/portal_calibration.hpp"

namespace wardwire::analysis {

/// How many joint draws a calibration has: those of its resampled weeks; 0 of a single week.
std::size_t joint_draws(const ChatCalibration& calibration);
std::size_t joint_draws(const PortalCalibration& calibration);

/// The calibration with each estimate as the n-th resampled log has it. All estimates by weeks come
/// from the same weeks, so that what hangs together in the log does so in the draw; laws of answers
/// move with their medians. How unequal people are is resampled by person, and who is reached off
/// duty is drawn by number, apart from that. What is not resampled stays as it is: the profile, the
/// matrix of roles, growth.
ChatCalibration joint_draw(const ChatCalibration& calibration, std::size_t n);

/// The same of messages from patients, from the same weeks. Shares of messages and threads are
/// drawn by their numbers, from the beta law of share_limits(), each by itself; what was never or
/// always seen stays so. Laws keep their shape.
PortalCalibration joint_draw(const PortalCalibration& calibration, std::size_t n);

}  // namespace wardwire::analysis
