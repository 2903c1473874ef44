// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wardwire::analysis {

/// The clock on the wall of one place, summer time included. Instants and local times are
/// microseconds since 1970-01-01T00:00:00, of UTC and of the wall.
class TimeZone {
 public:
    /// UTC.
    TimeZone() = default;

    /// "UTC", an offset like "-05:00", or a name of the system's time zone database like
    /// "America/New_York"; nothing when there is no such zone.
    static std::optional<TimeZone> find(std::string_view name);

    const std::string& name() const { return name_; }

    /// How far the wall is ahead of UTC, in microseconds.
    std::int64_t offset_at(std::int64_t instant) const;

    std::int64_t local_time(std::int64_t instant) const { return instant + offset_at(instant); }

    /// The day on the wall.
    std::chrono::sys_days local_day(std::int64_t instant) const;

    /// 0 for the hour after midnight of Monday on the wall, up to 167.
    int hour_of_week(std::int64_t instant) const;

    /// The instants at which the wall shows a local time: none in the hour that is left out in
    /// spring, two in the hour that comes twice in autumn, the earlier first.
    std::vector<std::int64_t> instants_of(std::int64_t local_time) const;

 private:
    struct Change {
        std::int64_t at;      ///< from this instant on
        std::int64_t offset;  ///< the wall is so far ahead of UTC
    };

    std::string name_ = "UTC";
    std::int64_t first_offset_ = 0;  ///< before the first change
    std::vector<Change> changes_;    ///< by instant
};

}  // namespace wardwire::analysis
