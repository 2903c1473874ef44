// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace wardwire::app {

/// The commands and their options as a page of Markdown, docs/reference/command-line.md, made from
/// the table that the program itself parses by.
std::string command_reference();

}  // namespace wardwire::app
