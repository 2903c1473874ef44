// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/text_encoding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace wardwire::analysis {
namespace {

/// Code points of the bytes 0x80 to 0x9F; elsewhere Windows-1252 is the beginning of Unicode.
constexpr std::array<std::uint16_t, 32> upper_controls = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

/// How many bytes a sequence has that begins with `lead`; 0 when none does.
std::size_t sequence_bytes(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/// The second byte rules out overlong forms, surrogates and what lies above U+10FFFF.
bool may_follow(unsigned char lead, unsigned char second) {
    const unsigned char least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return second >= least && second <= most;
}

}  // namespace

bool is_utf8(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        if (byte(i) < 0x80) {
            ++i;
            continue;
        }
        const std::size_t bytes = sequence_bytes(byte(i));
        if (bytes < 2 || i + bytes > text.size() || !may_follow(byte(i), byte(i + 1))) return false;
        for (std::size_t k = 2; k < bytes; ++k) {
            if ((byte(i + k) & 0xC0) != 0x80) return false;
        }
        i += bytes;
    }
    return true;
}

std::string utf8_of_windows_1252(std::string_view text) {
    std::string utf8;
    for (const char c : text) {
        unsigned point = static_cast<unsigned char>(c);
        if (point >= 0x80 && point < 0xA0) point = upper_controls[point - 0x80];
        if (point < 0x80) {
            utf8 += static_cast<char>(point);
        } else if (point < 0x800) {
            utf8 += static_cast<char>(0xC0 | point >> 6);
            utf8 += static_cast<char>(0x80 | (point & 0x3F));
        } else {
            utf8 += static_cast<char>(0xE0 | point >> 12);
            utf8 += static_cast<char>(0x80 | (point >> 6 & 0x3F));
            utf8 += static_cast<char>(0x80 | (point & 0x3F));
        }
    }
    return utf8;
}

}  // namespace wardwire::analysis
