// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "analysis/statistics/stopping.hpp"
#include "analysis/studies/measure.hpp"

namespace wardwire::app {

/// A size of error or difference that matters: "first_response_time", 2 and "%".
struct PrecisionWish {
    std::string outcome;  ///< empty where the text says none
    double size;          ///< above zero
    std::string unit;
};

/// Reads "first_response_time 2 %", or "2 %" where an outcome need not be named. Throws UsageError,
/// which speaks of the option that the text is of.
PrecisionWish read_precision(std::string_view option, const std::string& text);

/// What the wish means for an outcome: "%" is a share of its mean, "points" hundredths of a share,
/// everything else a unit of the outcome. Throws UsageError when it is none.
analysis::PrecisionGoal goal_of(const PrecisionWish& wish, const analysis::StudyMeasure& measure);

}  // namespace wardwire::app
