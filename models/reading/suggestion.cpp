// SPDX-License-Identifier: Apache-2.0
#include "models/reading/suggestion.hpp"

#include <algorithm>
#include <vector>

namespace wardwire::models::reading {
namespace {

constexpr std::size_t longest_word = 64;    // nobody mistypes a longer one by a letter
constexpr std::size_t most_listed = 8;      // names that still fit a line
constexpr std::size_t longest_quoted = 60;  // bytes

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    const std::size_t width = b.size() + 1;
    std::vector<std::size_t> before_last(width), last(width), row(width);
    for (std::size_t j = 0; j < width; ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before_last.swap(last);
        last.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j < width; ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1])) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
    }
    return row.back();
}

std::string did_you_mean(std::string_view written, std::span<const std::string> known) {
    std::string nearest;
    if (written.size() <= longest_word) {
        std::size_t best = std::max<std::size_t>(1, written.size() / 3) + 1;
        for (const std::string& word : known) {
            const std::size_t distance = edit_distance(written, word);
            if (distance < best) {
                best = distance;
                nearest = word;
            }
        }
    }
    if (!nearest.empty()) return "; did you mean " + in_quotes(nearest) + "?";
    if (known.empty() || known.size() > most_listed) return "";
    std::string all;
    for (const std::string& word : known) all += (all.empty() ? "" : ", ") + in_quotes(word);
    return known.size() == 1 ? "; there is only " + all : "; there are " + all;
}

std::string in_quotes(std::string_view text) {
    std::size_t length = std::min(text.size(), longest_quoted);
    // Never cut within a character of several bytes: those after the first are 10xxxxxx in UTF-8.
    while (length < text.size() && length > 0 && (text[length] & 0xC0) == 0x80) --length;
    std::string result = "\"";
    for (const char c : text.substr(0, length)) {
        if (c == '"' || c == '\\') result += '\\';
        result += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    }
    return result + (length < text.size() ? "…\"" : "\"");
}

}  // namespace wardwire::models::reading
