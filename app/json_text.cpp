// SPDX-License-Identifier: Apache-2.0
#include "app/json_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace wardwire::app {

std::string json_text(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) {
            std::array<char, 8> code{};
            std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
            result += code.data();
            continue;
        }
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + "\"";
}

std::string json_number(double x) {
    if (!std::isfinite(x)) return "null";
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), x).ptr;
    return {text.data(), end};
}

}  // namespace wardwire::app
