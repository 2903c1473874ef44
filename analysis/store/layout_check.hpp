// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/record/results.hpp"

namespace wardwire::analysis {

/// What is wrong with a layout: measures that do not follow each other without gaps, that have
/// another size than their axes, or axes with names that the store needs. Empty if nothing is.
std::string find_fault(const sim::ResultLayout& layout);

/// Why an observation is not one of a (faultless) layout; empty if it is.
std::string find_misfit(const sim::ResultLayout& layout, const sim::Observation& observation);

}  // namespace wardwire::analysis
