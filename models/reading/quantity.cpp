// SPDX-License-Identifier: Apache-2.0
#include "models/reading/quantity.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <span>
#include <vector>

#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

struct Unit {
    std::string_view name;
    double value;  ///< in the dimension's own unit
};

// The first name of each size is the one written back.
constexpr Unit duration_units[] = {
    {"week", 7 * seconds_per_day},
    {"weeks", 7 * seconds_per_day},
    {"day", seconds_per_day},
    {"days", seconds_per_day},
    {"h", 3600.0},
    {"hour", 3600.0},
    {"hours", 3600.0},
    {"min", 60.0},
    {"minute", 60.0},
    {"minutes", 60.0},
    {"s", 1.0},
    {"second", 1.0},
    {"seconds", 1.0},
    {"ms", 1e-3},
    {"month", seconds_per_month},
    {"months", seconds_per_month},
    {"year", seconds_per_year},
    {"years", seconds_per_year},
};
constexpr Unit rate_units[] = {
    {"/s", 1.0},
    {"/min", 1.0 / 60.0},
    {"/h", 1.0 / 3600.0},
    {"/day", 1.0 / seconds_per_day},
    {"/week", 1.0 / (7.0 * seconds_per_day)},
    {"/month", 1.0 / seconds_per_month},
    {"/year", 1.0 / seconds_per_year},
};
constexpr Unit probability_units[] = {{"%", 0.01}};
constexpr Unit share_units[] = {{"FTE", 1.0}, {"%", 0.01}};
constexpr Unit money_units[] = {{"USD/h", 1.0}};

std::span<const Unit> units_of(Dimension dimension) {
    switch (dimension) {
        case Dimension::duration:
            return duration_units;
        case Dimension::rate:
            return rate_units;
        case Dimension::probability:
            return probability_units;
        case Dimension::share:
            return share_units;
        case Dimension::money_rate:
            return money_units;
        case Dimension::number:
            break;
    }
    return {};
}

/// Probabilities, shares and numbers make sense without a unit; the others do not.
bool needs_unit(Dimension dimension) {
    return dimension == Dimension::duration || dimension == Dimension::rate ||
           dimension == Dimension::money_rate;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// The length of the decimal number at the start of the text, JSON's way; 0 when there is none.
std::size_t number_length(std::string_view text) {
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t first = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        return at > first;
    };
    if (at < text.size() && text[at] == '-') ++at;
    if (!digits()) return 0;
    if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
        ++at;
        digits();
    }
    const std::size_t mantissa = at;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        if (!digits()) return mantissa;
    }
    return at;
}

Complaint not_a_quantity(std::string_view text, Dimension dimension) {
    return {"cannot be read, got " + in_quotes(text) + "; write for example " +
            in_quotes(example_of(dimension))};
}

Complaint unknown_unit(std::string_view unit, Dimension dimension) {
    std::vector<std::string> known;
    for (const Unit& one : units_of(dimension)) known.emplace_back(one.name);
    if (known.empty()) return {"is a number without a unit, got the unit " + in_quotes(unit)};
    return {"has an unknown unit, " + in_quotes(unit) + did_you_mean(unit, known) +
            (known.size() > 8 ? "; write for example " + in_quotes(example_of(dimension)) : "")};
}

std::string short_number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return text.data();
}

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

double largest(Dimension dimension) {
    switch (dimension) {
        case Dimension::duration:
            return 1000.0 * seconds_per_year;
        case Dimension::rate:
            return 1000.0;
        case Dimension::probability:
            return 1.0;
        case Dimension::share:
            return 1.0;
        case Dimension::money_rate:
            break;
        case Dimension::number:
            break;
    }
    return 1e9;
}

std::string_view example_of(Dimension dimension) {
    switch (dimension) {
        case Dimension::duration:
            return "12 min";
        case Dimension::rate:
            return "2.5 /h";
        case Dimension::probability:
            return "4 %";
        case Dimension::share:
            return "0.8 FTE";
        case Dimension::money_rate:
            return "48 USD/h";
        case Dimension::number:
            break;
    }
    return "1.5";
}

Parsed<double> within_range(double value, Dimension dimension, std::string_view text) {
    const std::string got = ", got " + std::string(text);
    const bool is_part = dimension == Dimension::probability || dimension == Dimension::share;
    if (std::isnan(value)) return Complaint{"must be a number" + got};
    if (is_part && (value < 0.0 || value > 1.0)) {
        return Complaint{"must lie between 0 % and 100 %" + got};
    }
    if (dimension == Dimension::share && value == 0.0) return Complaint{"must be above 0" + got};
    if (value < 0.0 && dimension != Dimension::number) {
        return Complaint{"must not be negative" + got};
    }
    if (std::abs(value) > largest(dimension)) {
        return Complaint{"must be at most " + format_quantity(largest(dimension), dimension) + got};
    }
    return value;
}

Parsed<double> parse_quantity(std::string_view text, Dimension dimension) {
    std::string_view rest = trimmed(text);
    double total = 0.0;
    double last_unit = std::numeric_limits<double>::infinity();
    if (number_length(rest) == 0) return not_a_quantity(text, dimension);
    while (!rest.empty()) {
        const std::size_t length = number_length(rest);
        if (length == 0) return not_a_quantity(text, dimension);
        const double number = std::strtod(std::string(rest.substr(0, length)).c_str(), nullptr);
        rest = trimmed(rest.substr(length));
        std::size_t unit_length = 0;
        while (unit_length < rest.size() && rest[unit_length] != ' ' &&
               !is_digit(rest[unit_length])) {
            ++unit_length;
        }
        const std::string_view name = rest.substr(0, unit_length);
        rest = trimmed(rest.substr(unit_length));
        double unit = 1.0;
        if (!name.empty()) {
            unit = 0.0;
            for (const Unit& known : units_of(dimension)) {
                if (known.name == name) unit = known.value;
            }
            if (unit == 0.0) return unknown_unit(name, dimension);
        } else if (needs_unit(dimension)) {
            return Complaint{"needs a unit, got " + in_quotes(text) + "; write for example " +
                             in_quotes(example_of(dimension))};
        }
        // Only durations have parts, the larger unit first: "1 h 30 min".
        const bool is_further_part = last_unit < std::numeric_limits<double>::infinity();
        if (is_further_part && (dimension != Dimension::duration || unit >= last_unit)) {
            return not_a_quantity(text, dimension);
        }
        if (std::signbit(number) && is_further_part) return not_a_quantity(text, dimension);
        last_unit = unit;
        total += number * unit;
    }
    return within_range(total, dimension, in_quotes(text));
}

std::string format_quantity(double value, Dimension dimension) {
    if (dimension == Dimension::number) return short_number(value);
    const std::span<const Unit> units = units_of(dimension);
    if (dimension == Dimension::duration) {
        for (const Unit& unit : units) {
            const double count = value / unit.value;
            if (unit.value > seconds_per_day * 7 ||
                (unit.name.size() > 3 && unit.name.back() == 's')) {
                continue;
            }
            const bool is_whole = std::abs(count - std::round(count)) < 1e-9 && count >= 1.0;
            if (is_whole || unit.value == 1.0) {
                const bool is_word = unit.name == "week" || unit.name == "day";
                return short_number(count) + " " + std::string(unit.name) +
                       (is_word && std::round(count) != 1.0 ? "s" : "");
            }
        }
    }
    if (dimension == Dimension::rate) {
        for (const Unit& unit : units) {
            if (value / unit.value >= 1.0) {
                return short_number(value / unit.value) + " " + std::string(unit.name);
            }
        }
        return short_number(value * seconds_per_year) + " /year";
    }
    const Unit& unit = units.front();
    return short_number(value / unit.value) + " " + std::string(unit.name);
}

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
    constexpr std::array<std::string_view, 7> names = {"mon", "tue", "wed", "thu",
                                                       "fri", "sat", "sun"};
    const auto day_of = [&](std::string_view name) {
        std::size_t day = 0;
        while (day < names.size() && names[day] != name) ++day;
        return day;
    };
    const Complaint complaint{"must be days such as \"mon-fri\", \"sat,sun\" or \"daily\", got " +
                              in_quotes(text)};
    if (text == "daily") return std::uint8_t{0x7f};
    unsigned days = 0;
    for (std::string_view rest = text;;) {
        const std::size_t comma = rest.find(',');
        const std::string_view part = trimmed(rest.substr(0, comma));
        const std::size_t dash = part.find('-');
        const std::size_t first = day_of(part.substr(0, dash));
        const std::size_t last =
            dash == std::string_view::npos ? first : day_of(part.substr(dash + 1));
        if (first == names.size() || last == names.size()) return complaint;
        for (std::size_t day = first;; day = (day + 1) % names.size()) {
            days |= 1U << day;
            if (day == last) break;
        }
        if (comma == std::string_view::npos) return static_cast<std::uint8_t>(days);
        rest.remove_prefix(comma + 1);
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

std::string format_utc_offset(sim::Duration offset) {
    const std::int64_t in_minutes = offset / sim::minutes{1};
    const auto size = static_cast<unsigned>(std::abs(in_minutes));
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%c%02u:%02u", in_minutes < 0 ? '-' : '+', size / 60,
                  size % 60);
    return text.data();
}

}  // namespace wardwire::models::reading
