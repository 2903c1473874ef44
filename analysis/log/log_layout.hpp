// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/log/csv.hpp"
#include "analysis/log/import_report.hpp"
#include "analysis/log/log_columns.hpp"
#include "analysis/log/log_times.hpp"

namespace wardwire::analysis {

/// How the columns of a file are to be understood, where its header does not say it.
struct ColumnWishes {
    std::optional<char> delimiter;            ///< otherwise found from the header
    std::vector<std::string> no_header;       ///< the names of the columns, when the file has none
    std::map<std::string, std::string> map;   ///< our name to theirs, which must be there
    std::map<std::string, std::string> also;  ///< their name to ours, where it is there
};

/// Where the columns of the log stand in one file.
struct LogLayout {
    struct Field {
        std::size_t index;  ///< from 0, in a record
        const LogColumn* column;
        Wall wall = Wall::of_the_place;  ///< UTC where the header says so, as SENT_UTC_DTTM does
    };

    char delimiter = ',';
    bool has_header = true;
    std::size_t fields = 0;
    std::vector<std::string> names;  ///< the header
    std::vector<Field> texts;        ///< index, category, role and flag
    std::vector<Field> times;
    std::vector<Field> numbers;

    bool has(std::string_view column) const;
    /// Says that a column stands at an index of the records.
    void place(std::size_t field, const LogColumn& column);
};

/// Reads the header. Tells the delimiter by which of , ; tab | blank yields the most known columns.
/// A file whose columns all have our names, as those that the program writes, needs no wishes: they
/// are for other files of the same command.
/// Throws LogError, with what is there and what is meant, when a required column is missing
/// (sender_id, recipient_id, sent_at), a mapped one is not there, or a name stands twice.
LogLayout layout_of(const CsvFile& file, const std::string& path, const ColumnWishes& wishes,
                    ImportReport& report, std::uint32_t file_index);

}  // namespace wardwire::analysis
