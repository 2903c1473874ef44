// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "models/scenario.hpp"
#include "sim/record/results.hpp"

namespace wardwire::app {

/// What the work that waits, day by day, says of the study: a warning when the beginning of the
/// window still shows how the runs were started, with the warm-up that would do; empty when it does
/// not, when there is too little to tell, and when the scenario itself changes over time.
std::string warm_up_warning(const models::Scenario& scenario, const sim::ResultLayout& layout,
                            std::span<const sim::Observation> observations);

/// Of a single replication of at least ten weeks: the mean of what waits in each pool and for each
/// role with its steady-state interval, by means of batches of whole weeks. Else empty.
std::string steady_state_words(const sim::ResultLayout& layout,
                               std::span<const sim::Observation> observations);

}  // namespace wardwire::app
