// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace wardwire::app {

/// How the user called this program, for commands that are printed to be typed: "wardwire", or what
/// the environment says in WARDWIRE_COMMAND, such as "./run". Words for people only; no result
/// depends on it (promise D6).
std::string called_as();

/// A command line that begins with "wardwire", as this user would type it.
std::string as_typed(std::string_view command_line);

}  // namespace wardwire::app
