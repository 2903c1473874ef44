// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace wardwire::app {

/// A text as a JSON string, quotes included. The text is UTF-8 already.
std::string json_text(std::string_view text);

/// The shortest number that reads back exactly; null when it is not finite.
std::string json_number(double x);

}  // namespace wardwire::app
