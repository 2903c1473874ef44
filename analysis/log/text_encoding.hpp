// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace wardwire::analysis {

/// Whether a text is UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

/// A text in Windows-1252 as UTF-8. The five bytes that it leaves undefined become U+FFFD.
std::string utf8_of_windows_1252(std::string_view text);

}  // namespace wardwire::analysis
