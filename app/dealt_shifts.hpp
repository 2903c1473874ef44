// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/calibration/chat_calibration.hpp"

namespace wardwire::app {

/// The shifts of one week of a rotation; none: off.
struct DealtWeek {
    std::optional<analysis::ShiftKind> workday;
    std::optional<analysis::ShiftKind> weekend;
};

/// The kinds of shifts of a roster dealt to the weeks of a rotation, each as often as it is worked;
/// the share of full time makes up for the days off.
struct DealtShifts {
    std::vector<DealtWeek> weeks;
    double full_time_share = 1.0;
};

/// Deals the shifts of a group that has some to twelve weeks.
DealtShifts deal_shifts(const analysis::GroupCalibration& group);

/// Hours on duty of so many people in a week, each weighed by the profile of 168 hours.
double weighed_hours(const DealtShifts& dealt, std::span<const double> profile, double people);

}  // namespace wardwire::app
