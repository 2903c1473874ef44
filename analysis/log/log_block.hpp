// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/log/log_layout.hpp"
#include "analysis/log/time_text.hpp"

namespace wardwire::analysis {

/// What the times of a log say about its zone.
struct ZoneTraces {
    bool has_utc = false;  ///< Z or an epoch: an instant, but no zone
    std::optional<std::int32_t> least_offset_seconds;
    std::optional<std::int32_t> greatest_offset_seconds;
    std::uint64_t first_local_line = 0;  ///< of a time that needs a declared zone; 0 for none

    void add(const ZoneTraces& other);
};

/// The rows of a block of a file as texts, instants and numbers; columns as in the layout.
struct LogBlock {
    struct Finding {
        Oddity oddity;
        std::uint32_t line;
        std::string example;
    };

    std::unique_ptr<const CsvBlock> source;  ///< the texts lie in it
    std::deque<std::string> recoded;         ///< or here
    std::vector<std::uint32_t> lines;
    std::vector<std::string_view> texts;  ///< row by row
    std::vector<Instant> times;
    std::vector<double> numbers;  ///< NaN for none
    std::vector<Finding> findings;
    std::uint64_t rows_read = 0;
    ZoneTraces zone_traces;
};

/// Reads a block of records. `zone` is that of times which tell none; without one they are taken as
/// UTC, and the traces say so. Throws LogError for a record that is too long.
LogBlock parse_block(CsvBlock source, const LogLayout& layout, const std::optional<TimeZone>& zone,
                     const std::string& path);

}  // namespace wardwire::analysis
