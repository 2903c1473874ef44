// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/log/packed_file.hpp"

namespace wardwire::analysis {

/// A record may not be longer; a longer one is a quote that is not closed, or no table at all.
inline constexpr std::size_t longest_record = std::size_t{1} << 20;

/// Some whole records of a CSV file.
struct CsvBlock {
    std::string text;
    std::uint64_t first_line = 1;  ///< of the file, from 1
    bool is_torn = false;          ///< its last line is the file's last and has no end
};

/// Cuts a CSV file (RFC 4180) into blocks of whole records, in order. A byte-order mark is
/// skipped. Lines end in LF or CR LF.
class CsvFile {
 public:
    /// Throws StoreError when it cannot be opened; LogError when it is empty or not text.
    explicit CsvFile(const std::filesystem::path& path);

    /// The first line, without its end: what tells the delimiter.
    std::string_view first_line() const;

    /// The next block, or one without text behind the last. Throws LogError for a line that is
    /// longer than allowed, and for a quote that is never closed.
    CsvBlock next(char delimiter);

    /// Whether the archive broke off; its last line is not handed out then.
    bool is_cut_off() const { return file_.is_cut_off(); }

 private:
    void check_beginning();
    bool fill();
    CsvBlock take(std::size_t bytes);

    std::filesystem::path path_;
    PackedFile file_;
    std::string rest_;  ///< read and not yet handed out; begins with a record
    std::uint64_t line_ = 1;
    bool is_at_end_ = false;
};

/// The fields of one record after the other.
class CsvRecords {
 public:
    /// Fields that held doubled quotes are put into `unquoted`; the others lie in the block.
    CsvRecords(const CsvBlock& block, char delimiter, std::deque<std::string>& unquoted)
        : rest_(block.text),
          delimiter_(delimiter),
          next_line_(block.first_line),
          unquoted_(unquoted) {}

    /// Goes to the next record; false when there is none.
    bool next();

    const std::vector<std::string_view>& fields() const { return fields_; }
    std::uint64_t line() const { return line_; }  ///< where the record begins
    bool is_well_quoted() const { return is_well_quoted_; }
    bool is_blank() const { return fields_.size() == 1 && fields_[0].empty(); }
    bool is_last() const { return rest_.empty(); }  ///< of its block
    std::size_t bytes() const { return bytes_; }    ///< of the record, its end included

 private:
    bool take_field();
    bool take_quoted_field();
    bool take_until_end(std::string_view& taken);

    std::string_view rest_;
    char delimiter_;
    std::uint64_t line_ = 0;
    std::uint64_t next_line_;
    std::size_t bytes_ = 0;
    bool is_well_quoted_ = true;
    std::vector<std::string_view> fields_;
    std::deque<std::string>& unquoted_;
};

/// The names in a header, without blanks around them.
std::vector<std::string> header_names(std::string_view line, char delimiter);

/// A to Z as a to z.
std::string lower_case(std::string_view text);

/// Names for a message: the first 200 bytes of them.
std::string listed_names(const std::vector<std::string>& names);

}  // namespace wardwire::analysis
