// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <variant>

#include "analysis/studies/measure.hpp"

namespace wardwire::analysis {

/// What a measure, which must be found in the layout, says of a replication.
inline double value_of(const std::string& text, const sim::ResultLayout& layout,
                       const sim::Observation& seen) {
    const FoundMeasure found = find_measure(text, layout);
    INFO(text);
    REQUIRE(std::holds_alternative<StudyMeasure>(found));
    return std::get<StudyMeasure>(found).value(seen);
}

/// Why a measure is not to be found in the layout.
inline MeasureProblem problem_with(const std::string& text, const sim::ResultLayout& layout) {
    const FoundMeasure found = find_measure(text, layout);
    INFO(text);
    REQUIRE(std::holds_alternative<MeasureProblem>(found));
    return std::get<MeasureProblem>(found);
}

}  // namespace wardwire::analysis
