// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "analysis/log/log_builder.hpp"
#include "analysis/log/log_layout.hpp"
#include "analysis/log/row_writer.hpp"

namespace wardwire::analysis {

/// What a format calls a column, where the command line does not say otherwise.
struct UsualName {
    std::string_view theirs;
    std::string_view ours;
};

/// Rows of a log that is no table: its fields come by name.
class EventRows {
 public:
    /// One row as texts, by column.
    using Row = std::array<std::string, log_columns.size()>;

    /// All but the usual names must outlive it; `file` is the place of the path in the report.
    EventRows(const ColumnWishes& columns, const TimeWishes& times,
              std::span<const UsualName> usual, LogBuilder& builder, ImportReport& report,
              std::uint32_t file);

    /// Where a column stands in a row. It is one of log_columns.
    static std::size_t place_of(std::string_view column);

    /// Puts a field into a row; one without a meaning here is noted once.
    void put(Row& row, std::string_view name, std::string_view text, std::uint64_t line);

    /// Counts an event as read, whatever becomes of it.
    void count_event() { ++block_->rows_read; }
    void find(Oddity oddity, std::uint64_t line, std::string_view example = {});
    void add(const Row& row, std::uint64_t line);

    /// Hands the last rows to the builder. Throws LogError when their times cannot be understood,
    /// and when a name that was asked for has never come.
    ZoneTraces finish();

 private:
    void begin_block();
    void hand_over();

    const TimeWishes& times_;
    LogBuilder& builder_;
    ImportReport& report_;
    std::uint32_t file_;
    LogLayout layout_;  ///< all columns, in their order
    std::map<std::string, std::size_t, std::less<>> place_by_name_;
    std::set<std::string, std::less<>> ignored_;
    std::map<std::string, std::string, std::less<>> unseen_;  ///< asked for: theirs to ours
    std::optional<LogBlock> block_;
    std::optional<RowWriter> writer_;
    ZoneTraces traces_;
};

}  // namespace wardwire::analysis
