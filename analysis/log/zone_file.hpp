// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wardwire::analysis {

/// When the clocks of a place were put forward and back, in seconds since 1970 and ahead of UTC.
struct ZoneRules {
    struct Change {
        std::int64_t at_seconds;
        std::int64_t offset_seconds;
    };

    std::int64_t first_offset_seconds = 0;  ///< before the first change
    std::vector<Change> changes;            ///< by instant, until the year 2100
};

/// Reads a zone like "Europe/Amsterdam" from the system's time zone database (TZif, RFC 8536, in
/// /usr/share/zoneinfo); nothing when it is not there or not understood.
std::optional<ZoneRules> read_zone_file(std::string_view name);

}  // namespace wardwire::analysis
