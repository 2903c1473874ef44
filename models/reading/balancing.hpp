// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "models/reading/place.hpp"
#include "models/scenario.hpp"

namespace wardwire::models::reading {

/// Makes rows of shares fit the margins: the nearest matrix to `rows` weighted by what is sent, in
/// which everybody gets what is received (iterative proportional fitting, Deming & Stephan 1940).
/// Rows then sum to 1 again. Reports at `place` and leaves the rows as they are when there is no
/// such matrix.
void balance(std::vector<std::vector<double>>& rows, const ChatMargins& margins,
             const Place& place);

}  // namespace wardwire::models::reading
