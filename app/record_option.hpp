// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/arguments.hpp"

namespace wardwire::app {

/// The share of threads and conversations of which rows are kept, from --record.
double recorded_share(const Arguments& arguments);

}  // namespace wardwire::app
