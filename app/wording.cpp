// SPDX-License-Identifier: Apache-2.0
#include "app/wording.hpp"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>

namespace wardwire::app {

std::string printed(const char* format, ...) {
    std::array<char, 512> text{};
    std::va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text.data(), text.size(), format, arguments);
    va_end(arguments);
    return text.data();
}

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t left = text.size(); left > 3; left -= 3) text.insert(left - 3, ",");
    return text;
}

std::string padded(const std::string& text, std::size_t width) {
    const auto characters = static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
    return text + std::string(characters < width ? width - characters : 0, ' ');
}

}  // namespace wardwire::app
