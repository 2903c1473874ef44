// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/measure_text.hpp"

#include <charconv>
#include <cmath>

#include "analysis/studies/measure.hpp"

namespace wardwire::analysis {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::optional<Term> parse_term(std::string_view text) {
    text = trimmed(text);
    const auto open = text.find_first_of("[(");
    Term term{std::string(trimmed(text.substr(0, open)))};
    if (term.name.empty() || term.name.find_first_of(" ])") != std::string::npos)
        return std::nullopt;
    if (open == std::string_view::npos) return term;
    term.bracket = text[open];
    if (text.back() != (term.bracket == '[' ? ']' : ')')) return std::nullopt;
    term.inside = trimmed(text.substr(open + 1, text.size() - open - 2));
    return term;
}

std::vector<std::string> split_outside_brackets(std::string_view text, char separator) {
    std::vector<std::string> parts;
    if (trimmed(text).empty()) return parts;
    int depth = 0;
    std::size_t begun = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || (text[i] == separator && depth == 0)) {
            parts.emplace_back(trimmed(text.substr(begun, i - begun)));
            begun = i + 1;
        } else if (text[i] == '[' || text[i] == '(') {
            ++depth;
        } else if (text[i] == ']' || text[i] == ')') {
            --depth;
        }
    }
    return parts;
}

std::optional<double> parse_number(std::string_view text, std::string_view unit) {
    text = trimmed(text);
    double number = 0.0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || !std::isfinite(number)) return std::nullopt;
    const std::string_view written =
        trimmed(text.substr(static_cast<std::size_t>(rest - text.data())));
    if (written.empty()) return number;
    const auto factor = unit_factor(written, unit);
    if (!factor) return std::nullopt;
    return number * *factor;
}

}  // namespace wardwire::analysis
