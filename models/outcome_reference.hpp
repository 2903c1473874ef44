// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace wardwire::models {

/// Every outcome with its unit, dimensions and definition, as a page of Markdown:
/// docs/reference/outcomes.md. Made from the layout of results, so that it cannot be out of date.
std::string outcome_reference();

}  // namespace wardwire::models
