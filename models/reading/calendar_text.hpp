// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "models/reading/parsed.hpp"
#include "sim/time.hpp"

/// Dates, days and times of day as texts.
namespace wardwire::models::reading {

/// "07:30" from midnight; "24:00" is the end of the day.
Parsed<sim::Duration> parse_time_of_day(std::string_view text);
/// "+01:00", "-05:00" or "Z".
Parsed<sim::Duration> parse_utc_offset(std::string_view text);
/// "2026-01-05" as days since 1970-01-01; years 1900 to 2200.
Parsed<std::int64_t> parse_date(std::string_view text);
/// "mon-fri", "sat,sun", "daily": bit 0 is Monday. "fri-mon" runs over the week's end.
Parsed<std::uint8_t> parse_days(std::string_view text);

std::string format_time_of_day(sim::Duration since_midnight);
std::string format_days(std::uint8_t days);
std::string format_date(std::int64_t days_since_1970);
std::string format_utc_offset(sim::Duration offset);

}  // namespace wardwire::models::reading
