// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace wardwire::analysis {

/// The library that writes results files, with its version: "HDF5 1.10.8".
std::string store_library();

}  // namespace wardwire::analysis
