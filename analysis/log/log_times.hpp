// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/log/import_report.hpp"
#include "analysis/log/time_text.hpp"

namespace wardwire::analysis {

/// How the times of a log are to be understood, where they do not say it themselves.
struct TimeWishes {
    std::optional<TimeZone> zone;  ///< of the place; needed for times without an offset
    DateOrder dates = DateOrder::unknown;
};

/// What the times of a log say about its zone.
struct ZoneTraces {
    bool has_utc = false;  ///< Z or an epoch: an instant, but no zone
    std::optional<std::int32_t> least_offset_seconds;
    std::optional<std::int32_t> greatest_offset_seconds;
    std::uint64_t first_local_line = 0;      ///< of a time that needs a declared zone; 0 for none
    std::uint64_t first_unordered_line = 0;  ///< of a date like 1/5/2026 that needs an order
    std::string unordered_example;

    void add(const ZoneTraces& other);

    /// Throws LogError when there are times that need a zone or an order that was not declared.
    void check(const std::string& path, const TimeWishes& wishes) const;
};

/// On what wall a time without an offset was read.
enum class Wall : std::uint8_t { of_the_place, utc };

/// Reads the times of a log, one after the other.
class LogTimes {
 public:
    explicit LogTimes(const TimeWishes& wishes) : wishes_(wishes) {}

    struct Reading {
        Instant time = no_time;
        std::optional<Oddity> oddity;
    };

    /// An instant, and what is odd about it. A local time without a declared zone is taken as UTC,
    /// and the traces say so.
    Reading read(std::string_view text, std::uint64_t line, Wall wall = Wall::of_the_place);

    const ZoneTraces& traces() const { return traces_; }

 private:
    void trace(const WrittenTime& written, std::uint64_t line);
    Reading local_instant(const WrittenTime& written) const;

    const TimeWishes& wishes_;
    ZoneTraces traces_;
};

}  // namespace wardwire::analysis
