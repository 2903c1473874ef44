// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

/// How a time was written.
enum class TimeForm : std::uint8_t {
    offset,      ///< "2026-01-05T08:30:00-05:00": tells its zone
    utc,         ///< "2026-01-05T13:30:00Z"
    local,       ///< "2026-01-05 08:30": the time on some wall
    epoch,       ///< "1767619800": seconds since 1970
    fine_epoch,  ///< the same in milli- or microseconds, told by its size
};

struct WrittenTime {
    std::int64_t microseconds = 0;  ///< since 1970: of UTC, or of the wall when it is local
    TimeForm form = TimeForm::offset;
    std::int32_t offset_seconds = 0;  ///< what was written, in the form `offset`
};

/// How dates like 10/31/2026 are written; nothing in them tells it.
enum class DateOrder : std::uint8_t { unknown, month_first, day_first };

/// Reads a time: ISO 8601 with a date, "T" or a blank, hours, minutes, and optionally seconds with
/// up to nine digits of a fraction and an offset; or seconds since 1970. Where the order is known,
/// the date may be 10/31/2026, 31.10.2026 or 31-10-26, with hours of one digit and AM or PM.
/// Nothing when it is none.
std::optional<WrittenTime> parse_time(std::string_view text, DateOrder order = DateOrder::unknown);

/// Whether a text begins with a date like 10/31/2026.
bool begins_with_ordered_date(std::string_view text);

/// Reads a day: "2026-01-05", or 1/5/2026 where the order is known.
std::optional<std::chrono::sys_days> parse_day(std::string_view text,
                                               DateOrder order = DateOrder::unknown);

/// Reads "08:30", with seconds or without: microseconds since midnight. Midnight at the end of a
/// day is "24:00".
std::optional<std::int64_t> parse_time_of_day(std::string_view text);

/// A time on the wall of a place, with its offset and as many digits as it needs:
/// "2026-01-05T08:30:00-05:00", "2026-01-05T08:30:00.25-05:00".
std::string time_text(Instant instant, const TimeZone& zone);

/// Whether a text stands for "none" in words: NULL, NA, N/A, None, NaN, NaT, \N.
bool is_null_word(std::string_view text);

}  // namespace wardwire::analysis
