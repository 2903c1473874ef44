// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "analysis/studies/measure.hpp"

namespace wardwire::analysis {

/// `odds_ratio(sex=female, sex=male)`: the odds of a patient to write, all else equal, by a
/// logistic regression of every replication on the outcomes `patients_who_write_by_cell` and
/// `patients_by_cell`. Factors are the patients' attributes and the clinician's `message_share`,
/// each value with a coefficient of its own; values that no patient has are left out. NaN where the
/// regression has no answer.
FoundMeasure odds_ratio(std::span<const std::string> arguments, const sim::ResultLayout& layout);

}  // namespace wardwire::analysis
