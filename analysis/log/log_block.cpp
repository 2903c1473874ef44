// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/log_block.hpp"

#include <algorithm>

#include "analysis/log/log_error.hpp"
#include "analysis/log/row_writer.hpp"

namespace wardwire::analysis {
namespace {

/// Adds a record as a row; false when it is to be left out, which has been told then.
bool take_row(const CsvRecords& records, const LogLayout& layout, bool is_torn, RowWriter& row) {
    const auto& fields = records.fields();
    const auto refuse = [&](Oddity oddity, std::string_view example = {}) {
        row.find(is_torn ? Oddity::torn_last_line : oddity, example);
        return false;
    };
    if (!records.is_well_quoted()) return refuse(Oddity::bad_quoting);
    if (fields.size() != layout.fields) {
        return refuse(Oddity::field_count, std::to_string(fields.size()) + " instead of " +
                                               std::to_string(layout.fields));
    }
    if (std::equal(fields.begin(), fields.end(), layout.names.begin())) {
        return refuse(Oddity::repeated_header);
    }
    for (const LogLayout::Field& field : layout.texts) {
        const std::string_view text = fields[field.index];
        if (text.find('\0') != std::string_view::npos) return refuse(Oddity::zero_byte);
        row.add_text(text);
    }
    for (const LogLayout::Field& field : layout.times) {
        const std::string_view text = fields[field.index];
        const bool is_sent = field.column->name == "sent_at";
        const Instant time = row.add_time(text, field.wall, is_sent || is_torn);
        if (time == no_time && is_sent) return refuse(Oddity::unreadable_sent_time, text);
        if (is_torn && time == no_time && !text.empty()) return refuse(Oddity::torn_last_line);
    }
    for (const LogLayout::Field& field : layout.numbers) row.add_number(fields[field.index]);
    return true;
}

}  // namespace

LogBlock parse_block(CsvBlock source, const LogLayout& layout, const TimeWishes& wishes,
                     const std::string& path) {
    LogBlock block;
    block.source = std::make_unique<const CsvBlock>(std::move(source));
    RowWriter row(block, layout, wishes);
    CsvRecords records(*block.source, layout.delimiter, block.recoded);
    while (records.next()) {
        if (records.bytes() > longest_record) {
            throw LogError(path, records.line(), "the line is longer than 1 MiB");
        }
        if (records.line() == 1 && layout.has_header) continue;
        row.begin_row(static_cast<std::uint32_t>(records.line()));
        if (records.is_blank()) {
            row.find(Oddity::blank_line);
            continue;
        }
        ++block.rows_read;
        const bool is_torn = records.is_last() && block.source->is_torn;
        if (take_row(records, layout, is_torn, row)) {
            row.end_row();
        } else {
            row.drop_row();
        }
    }
    block.zone_traces = row.traces();
    return block;
}

}  // namespace wardwire::analysis
