// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analysis/log/log_error.hpp"
#include "tests/unit/analysis/log_sample.hpp"

namespace wardwire::analysis {
namespace {

const std::string header = "conversation_id,message_id,sender_id,recipient_id,sent_at";
const std::string good_rows =
    "1,m1,ann,bob,2026-01-05T08:00:00-05:00\n"
    "1,m2,bob,ann,2026-01-05T08:01:00-05:00\n";
const std::string good = header + "\n" + good_rows;
const std::string with_read = header + ",read_at\n1,m1,ann,bob,2026-01-05T08:00:07-05:00,";

struct Repaired {
    const char* name;
    std::string text;
    Oddity oddity;
    std::uint32_t line;
    std::size_t rows_kept;
    std::uint64_t count = 1;
};

/// Rows that are left out.
std::vector<Repaired> damaged_rows() {
    using enum Oddity;
    const std::string row = "1,m3,ann,bob,2026-01-05T08:02:00-05:00";
    return {
        {"torn in a time", good + "1,m3,ann,bob,2026-01-0", torn_last_line, 4, 2},
        {"torn in the middle", good + "1,m3,an", torn_last_line, 4, 2},
        {"torn in a quote", good + "1,m3,\"an", torn_last_line, 4, 2},
        {"too few fields", header + "\n1,m0,ann,bob\n" + good_rows, field_count, 2, 2},
        {"too many fields", good + row + ",x\n", field_count, 4, 2},
        {"text behind a quote", good + "1,m3,\"ann\"x,bob,2026-01-05T08:02:00-05:00\n", bad_quoting,
         4, 2},
        {"a byte zero", good + "1,m3,a" + std::string(1, '\0') + ",bob,2026-01-05T08:02:00-05:00\n",
         zero_byte, 4, 2},
        {"two files in one", good + header + "\n" + row + "\n", repeated_header, 4, 3},
        {"no sender", good + "1,m3,,bob,2026-01-05T08:02:00-05:00\n", missing_field, 4, 2},
        {"no recipient", good + "1,m3,ann,,2026-01-05T08:02:00-05:00\n", missing_field, 4, 2},
        {"no time", good + "1,m3,ann,bob,\n", unreadable_sent_time, 4, 2},
        {"the 30th of February", good + "1,m3,ann,bob,2026-02-30T08:02:00-05:00\n",
         unreadable_sent_time, 4, 2},
        {"to oneself", good + "1,m3,ann,ann,2026-01-05T08:02:00-05:00\n", self_addressed, 4, 2},
        {"a row twice", good + "1,m2,bob,ann,2026-01-05T08:01:00-05:00\n", duplicate, 4, 2},
        {"a row twice, another read time",
         with_read + "\n1,m1,ann,bob,2026-01-05T08:00:07-05:00,2026-01-05T09:00:00-05:00\n",
         conflicting_duplicate, 3, 1},
    };
}

/// Values that are changed, rows that are kept apart, and what is only noted.
std::vector<Repaired> damaged_values() {
    using enum Oddity;
    const std::string row = "1,m3,ann,bob,2026-01-05T08:02:00-05:00";
    std::string to_many = good;
    for (int i = 0; i < 21; ++i) {
        to_many += "2,m9,ann,p" + std::to_string(i) + ",2026-01-05T09:00:00-05:00\n";
    }
    std::string packed = tests::gzip(good + std::string(3000, '\n') + row + "\n");
    packed.resize(packed.size() - 20);
    return {
        {"Windows-1252", good + "1,m3,J\xF6rg,bob,2026-01-05T08:02:00-05:00\n", other_encoding, 4,
         3},
        {"an overlong form", good + "1,m3,\xC0\xAF,bob,2026-01-05T08:02:00-05:00\n", other_encoding,
         4, 3},
        {"a read time that is none", with_read + "soon\n", unreadable_time, 2, 1},
        {"a read time that stands for never", with_read + "9999-12-31T00:00:00Z\n",
         placeholder_time, 2, 1},
        {"a read time in words", with_read + "NULL\n", null_word, 2, 1},
        {"read before it was sent", with_read + "2026-01-05T07:59:00-05:00\n", before_sent, 2, 1},
        {"read before it was delivered",
         header + ",read_at,delivered_at\n1,m1,ann,bob,2026-01-05T08:00:00-05:00,"
                  "2026-01-05T08:01:00-05:00,2026-01-05T08:02:00-05:00\n",
         delivered_after_read, 2, 1},
        {"a number that is none", header + ",hop\n" + "1,m1,ann,bob,2026-01-05T08:00:00Z,few\n",
         unreadable_number, 2, 1},
        {"an answer to nothing", header + ",reply_to\n1,m1,ann,bob,2026-01-05T08:00:00Z,m0\n",
         unknown_reference, 2, 1},
        {"an answer before the question",
         header + ",reply_to\n1,m1,ann,bob,2026-01-05T08:00:00Z,m2\n"
                  "1,m2,bob,ann,2026-01-05T08:01:00Z,\n",
         reference_to_later, 2, 2},
        {"a broadcast", to_many, Oddity::broadcast, 4, 2},
        {"a bot",
         header + ",bot_flag\n1,m1,ann,bob,2026-01-05T08:00:00Z,0\n"
                  "1,m2,alarm,bob,2026-01-05T08:01:00Z,1\n",
         bot, 3, 1},
        {"a blank line", good + "\n" + row + "\n", blank_line, 4, 3},
        {"someone called NA", good + "1,m3,NA,bob,2026-01-05T08:02:00-05:00\n", null_name, 4, 3},
        {"milliseconds", header + "\n1,m1,ann,bob,1767619800000\n", fine_epoch, 2, 1},
        {"two roles",
         header + ",sender_role\n1,m1,ann,bob,2026-01-05T08:00:00Z,nurse\n"
                  "1,m2,ann,bob,2026-01-05T08:01:00Z,clerk\n",
         several_roles, 3, 2},
        {"two conversations", good + "2,m2,bob,cid,2026-01-05T08:01:00-05:00\n",
         several_conversations, 4, 3},
        {"a free column", header + ",subject\n1,m1,ann,bob,2026-01-05T08:00:00Z,hello\n",
         ignored_column, 1, 1},
        {"instants without a place", header + "\n1,m1,ann,bob,2026-01-05T08:00:00Z\n", unknown_zone,
         0, 1},
        {"whole minutes only", good, coarse_clock, 0, 2},
        {"an archive that breaks off", packed, cut_off_archive, 0, 2},
    };
}

TEST_CASE("what can be repaired in a damaged log is repaired, counted and located") {
    auto logs = damaged_rows();
    for (Repaired& damaged : damaged_values()) logs.push_back(std::move(damaged));
    CHECK(logs.size() >= 30);
    for (const Repaired& damaged : logs) {
        CAPTURE(damaged.name);
        const auto [log, report] = tests::read_log_text(damaged.text);
        CHECK(log.rows() == damaged.rows_kept);
        const OddityCount& found = report[damaged.oddity];
        CHECK(found.count == damaged.count);
        REQUIRE(!found.places.empty());
        CHECK(found.places.front().line == damaged.line);
    }
}

struct Refused {
    const char* name;
    std::string text;
    const char* message;  ///< behind the name of the file
};

std::vector<Refused> damaged_and_refused() {
    std::string packed = tests::gzip(good);
    packed[packed.size() / 2] ^= 0x55;
    return {
        {"empty", "", ": is empty"},
        {"blank", "\r\n \n", ": is empty"},
        {"a header alone", header + "\n", ": has no rows that could be used"},
        {"UTF-16", std::string("\xFF\xFE") + "c\0o\0", ": is UTF-16; save it as UTF-8"},
        {"a workbook", "PK\x03\x04" + good, ": is a zip archive or a workbook; export it as CSV"},
        {"ends of lines in CR", "a,b\r1,2\r3,4\r",
         ": lines end in CR alone; save it with LF or CR LF"},
        {"another table", "name,age\nann,30\n", ":1: no column is sender_id; there are name, age"},
        {"two columns of one name", header + ",sender_id\n" + good_rows,
         ":1: two columns are sender_id: sender_id and sender_id; --map sender_id=NAME says"},
        {"times without a zone", header + "\n1,m1,ann,bob,2026-01-05 08:00:00\n",
         ":2: this time tells no zone"},
        {"a date of unknown order", good + "1,m3,ann,bob,1/5/2026 8:02\n",
         ":4: is 1/5/2026 month, day, year or day, month, year?"},
        {"an open quote", good + "1,m3,\"ann,bob,2026-01-05T08:02:00Z\n" + good_rows,
         ":4: a quote is opened and never closed"},
        {"an endless line", good + std::string(3 << 20, 'x'), ":4: the line is longer than 1 MiB"},
        {"an endless line with an end", good + std::string(3 << 20, 'x') + "\n" + good_rows,
         ":4: the line is longer than 1 MiB"},
        {"a wrong separator",
         "sender_id,recipient_id,sent_at\nann;bob;1767619800\n"
         "bob;ann;1767619860\n",
         ":2: more or fewer fields than the header (1 instead of 3)"},
        {"a damaged archive", packed, ": the archive is damaged"},
        {"an archive cut off at once", tests::gzip(good).substr(0, 12),
         ": the archive ends before its first byte"},
    };
}

TEST_CASE("a log beyond repair is refused, and the message says where") {
    for (const Refused& damaged : damaged_and_refused()) {
        CAPTURE(damaged.name);
        std::string message;
        try {
            tests::read_log_text(damaged.text);
        } catch (const LogError& error) {
            message = error.what();
        }
        const std::size_t name_end = message.find("log.csv");
        REQUIRE(name_end != std::string::npos);
        CHECK_THAT(message.substr(name_end + 7), Catch::Matchers::StartsWith(damaged.message));
    }
}

}  // namespace
}  // namespace wardwire::analysis
