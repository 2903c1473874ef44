// SPDX-License-Identifier: Apache-2.0
#include "models/reading/calendar_text.hpp"

#include <array>
#include <cstdio>

#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

constexpr std::array<std::string_view, 7> day_names = {"mon", "tue", "wed", "thu",
                                                       "fri", "sat", "sun"};

/// The next whole number at the start of the text, which it is taken off; -1 when there is none
/// of the stated width.
int take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return -1;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (!is_digit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

/// "hh:mm"; nothing may follow.
bool parse_clock(std::string_view text, sim::Duration& since_midnight) {
    const int hour = take_digits(text, 2);
    const bool colon = take(text, ':');
    const int minute = take_digits(text, 2);
    if (hour < 0 || !colon || minute < 0 || minute > 59 || !text.empty()) return false;
    since_midnight = sim::hours{hour} + sim::minutes{minute};
    return since_midnight <= sim::hours{24};
}

}  // namespace

Parsed<sim::Duration> parse_time_of_day(std::string_view text) {
    sim::Duration time{};
    if (parse_clock(text, time)) return time;
    return Complaint{"must be a time of day from \"00:00\" to \"24:00\", got " + in_quotes(text)};
}

Parsed<sim::Duration> parse_utc_offset(std::string_view text) {
    if (text == "Z") return sim::Duration{};
    sim::Duration offset{};
    const bool is_signed = !text.empty() && (text.front() == '+' || text.front() == '-');
    if (is_signed && parse_clock(text.substr(1), offset) && offset <= sim::hours{14}) {
        return text.front() == '-' ? -offset : offset;
    }
    return Complaint{"must be an offset from UTC such as \"+01:00\", got " + in_quotes(text)};
}

Parsed<std::int64_t> parse_date(std::string_view text) {
    std::string_view rest = text;
    const int year = take_digits(rest, 4);
    const bool first = take(rest, '-');
    const int month = take_digits(rest, 2);
    const bool second = take(rest, '-');
    const int day = take_digits(rest, 2);
    if (first && second && rest.empty() && year >= 1900 && year <= 2200 && month > 0 && day > 0) {
        const std::chrono::year_month_day date{std::chrono::year{year},
                                               std::chrono::month{static_cast<unsigned>(month)},
                                               std::chrono::day{static_cast<unsigned>(day)}};
        if (date.ok()) return std::chrono::sys_days{date}.time_since_epoch().count();
    }
    return Complaint{"must be a date between 1900 and 2200 such as \"2026-01-05\", got " +
                     in_quotes(text)};
}

Parsed<std::uint8_t> parse_days(std::string_view text) {
    const auto day_of = [&](std::string_view name) {
        std::size_t day = 0;
        while (day < day_names.size() && day_names[day] != name) ++day;
        return day;
    };
    const Complaint complaint{"must be days such as \"mon-fri\", \"sat,sun\" or \"daily\", got " +
                              in_quotes(text)};
    if (text == "daily") return std::uint8_t{0x7f};
    unsigned days = 0;
    for (std::string_view rest = text;;) {
        const std::size_t comma = rest.find(',');
        const std::string_view part = rest.substr(0, comma);
        const std::size_t dash = part.find('-');
        const std::size_t first = day_of(part.substr(0, dash));
        const std::size_t last =
            dash == std::string_view::npos ? first : day_of(part.substr(dash + 1));
        if (first == day_names.size() || last == day_names.size()) return complaint;
        for (std::size_t day = first;; day = (day + 1) % day_names.size()) {
            days |= 1U << day;
            if (day == last) break;
        }
        if (comma == std::string_view::npos) return static_cast<std::uint8_t>(days);
        rest.remove_prefix(comma + 1);
        while (take(rest, ' ')) {
        }
    }
}

std::string format_date(std::int64_t days_since_1970) {
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<int>(days_since_1970)}}};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text.data();
}

std::string format_time_of_day(sim::Duration since_midnight) {
    const auto in_minutes = static_cast<unsigned>(since_midnight / sim::minutes{1});
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%02u:%02u", in_minutes / 60, in_minutes % 60);
    return text.data();
}

std::string format_utc_offset(sim::Duration offset) {
    return (offset < sim::Duration::zero() ? "-" : "+") +
           format_time_of_day(std::chrono::abs(offset));
}

std::string format_days(std::uint8_t days) {
    std::string text;
    for (std::size_t day = 0; day < day_names.size(); ++day) {
        if ((days >> day & 1U) != 0)
            text += (text.empty() ? "" : ",") + std::string(day_names[day]);
    }
    return text;
}

}  // namespace wardwire::models::reading
