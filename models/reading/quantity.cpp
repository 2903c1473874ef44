// SPDX-License-Identifier: Apache-2.0
#include "models/reading/quantity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "models/reading/suggestion.hpp"

namespace wardwire::models::reading {
namespace {

struct Unit {
    std::string_view name;
    double value;  ///< in the dimension's own unit
};

constexpr double week = 7.0 * seconds_per_day;
constexpr Unit duration_units[] = {
    {"ms", 1e-3},
    {"s", 1.0},
    {"second", 1.0},
    {"seconds", 1.0},
    {"min", 60.0},
    {"minute", 60.0},
    {"minutes", 60.0},
    {"h", 3600.0},
    {"hour", 3600.0},
    {"hours", 3600.0},
    {"day", seconds_per_day},
    {"days", seconds_per_day},
    {"week", week},
    {"weeks", week},
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
    {"/week", 1.0 / week},
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
        case Dimension::change:
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
           dimension == Dimension::money_rate || dimension == Dimension::change;
}

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

/// In the largest unit of which it is a whole number: "2 h", "90 s", "0.25 s".
std::string format_duration(double in_seconds) {
    constexpr Unit written[] = {
        {"week", week}, {"day", seconds_per_day}, {"h", 3600.0}, {"min", 60.0}};
    for (const Unit& unit : written) {
        const double count = in_seconds / unit.value;
        if (count < 1.0 || std::abs(count - std::round(count)) > 1e-9) continue;
        const bool is_word = unit.name == "week" || unit.name == "day";
        return short_number(count) + " " + std::string(unit.name) +
               (is_word && count > 1.5 ? "s" : "");
    }
    return short_number(in_seconds) + " s";
}

/// In the smallest unit of time in which it happens at least once.
std::string format_rate(double per_second) {
    const auto* unit = std::begin(rate_units);
    while (unit + 1 != std::end(rate_units) && per_second < unit->value) ++unit;
    return short_number(per_second / unit->value) + " " + std::string(unit->name);
}

/// A number with the unit behind it, such as "30 min"; the unit may be empty.
struct Part {
    double number;
    std::string_view unit;
};

/// Takes the next part off the start of the text; nothing when there is no number.
std::optional<Part> take_part(std::string_view& rest) {
    const std::size_t length = number_length(rest);
    if (length == 0) return std::nullopt;
    const double number = std::strtod(std::string(rest.substr(0, length)).c_str(), nullptr);
    rest = trimmed(rest.substr(length));
    const std::size_t unit_length = std::min(rest.find_first_of(" 0123456789"), rest.size());
    const std::string_view unit = rest.substr(0, unit_length);
    rest = trimmed(rest.substr(unit_length));
    return Part{number, unit};
}

/// The unit in the dimension's own; 0 when it is unknown, or missing where there must be one.
double unit_value(std::string_view name, Dimension dimension) {
    if (name.empty()) return needs_unit(dimension) ? 0.0 : 1.0;
    for (const Unit& known : units_of(dimension)) {
        if (known.name == name) return known.value;
    }
    return 0.0;
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
        case Dimension::change:
            return 100.0;
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
        case Dimension::change:
            return "-5 %";
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
    if (dimension == Dimension::change && value <= -1.0) {
        return Complaint{"must be above -100 %" + got};
    }
    if (value < 0.0 && dimension != Dimension::number && dimension != Dimension::change) {
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
    do {
        const std::optional<Part> part = take_part(rest);
        if (!part) return not_a_quantity(text, dimension);
        const double unit = unit_value(part->unit, dimension);
        if (unit == 0.0 && !part->unit.empty()) return unknown_unit(part->unit, dimension);
        if (unit == 0.0) {
            return Complaint{"needs a unit, got " + in_quotes(text) + "; write for example " +
                             in_quotes(example_of(dimension))};
        }
        // Only durations have parts, the larger unit first: "1 h 30 min".
        const bool is_first = std::isinf(last_unit);
        const bool may_follow =
            dimension == Dimension::duration && unit < last_unit && !std::signbit(part->number);
        if (!is_first && !may_follow) return not_a_quantity(text, dimension);
        last_unit = unit;
        total += part->number * unit;
    } while (!rest.empty());
    return within_range(total, dimension, in_quotes(text));
}

std::string format_quantity(double value, Dimension dimension) {
    switch (dimension) {
        case Dimension::duration:
            return format_duration(value);
        case Dimension::rate:
            return format_rate(value);
        case Dimension::probability:
        case Dimension::change:
            return short_number(100.0 * value) + " %";
        case Dimension::share:
            return short_number(value) + " FTE";
        case Dimension::money_rate:
            return short_number(value) + " USD/h";
        case Dimension::number:
            break;
    }
    return short_number(value);
}

}  // namespace wardwire::models::reading
