// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "analysis/store/provenance.hpp"
#include "models/scenario.hpp"

namespace wardwire::app {

/// Where the results of this scenario come from when this program makes them.
analysis::Provenance provenance_of(const models::Scenario& scenario);

/// "40 replications of 4 weeks after 1 week of warm-up, seed 20260105".
std::string study_line(const analysis::Provenance& provenance, std::size_t replications);

}  // namespace wardwire::app
