// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/log/event_log.hpp"
#include "analysis/log/id_table.hpp"
#include "analysis/log/import_report.hpp"
#include "analysis/log/log_block.hpp"

namespace wardwire::analysis {

/// Rows of a log as they are read: not yet sorted, checked or cleaned.
struct RawLog {
    EventLog log;
    std::vector<Place> places;  ///< of the rows
};

/// Numbers the names in blocks of rows, and puts the blocks behind each other.
class LogBuilder {
 public:
    explicit LogBuilder(ImportReport& report) : report_(report) {}

    /// Throws LogError when a column that should have few texts has more than 32,767.
    void add(const LogBlock& block, const LogLayout& layout, std::uint32_t file);

    /// The number of someone, who is known from now on.
    std::int32_t person(std::string_view id, Place place);
    /// The number of someone who is known already; otherwise none.
    std::int32_t find_person(std::string_view id) const {
        return tables_[static_cast<std::size_t>(Naming::person)].find(id);
    }
    /// The first role that someone is given counts.
    void set_role(std::int32_t person, std::int32_t role, Place place);

    std::int32_t number(Naming naming, std::string_view text) {
        return tables_[static_cast<std::size_t>(naming)].number(text);
    }

    /// What has been read; columns without any value are empty.
    RawLog finish();

 private:
    /// The texts of a row that decide what becomes of it.
    struct Ends {
        std::string_view sender, recipient, pool, sender_role, recipient_role;
        bool is_bot = false;
    };

    /// What a column of a block last held: neighbours are often the same.
    struct Latest {
        std::string_view text;
        std::int32_t number = none;
    };

    Ends ends_of(const std::string_view* texts, const LogLayout& layout) const;
    bool is_usable(const Ends& ends, Place place);
    void add_texts(const std::string_view* texts, const LogLayout& layout, const Ends& ends,
                   Place place);
    std::int32_t number_in(const LogColumn& column, std::string_view text, Latest& latest,
                           Place place);
    std::int32_t number_of_few(Naming naming, std::string_view text);
    void pad(const LogColumn& column);

    ImportReport& report_;
    RawLog raw_;
    std::array<IdTable, namings> tables_;
    /// Of roles, priorities and other texts of which there are few, however they are spelled.
    std::array<std::map<std::string, std::int32_t, std::less<>>, namings> spellings_;
    std::vector<Latest> latest_;        ///< by text column of the block being added
    std::vector<std::int16_t> roles_;   ///< by person
    std::vector<char> has_other_role_;  ///< by person: said already
};

}  // namespace wardwire::analysis
