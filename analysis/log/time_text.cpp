// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace wardwire::analysis {
namespace {

constexpr std::int64_t second = 1'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes so many digits off the front; -1 when they are not there.
int take_digits(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return -1;
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        if (!is_digit(c)) return -1;
        value = 10 * value + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::int64_t> take_date(std::string_view& text) {
    const int year = take_digits(text, 4);
    if (year < 0 || !take(text, '-')) return std::nullopt;
    const int month = take_digits(text, 2);
    if (month < 0 || !take(text, '-')) return std::nullopt;
    const int day = take_digits(text, 2);
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (day < 0 || !date.ok()) return std::nullopt;
    return std::int64_t{std::chrono::sys_days{date}.time_since_epoch().count()} * 86'400 * second;
}

/// Microseconds since midnight. A minute may have a leap second, number 60.
std::optional<std::int64_t> take_time_of_day(std::string_view& text) {
    const int hour = take_digits(text, 2);
    if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
    const int minute = take_digits(text, 2);
    if (minute < 0 || minute > 59) return std::nullopt;
    std::int64_t time = (hour * 60 + minute) * 60 * second;
    if (!take(text, ':')) return time;
    const int seconds = take_digits(text, 2);
    if (seconds < 0 || seconds > 60) return std::nullopt;
    time += seconds * second;
    if (!take(text, '.') && !take(text, ',')) return time;
    std::int64_t weight = second;
    std::size_t digits = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
        weight /= 10;
        time += weight * (text[digits] - '0');
    }
    text.remove_prefix(digits);
    if (digits == 0 || digits > 9) return std::nullopt;
    return time;
}

/// Seconds ahead of UTC: "-05:00", "-0500" or "-05".
std::optional<std::int32_t> take_offset(std::string_view& text) {
    const int sign = take(text, '-') ? -1 : 1;
    if (sign == 1 && !take(text, '+')) return std::nullopt;
    const int hours = take_digits(text, 2);
    const bool has_minutes = take(text, ':') || !text.empty();
    const int minutes = has_minutes ? take_digits(text, 2) : 0;
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    return sign * (hours * 60 + minutes) * 60;
}

std::optional<WrittenTime> parse_epoch(std::string_view text) {
    double seconds = 0.0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), seconds);
    if (error != std::errc{} || end != text.end() || !std::isfinite(seconds)) return std::nullopt;
    // 10^11 seconds are the year 5138, and 10^11 milliseconds are 1973: size tells them apart.
    constexpr double largest = 1e11;
    constexpr std::array<double, 3> ticks_a_second = {1.0, 1e3, 1e6};
    for (const double ticks : ticks_a_second) {
        if (std::abs(seconds) >= largest * ticks) continue;
        const TimeForm form = ticks == 1.0 ? TimeForm::epoch : TimeForm::fine_epoch;
        return WrittenTime{std::llround(seconds / ticks * 1e6), form, 0};
    }
    return std::nullopt;
}

}  // namespace

std::optional<WrittenTime> parse_time(std::string_view text) {
    if (text.size() < 5 || text[4] != '-') return parse_epoch(text);
    const auto date = take_date(text);
    if (!date || (!take(text, 'T') && !take(text, ' '))) return std::nullopt;
    const auto time = take_time_of_day(text);
    if (!time) return std::nullopt;
    WrittenTime written{*date + *time, TimeForm::local, 0};
    take(text, ' ');
    if (text.empty()) return written;
    if (text == "Z" || text == "UTC") {
        written.form = TimeForm::utc;
        return written;
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    written.form = TimeForm::offset;
    written.offset_seconds = *offset;
    written.microseconds -= *offset * second;
    return written;
}

std::string time_text(Instant instant, const TimeZone& zone) {
    const std::int64_t offset = zone.offset_at(instant) / second;
    const Instant local = instant + offset * second;
    const std::int64_t day_number =
        (local < 0 ? local - 86'400 * second + 1 : local) / (86'400 * second);
    const std::chrono::sys_days day{std::chrono::days{day_number}};
    const std::chrono::year_month_day date{day};
    const std::int64_t in_day = local - day_number * 86'400 * second;
    std::array<char, 64> text;
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06d", int{date.year()},
                  unsigned{date.month()}, unsigned{date.day()},
                  static_cast<int>(in_day / (3600 * second)),
                  static_cast<int>(in_day / (60 * second) % 60),
                  static_cast<int>(in_day / second % 60), static_cast<int>(in_day % second));
    std::string written = text.data();
    written.erase(written.find_last_not_of('0') + 1);
    if (written.ends_with('.')) written.pop_back();
    const int minutes = static_cast<int>(offset < 0 ? -offset : offset) / 60;
    std::snprintf(text.data(), text.size(), "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60,
                  minutes % 60);
    return written + text.data();
}

bool is_null_word(std::string_view text) {
    constexpr std::array<std::string_view, 10> words = {"NULL", "null", "NA",  "N/A", "None",
                                                        "none", "NaN",  "nan", "NaT", "\\N"};
    return std::find(words.begin(), words.end(), text) != words.end();
}

}  // namespace wardwire::analysis
