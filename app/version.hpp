// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace wardwire::app {

/// What this program is, for provenance: a result names the program that made it.

/// The release, "major.minor.patch".
std::string_view version();

/// The commit it was built from: twelve hexadecimal digits, followed by "-modified" when files
/// differed from the commit; "unknown" when it was built outside a git checkout.
std::string_view commit();

/// The compiler's name and version, e.g. "g++ 12.2.0".
std::string compiler();

}  // namespace wardwire::app
