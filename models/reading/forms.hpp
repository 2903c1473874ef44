// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "models/reading/calendar_text.hpp"
#include "models/reading/json_text.hpp"
#include "models/reading/place.hpp"
#include "models/reading/quantity.hpp"
#include "models/scenario.hpp"

/// How a value is written in a scenario. A form has three members:
///
/// - `read(written, value, place)` sets the value, or reports at the place what is wrong;
/// - `schema()` is the JSON Schema of what may be written;
/// - `write(value)` is the value as one would write it, for defaults.
///
/// A form with `absent(value, place)` says what holds when nothing is written; for the others that
/// is what the struct begins with.
namespace wardwire::models::reading {

/// A form of one value: it may be wrapped as {"value": …, "source": …, "status": …}. Objects and
/// collections of objects are not leaves.
template <class Form>
concept Leaf = !requires {
    Form::is_composite;
};

/// What is inside the wrapping, at what place; the source is recorded. The thing itself when it is
/// not wrapped; nullptr after a report when the wrapping is wrong.
const Json* unwrap(const Json& written, Place& place);

/// A form of numbers, of which a wrapped value may say between which ends it is known to lie:
/// {"value": "3 %", "interval": ["2 %", "4 %"], "level": "95 %", …}.
template <class Form>
concept Numeric = requires {
    Form::is_numeric;
};

/// The two ends of the interval beside a value; nullptr when there is none, or after a report.
const Json* interval_beside(const Json& written, const Place& place);

/// Checks the interval beside a value: its ends are written as the value is, and hold it.
template <Numeric Form, class T>
void check_interval(const Form& form, const Json& written, const T& value, const Place& place) {
    const Json* ends = interval_beside(written, place);
    if (ends == nullptr) return;
    const std::size_t findings = place.finding_count();
    const Place at = place / "interval";
    T low{};
    T high{};
    form.read((*ends)[0], low, at / std::size_t{0});
    form.read((*ends)[1], high, at / std::size_t{1});
    if (place.finding_count() == findings && !(low < high && low <= value && value <= high))
        at.report("must rise from one end to the other, with the value between them");
}

/// Reads what is written in a form, wrapped or not.
template <class Form, class T>
void read_value(const Form& form, const Json& written, T& value, Place place) {
    if constexpr (Leaf<Form>) {
        const Place whole = place;
        const Json* inner = unwrap(written, place);
        if (inner == nullptr) return;
        form.read(*inner, value, place);
        if (inner == &written) return;
        if constexpr (Numeric<Form>)
            check_interval(form, written, value, whole);
        else if (interval_beside(written, whole) != nullptr)
            (whole / "interval").report("stands beside what is no number; only numbers have one");
    } else {
        form.read(written, value, place);
    }
}

/// "must be a list, got 12".
void report_type(const Place& place, std::string_view wanted, const Json& written);

/// A quantity with its unit; a probability, share or plain number may go without.
struct Quantity {
    static constexpr bool is_numeric = true;
    Dimension dimension;

    void read(const Json& written, double& value, const Place& place) const;
    void read(const Json& written, sim::Duration& value, const Place& place) const;
    Json schema() const;
    Json write(double value) const;
    Json write(sim::Duration value) const;
};
inline constexpr Quantity duration{Dimension::duration};
inline constexpr Quantity rate{Dimension::rate};
inline constexpr Quantity probability{Dimension::probability};
inline constexpr Quantity share{Dimension::share};
inline constexpr Quantity money_rate{Dimension::money_rate};
inline constexpr Quantity change{Dimension::change};

/// A number without a unit within [low, high].
struct Number {
    static constexpr bool is_numeric = true;
    double low, high;

    void read(const Json& written, double& value, const Place& place) const;
    Json schema() const;
    Json write(double value) const;
};

/// A whole number within [low, high].
struct Whole {
    static constexpr bool is_numeric = true;
    std::uint64_t low, high;

    template <std::unsigned_integral T>
    void read(const Json& written, T& value, const Place& place) const {
        if (const auto number = check(written, place)) value = static_cast<T>(*number);
    }
    Json schema() const;
    Json write(std::uint64_t value) const { return value; }

 private:
    std::optional<std::uint64_t> check(const Json& written, const Place& place) const;
};
inline constexpr Whole rank{1, 9};

/// A law of chance, or a bare quantity: the constant law. The law's unit is the dimension's.
struct Law {
    Dimension dimension;  ///< duration or number

    void read(const Json& written, sim::Distribution& value, const Place& place) const;
    Json schema() const;
    /// For constants, which all defaults are.
    Json write(const sim::Distribution& value) const;
};
inline constexpr Law duration_law{Dimension::duration};
inline constexpr Law number_law{Dimension::number};

struct Text {
    void read(const Json& written, std::string& value, const Place& place) const;
    Json schema() const { return {{"type", "string"}}; }
    Json write(const std::string& value) const { return value; }
};
inline constexpr Text text;

struct YesNo {
    void read(const Json& written, bool& value, const Place& place) const;
    Json schema() const { return {{"type", "boolean"}}; }
    Json write(bool value) const { return value; }
};
inline constexpr YesNo yes_no;

/// A text that a function reads, such as a date.
template <class T>
struct ParsedText {
    Parsed<T> (*parse)(std::string_view);
    std::string (*format)(T value);
    std::string_view definition;  ///< its name in the schema
    std::string_view wanted;

    void read(const Json& written, T& value, const Place& place) const {
        if (!written.is_string()) return report_type(place, wanted, written);
        const Parsed<T> parsed = parse(written.get_ref<const std::string&>());
        if (const auto* wrong = std::get_if<Complaint>(&parsed)) return place.report(wrong->what);
        value = std::get<T>(parsed);
    }
    Json schema() const { return {{"$ref", "#/definitions/" + std::string(definition)}}; }
    Json write(T value) const { return format(value); }
};
inline constexpr ParsedText<std::int64_t> date{parse_date, format_date, "date",
                                               "a date such as \"2026-01-05\""};
inline constexpr ParsedText<sim::Duration> utc_offset{
    parse_utc_offset, format_utc_offset, "utc_offset", "an offset from UTC such as \"+01:00\""};
inline constexpr ParsedText<sim::Duration> time_of_day{
    parse_time_of_day, format_time_of_day, "time_of_day", "a time of day such as \"08:00\""};
inline constexpr ParsedText<std::uint8_t> days{parse_days, format_days, "days",
                                               "days such as \"mon-fri\""};

/// The index of the word that is written; size() after a report when it is none of them.
std::size_t read_choice(const Json& written, const std::vector<std::string>& words,
                        const Place& place);

/// One of the words that stand for the values of an enumeration.
template <class E, std::size_t size>
struct Choice {
    std::array<std::pair<std::string_view, E>, size> names;

    void read(const Json& written, E& value, const Place& place) const {
        const std::size_t index = read_choice(written, words(), place);
        if (index < size) value = names[index].second;
    }
    Json schema() const { return {{"enum", words()}}; }
    Json write(E value) const {
        for (const auto& [word, meaning] : names) {
            if (meaning == value) return std::string(word);
        }
        return nullptr;
    }

 private:
    std::vector<std::string> words() const {
        std::vector<std::string> result;
        for (const auto& name : names) result.emplace_back(name.first);
        return result;
    }
};
template <class E, std::size_t size>
constexpr Choice<E, size> choice(const std::pair<std::string_view, E> (&names)[size]) {
    return {std::to_array(names)};
}

/// The index of a name; size() after a report when it is none of the known ones.
std::size_t find_name(std::string_view name, const std::vector<std::string>& known,
                      std::string_view kind, const Place& place);

/// The name of a role that the scenario has.
struct RoleName {
    void read(const Json& written, RoleId& value, const Place& place) const;
    Json schema() const;
};
inline constexpr RoleName role_name;

/// One role or a list of roles, not empty.
struct RoleNames {
    void read(const Json& written, std::vector<RoleId>& value, const Place& place) const;
    Json schema() const;
};
inline constexpr RoleNames role_names;

/// One use type or a list of them.
struct UseTypeNames {
    void read(const Json& written, std::vector<UseTypeId>& value, const Place& place) const;
    Json schema() const;
    Json write(const std::vector<UseTypeId>&) const { return Json::array(); }
};
inline constexpr UseTypeNames use_type_names;

/// "pool:triage", "role:physician" or "primary"; {"pool": "advice", "site": "hub"}.
struct TargetText {
    void read(const Json& written, Target& value, const Place& place) const;
    Json schema() const;
};
inline constexpr TargetText target;

/// "always", or a list of {"days", "from", "to"}.
struct Hours {
    void read(const Json& written, WeeklyHours& value, const Place& place) const;
    Json schema() const;
    Json write(const WeeklyHours& value) const { return value.is_never() ? "never" : "always"; }
};
inline constexpr Hours hours;

/// The schema of a list of days with their hours, which Hours and WeekOfShifts refer to.
Json hours_definition();

/// The shifts of one week: a list of {"days", "from", "to"}, which do not overlap. Among several
/// weeks one may be "off".
struct WeekOfShifts {
    bool may_be_off = false;

    void read(const Json& written, std::vector<Shift>& value, const Place& place) const;
    Json schema() const;
};
inline constexpr WeekOfShifts week_of_shifts;
inline constexpr WeekOfShifts week_of_rotation{true};

/// "flat", or 24 numbers for each day of the week: {"mon-fri": […], "sat-sun": […]}. Only the shape
/// counts; the mean becomes 1.
struct Profile {
    void read(const Json& written, WeekProfile& value, const Place& place) const;
    void absent(WeekProfile& value, const Place&) const { value.fill(1.0); }
    Json schema() const;
    Json write(const WeekProfile&) const { return "flat"; }
};
inline constexpr Profile profile;

}  // namespace wardwire::models::reading
