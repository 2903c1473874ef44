// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "models/reading/parsed.hpp"

/// Texts with units, and what they mean. Nothing here knows JSON.
namespace wardwire::models::reading {

/// What a quantity measures; it fixes the units a text may carry and the unit it is turned into.
enum class Dimension : std::uint8_t {
    duration,     ///< "90 s", "12 min", "1 h 30 min", "2 days": seconds
    rate,         ///< "2.5 /h", "0.4 /week": per second
    probability,  ///< "4 %": 0 to 1
    share,        ///< "0.8 FTE", "80 %": above 0, at most 1
    money_rate,   ///< "48 USD/h": US dollars an hour
    change,       ///< "12 %", "-5 %": a part more or less; above -1
    number,       ///< "1.5", without a unit
};

/// A month is a twelfth of a year and a year is 365.25 days (the Julian year, IAU).
inline constexpr double seconds_per_day = 86400.0;
inline constexpr double seconds_per_year = 365.25 * seconds_per_day;
inline constexpr double seconds_per_month = seconds_per_year / 12.0;

/// No quantity of a scenario is larger: durations 1000 years, rates 1000 a second, others 10^9.
double largest(Dimension dimension);

/// The value in the dimension's own unit, within its range: durations and rates are not negative,
/// probabilities lie in [0, 1], shares in (0, 1], changes above -1.
Parsed<double> parse_quantity(std::string_view text, Dimension dimension);

/// Whether a value lies in the range of its dimension; the complaint if not. `text` is what the
/// user wrote.
Parsed<double> within_range(double value, Dimension dimension, std::string_view text);

/// The shortest usual way to write a value: "1 h", "5 %", "2.1 /year". parse_quantity reads it back
/// to the same value up to rounding in the 6th digit.
std::string format_quantity(double value, Dimension dimension);

/// "12 min" for durations: an example of how such a quantity is written.
std::string_view example_of(Dimension dimension);

}  // namespace wardwire::models::reading
