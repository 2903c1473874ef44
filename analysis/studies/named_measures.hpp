// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "analysis/studies/measure.hpp"

namespace wardwire::analysis {

/// A measure that takes more than a cell of an outcome: of histograms, series or several outcomes.
struct NamedMeasure {
    const char* name;
    const char* arguments;  ///< as they are written, "HISTOGRAM, probability"
    const char* meaning;
    FoundMeasure (*find)(std::span<const std::string> arguments, const sim::ResultLayout& layout);
};

/// All of them, in ascending order of name.
std::span<const NamedMeasure> named_measures();

}  // namespace wardwire::analysis
