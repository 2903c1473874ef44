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

/// Takes one or two digits off the front; -1 when there are none.
int take_one_or_two(std::string_view& text) {
    const bool has_two = text.size() > 1 && is_digit(text[1]);
    return take_digits(text, has_two ? 2 : 1);
}

std::optional<std::chrono::sys_days> day_of(int year, int month, int day) {
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (year < 0 || month < 0 || day < 0 || !date.ok()) return std::nullopt;
    return std::chrono::sys_days{date};
}

/// "2026-10-31".
std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
    const int year = take_digits(text, 4);
    if (year < 0 || !take(text, '-')) return std::nullopt;
    const int month = take_digits(text, 2);
    if (month < 0 || !take(text, '-')) return std::nullopt;
    return day_of(year, month, take_digits(text, 2));
}

/// "10/31/2026"; a year of two digits is one of this century.
std::optional<std::chrono::sys_days> take_ordered_date(std::string_view& text, DateOrder order) {
    int first = take_one_or_two(text);
    const char separator = text.empty() ? '\0' : text.front();
    take(text, separator);
    int other = take_one_or_two(text);
    if (!take(text, separator)) return std::nullopt;
    const bool has_century = text.size() > 3 && is_digit(text[2]);
    const int year = has_century ? take_digits(text, 4) : take_digits(text, 2);
    if (order == DateOrder::day_first) std::swap(first, other);
    return day_of(year < 0 || has_century ? year : 2000 + year, first, other);
}

/// Hours of twelve as hours of twenty-four; -1 when there is no such hour.
int take_half_of_day(std::string_view& text, int hour) {
    if (text.starts_with(' ')) text.remove_prefix(1);
    const std::string_view half = text.substr(0, 2);
    const bool is_before_noon = half == "AM" || half == "am";
    if (!is_before_noon && half != "PM" && half != "pm") return hour;
    text.remove_prefix(2);
    if (hour < 1 || hour > 12) return -1;
    return hour % 12 + (is_before_noon ? 0 : 12);
}

enum class HourDigits { two, one_or_two };

/// Microseconds since midnight. A minute may have a leap second, number 60.
std::optional<std::int64_t> take_time_of_day(std::string_view& text, HourDigits digits_of_hour) {
    const int hour =
        digits_of_hour == HourDigits::two ? take_digits(text, 2) : take_one_or_two(text);
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

bool begins_with_ordered_date(std::string_view text) {
    if (take_one_or_two(text) < 0 || text.empty()) return false;
    const char separator = text.front();
    if (std::string_view("/.-").find(separator) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return take_one_or_two(text) >= 0 && take(text, separator) && take_digits(text, 2) >= 0;
}

std::optional<std::chrono::sys_days> parse_day(std::string_view text, DateOrder order) {
    const bool is_ordered = order != DateOrder::unknown && begins_with_ordered_date(text);
    const auto day = is_ordered ? take_ordered_date(text, order) : take_date(text);
    return text.empty() ? day : std::nullopt;
}

std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
    if (text == "24:00") return 86'400 * second;
    const auto time = take_time_of_day(text, HourDigits::one_or_two);
    return text.empty() ? time : std::nullopt;
}

std::optional<WrittenTime> parse_time(std::string_view text, DateOrder order) {
    const bool is_ordered = begins_with_ordered_date(text);
    if (is_ordered && order == DateOrder::unknown) return std::nullopt;
    if (!is_ordered && (text.size() < 5 || text[4] != '-')) return parse_epoch(text);
    const auto date = is_ordered ? take_ordered_date(text, order) : take_date(text);
    if (is_ordered) take(text, ',');
    if (!date || (!take(text, 'T') && !take(text, ' '))) return std::nullopt;
    auto time = take_time_of_day(text, is_ordered ? HourDigits::one_or_two : HourDigits::two);
    if (!time) return std::nullopt;
    if (is_ordered) {
        constexpr std::int64_t hour = 3600 * second;
        const int of_day = take_half_of_day(text, static_cast<int>(*time / hour));
        if (of_day < 0) return std::nullopt;
        *time = of_day * hour + *time % hour;
    }
    const std::int64_t midnight = std::int64_t{date->time_since_epoch().count()} * 86'400 * second;
    WrittenTime written{midnight + *time, TimeForm::local, 0};
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
