// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/local_clock.hpp"

#include <algorithm>
#include <charconv>

namespace wardwire::analysis {
namespace {

/// Whether a text has the form of a pattern in which '0' stands for any digit.
bool has_form(std::string_view text, std::string_view pattern) {
    return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                      [](char c, char p) { return p == '0' ? c >= '0' && c <= '9' : c == p; });
}

/// The number in some digits.
int number(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

void append(std::string& text, std::int64_t value, std::size_t digits) {
    const std::string number = std::to_string(value);
    text.append(digits - std::min(digits, number.size()), '0').append(number);
}

bool is_offset(std::string_view text) {
    return (has_form(text, "+00:00") || has_form(text, "-00:00")) &&
           number(text.substr(1, 2)) < 24 && number(text.substr(4)) < 60;
}

}  // namespace

std::optional<std::chrono::sys_days> parse_date(std::string_view text) {
    if (!has_form(text, "0000-00-00")) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{number(text.substr(0, 4))},
        std::chrono::month{static_cast<unsigned>(number(text.substr(5, 2)))},
        std::chrono::day{static_cast<unsigned>(number(text.substr(8)))}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date};
}

std::optional<LocalClock> LocalClock::from(std::string_view start_date, std::string_view offset) {
    const auto start = parse_date(start_date);
    if (!start || !is_offset(offset)) return std::nullopt;
    return LocalClock(*start, offset);
}

std::string LocalClock::text(std::int64_t microseconds) const {
    const auto time = start_ + std::chrono::microseconds{microseconds};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    std::string text;
    append(text, int{date.year()}, 4);
    text += '-';
    append(text, unsigned{date.month()}, 2);
    text += '-';
    append(text, unsigned{date.day()}, 2);
    text += 'T';
    append(text, clock.hours().count(), 2);
    text += ':';
    append(text, clock.minutes().count(), 2);
    text += ':';
    append(text, clock.seconds().count(), 2);
    text += '.';
    append(text, clock.subseconds().count(), 6);
    return text + offset_;
}

}  // namespace wardwire::analysis
