// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wardwire::analysis {

/// The day that an ISO 8601 date names ("2026-01-05"); nothing when it names none.
std::optional<std::chrono::sys_days> parse_date(std::string_view text);

/// Writes simulated times as local times of day at a fixed offset from UTC.
class LocalClock {
 public:
    /// A clock whose time zero is midnight of `start_date`; nothing when the date is not one or
    /// the offset is not like "-05:00".
    static std::optional<LocalClock> from(std::string_view start_date, std::string_view offset);

    /// ISO 8601 with microseconds: "2026-01-05T08:30:00.000000-05:00".
    std::string text(std::int64_t microseconds) const;

 private:
    LocalClock(std::chrono::sys_days start, std::string_view offset)
        : start_(start), offset_(offset) {}

    std::chrono::sys_days start_;
    std::string offset_;
};

}  // namespace wardwire::analysis
