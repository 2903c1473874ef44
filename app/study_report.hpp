// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <span>

#include "app/study_check.hpp"

namespace wardwire::app {

/// A table of at most 100 columns: the outputs, what was tuned, the inputs, and how many are
/// within their tolerance. Each miss has its note.
void print_study(const JudgedStudy& judged, std::ostream& out);

/// All studies as one JSON object; undefined numbers and open ends are null.
void print_studies_json(std::span<const JudgedStudy> studies, std::ostream& out);

}  // namespace wardwire::app
