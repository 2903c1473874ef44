// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "analysis/log/log_block.hpp"

namespace wardwire::analysis {

/// Puts the fields of one row after the other into a block, and says what is odd about them.
class RowWriter {
 public:
    /// All of these must outlive it.
    RowWriter(LogBlock& block, const LogLayout& layout, const TimeWishes& wishes)
        : block_(block), layout_(layout), times_(wishes) {}

    void begin_row(std::uint32_t line) { line_ = line; }
    /// Keeps what was added since the row began.
    void end_row() { block_.lines.push_back(line_); }
    /// Takes it back.
    void drop_row();

    void find(Oddity oddity, std::string_view example = {});

    /// Adds a text, which must stay where it is; one in another encoding is recoded.
    void add_text(std::string_view text);
    /// Adds a time and returns it; `no_time` for none. What is odd about none is told unless the
    /// caller will.
    Instant add_time(std::string_view text, Wall wall, bool is_silent);
    void add_number(std::string_view text);

    const ZoneTraces& traces() const { return times_.traces(); }

 private:
    double number(std::string_view text);

    LogBlock& block_;
    const LogLayout& layout_;
    LogTimes times_;
    std::uint32_t line_ = 0;
};

}  // namespace wardwire::analysis
