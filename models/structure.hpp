// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/scenario.hpp"

namespace wardwire::models {

/// What two scenarios must have in common so that a state saved under one can go on under the
/// other: who there is, what pools, lines and use types exist, in which order, and when the window
/// begins. Rates, laws, probabilities, policies and the length of the window may differ.
///
/// One line for each fact, "role nurse: 2 members, 1 recurring task", so that a difference can be
/// shown.
std::string structure_of(const Scenario& scenario);

}  // namespace wardwire::models
