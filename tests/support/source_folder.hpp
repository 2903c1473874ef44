// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace wardwire::test {

/// Where the project's sources lie. Only one file is compiled with the path of this machine, so
/// that a compiler cache serves every clone.
std::filesystem::path source_folder();

}  // namespace wardwire::test
