// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/log/log_layout.hpp"
#include "analysis/log/log_times.hpp"

namespace wardwire::analysis {

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

/// Reads a block of records. Throws LogError for a record that is too long.
LogBlock parse_block(CsvBlock source, const LogLayout& layout, const TimeWishes& wishes,
                     const std::string& path);

}  // namespace wardwire::analysis
