// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace wardwire::app {

/// Names and versions of the libraries that results may depend on.
std::string libraries();

}  // namespace wardwire::app
