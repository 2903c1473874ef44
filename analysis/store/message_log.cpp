// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/message_log.hpp"

#include <charconv>
#include <span>
#include <string>
#include <string_view>

#include "analysis/log/packed_file.hpp"
#include "analysis/store/local_clock.hpp"
#include "analysis/store/message_columns.hpp"
#include "analysis/store/pending_file.hpp"
#include "analysis/store/store_error.hpp"

namespace wardwire::analysis {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t bytes_a_write = std::size_t{1} << 20;

/// Quotes a field that holds a comma, a quote or a line end (RFC 4180, section 2, rules 6 and 7).
void append_quoted(std::string& line, std::string_view field) {
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        line += field;
        return;
    }
    line += '"';
    for (const char c : field) line.append(c == '"' ? 2 : 1, c);
    line += '"';
}

/// The shortest digits that read back as the same number.
template <class Number>
void append_number(std::string& line, Number value) {
    std::array<char, 32> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    line.append(digits.data(), end);
}

/// Turns rows into lines of text.
class LogLines {
 public:
    LogLines(const std::filesystem::path& path, const LocalClock& clock,
             const sim::RecordTables& tables)
        : path_(path), clock_(clock), tables_(tables) {}

    void append_header(std::string& text) const {
        for (const MessageColumn& column : message_columns) {
            if (&column != message_columns.begin()) text += ',';
            text += column.name;
        }
        text += line_end;
    }

    void append_row(std::string& text, const sim::MessageRow& row) const {
        for (const MessageColumn& column : message_columns) {
            if (&column != message_columns.begin()) text += ',';
            std::visit([&](auto member) { append_field(text, column, row.*member); },
                       column.member);
        }
        text += line_end;
    }

 private:
    template <class Value>
    void append_field(std::string& text, const MessageColumn& column, Value value) const {
        using enum ColumnKind;
        const bool is_none = value < Value{0} && column.kind != count && column.kind != priority;
        if (is_none) return;
        switch (column.kind) {
            case time:
                text += clock_.text(static_cast<std::int64_t>(value));
                break;
            case name:
                append_quoted(text, at(tables_.*column.names().names, column, value));
                break;
            case role:
                append_quoted(text, at(tables_.roles, column, value));
                break;
            case priority:
                append_quoted(text, at(priorities, column, value));
                break;
            case identity:
            case count:
            case seconds:
                append_number(text, value);
                break;
        }
    }

    template <class Names, class Value>
    std::string_view at(const Names& names, const MessageColumn& column, Value value) const {
        const auto index = static_cast<std::size_t>(value);
        if (index >= names.size()) {
            throw StoreError(path_, std::string(column.name) + " " + std::to_string(index) +
                                        " of a message has no name; there are " +
                                        std::to_string(names.size()));
        }
        return names[index];
    }

    const std::filesystem::path& path_;
    const LocalClock& clock_;
    const sim::RecordTables& tables_;
};

}  // namespace

void write_message_log(const std::filesystem::path& path, const Provenance& provenance,
                       const sim::RecordTables& tables, const sim::Observation& observation,
                       Overwrite overwrite) {
    const auto clock = LocalClock::from(provenance.start_date, provenance.time_zone);
    if (!clock) {
        throw StoreError(path,
                         "needs a start date like 2026-01-05 and a time zone like -05:00, "
                         "got '" +
                             provenance.start_date + "' and '" + provenance.time_zone + "'");
    }
    const LogLines lines(path, *clock, tables);
    PendingFile pending(path, overwrite);
    std::uint64_t written = 0;
    std::string text;
    const bool is_packed = path.extension() == ".gz";
    const auto flush = [&] {
        if (is_packed) text = gzip_member(std::move(text));
        pending.file().write(written, text);
        written += text.size();
        text.clear();
    };
    lines.append_header(text);
    for (const sim::MessageRow& row : observation.messages) {
        lines.append_row(text, row);
        if (text.size() >= bytes_a_write) flush();
    }
    flush();
    pending.commit();
}

}  // namespace wardwire::analysis
