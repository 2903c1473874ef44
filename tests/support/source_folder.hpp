// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace wardwire::test {

/// Where the project's sources lie. Only one file is compiled with the path of this machine, so
/// that a compiler cache serves every clone.
std::filesystem::path source_folder();

/// The text of a file, relative to the sources unless its path is absolute; nothing when it cannot
/// be read. It is what the reader of scenarios loads with.
std::optional<std::string> text_of(const std::string& path);

}  // namespace wardwire::test
