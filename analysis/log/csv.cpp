// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/csv.hpp"

#include <algorithm>

#include "analysis/log/log_error.hpp"

namespace wardwire::analysis {
namespace {

constexpr std::size_t block_bytes = std::size_t{2} << 20;

std::uint64_t line_ends(std::string_view text) {
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Where whole records end in a text that begins with one, and whether its rest is in quotes.
struct Cut {
    std::size_t end = 0;
    bool is_quoted = false;
};

/// A quote counts where RFC 4180 lets one stand: at the front of a field, and then in pairs.
Cut end_of_records(std::string_view text, char delimiter) {
    if (text.find('"') == std::string_view::npos) return {text.rfind('\n') + 1, false};
    Cut cut;
    bool is_front = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"' && (is_front || cut.is_quoted)) {
            cut.is_quoted = !cut.is_quoted;
            is_front = !cut.is_quoted;  // a second quote opens again: a pair stands for one
        } else if (!cut.is_quoted) {
            if (c == '\n') cut.end = i + 1;
            is_front = c == '\n' || c == delimiter;
        }
    }
    return cut;
}

}  // namespace

CsvFile::CsvFile(const std::filesystem::path& path) : path_(path), file_(path) {
    fill();
    check_beginning();
}

void CsvFile::check_beginning() {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.erase(0, 3);
    if (rest_.starts_with("\xFF\xFE") || rest_.starts_with("\xFE\xFF")) {
        throw LogError(path_, "is UTF-16; save it as UTF-8");
    }
    if (rest_.starts_with("PK\x03\x04")) {
        throw LogError(path_, "is a zip archive or a workbook; export it as CSV");
    }
    if (rest_.find_first_not_of(" \t\r\n") == std::string::npos) {
        throw LogError(path_, is_cut_off() ? "the archive ends before its first byte" : "is empty");
    }
    if (rest_.find('\n') == std::string::npos && rest_.find('\r') < rest_.size() - 1) {
        throw LogError(path_, "lines end in CR alone; save it with LF or CR LF");
    }
}

bool CsvFile::fill() {
    if (!is_at_end_ && file_.read(rest_, block_bytes) == 0) is_at_end_ = true;
    return !is_at_end_;
}

CsvBlock CsvFile::take(std::size_t bytes) {
    CsvBlock block;
    block.first_line = line_;
    block.text = rest_.substr(0, bytes);
    rest_.erase(0, bytes);
    line_ += line_ends(block.text);
    return block;
}

std::string_view CsvFile::first_line() const {
    std::string_view line = std::string_view(rest_).substr(0, rest_.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

CsvBlock CsvFile::next(char delimiter) {
    const bool is_more = fill();
    const Cut cut = end_of_records(rest_, delimiter);
    const std::string_view tail = std::string_view(rest_).substr(cut.end);
    const auto refuse = [&](const char* why) {
        throw LogError(path_, line_ + line_ends(rest_) - line_ends(tail), why);
    };
    if (tail.size() > longest_record)
        refuse("the line is longer than 1 MiB; is a quote not closed?");
    if (is_more) return take(cut.end);
    if (is_cut_off()) rest_.resize(cut.end);
    const bool is_torn = cut.end < rest_.size();
    if (is_torn && cut.is_quoted && line_ends(tail) > 0) {
        refuse("a quote is opened and never closed");
    }
    CsvBlock block = take(rest_.size());
    block.is_torn = is_torn;
    return block;
}

bool CsvRecords::next() {
    if (rest_.empty()) return false;
    fields_.clear();
    is_well_quoted_ = true;
    line_ = next_line_;
    const std::size_t before = rest_.size();
    while (take_field()) {
    }
    bytes_ = before - rest_.size();
    return true;
}

/// Takes a field and what ends it; false when that ended the record.
bool CsvRecords::take_field() {
    if (rest_.starts_with('"')) return take_quoted_field();
    return take_until_end(fields_.emplace_back());
}

/// Takes all until the next delimiter or line end, and that too; false when the record ended.
bool CsvRecords::take_until_end(std::string_view& taken) {
    std::size_t end = 0;
    while (end < rest_.size() && rest_[end] != delimiter_ && rest_[end] != '\n') ++end;
    taken = rest_.substr(0, end);
    const bool is_line_end = end < rest_.size() && rest_[end] == '\n';
    const bool is_record_end = is_line_end || end == rest_.size();
    if (is_record_end && taken.ends_with('\r')) taken.remove_suffix(1);
    if (is_line_end) ++next_line_;
    rest_.remove_prefix(std::min(rest_.size(), end + 1));
    return !is_record_end;
}

bool CsvRecords::take_quoted_field() {
    std::size_t end = rest_.find('"', 1);
    bool has_pairs = false;
    while (end < rest_.size() && rest_.substr(end + 1).starts_with('"')) {
        has_pairs = true;
        end = rest_.find('"', end + 2);
    }
    is_well_quoted_ &= end < rest_.size();  // otherwise the last line of a file, cut off
    end = std::min(end, rest_.size());
    std::string_view field = rest_.substr(1, end - 1);
    next_line_ += line_ends(field);
    if (has_pairs) {
        std::string& text = unquoted_.emplace_back();
        for (std::size_t i = 0; i < field.size(); ++i) {
            text += field[i];
            if (field[i] == '"') ++i;
        }
        field = text;
    }
    fields_.push_back(field);
    rest_.remove_prefix(std::min(rest_.size(), end + 1));
    std::string_view behind;
    const bool goes_on = take_until_end(behind);
    is_well_quoted_ &= behind.empty();
    return goes_on;
}

std::vector<std::string> header_names(std::string_view line, char delimiter) {
    CsvBlock block;
    block.text = line;
    std::deque<std::string> unquoted;
    CsvRecords records(block, delimiter, unquoted);
    records.next();
    std::vector<std::string> names;
    for (std::string_view field : records.fields()) {
        while (field.starts_with(' ')) field.remove_prefix(1);
        while (field.ends_with(' ')) field.remove_suffix(1);
        names.emplace_back(field);
    }
    return names;
}

std::string lower_case(std::string_view text) {
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(),
                   [](unsigned char c) { return c < 128 ? std::tolower(c) : c; });
    return low;
}

std::string listed_names(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        if (text.size() > 200) return text + ", ...";
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

}  // namespace wardwire::analysis
