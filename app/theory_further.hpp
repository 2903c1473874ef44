// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/theory_case.hpp"

namespace wardwire::app {

/// Cases for the full battery alone: queues so busy, or with service so uneven, that a short window
/// would say little of them. The horizons are those of theory_cases(), to be made as much longer.
std::vector<TheoryCase> further_theory_cases();

}  // namespace wardwire::app
