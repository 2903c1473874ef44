// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <limits>
#include <map>
#include <sstream>

#include "analysis/log/csv.hpp"
#include "tests/unit/analysis/log_sample.hpp"

/// Real logs against numbers that were computed from them independently. The folder is named by
/// WARDWIRE_REAL_LOGS; the logs are not ours to give away.
namespace wardwire::analysis {
namespace {

/// Where a real log lies; nothing, and a word about it, when it is not there.
std::optional<std::filesystem::path> real_log(const char* name) {
    const char* const folder = std::getenv("WARDWIRE_REAL_LOGS");
    const auto path = std::filesystem::path(folder ? folder : "") / name;
    if (folder && std::filesystem::exists(path)) return path;
    WARN("not tested: WARDWIRE_REAL_LOGS names no folder with " << name);
    return std::nullopt;
}

LogWishes wishes_for(const char* zone) {
    LogWishes wishes;
    wishes.times.zone = TimeZone::find(zone);
    wishes.most_recipients = std::numeric_limits<std::int32_t>::max();
    return wishes;
}

/// Messages by hour of the day, in per cent.
std::array<double, 24> percent_by_hour(const EventLog& log) {
    std::array<double, 24> shares{};
    std::int32_t last = none;
    for (std::size_t row = 0; row < log.rows(); ++row) {
        if (log.message[row] == last) continue;
        last = log.message[row];
        const auto hour = static_cast<std::size_t>(log.zone.hour_of_week(log.sent_at[row]) % 24);
        shares[hour] += 100.0 / log.messages;
    }
    return shares;
}

double days(const EventLog& log) {
    return static_cast<double>(log.sent_at.back() - log.sent_at.front()) / 86'400e6;
}

/// All records of a table, each a map from column to field.
std::vector<std::map<std::string, std::string>> table(const std::filesystem::path& path) {
    CsvFile file(path);
    std::vector<std::string> names;
    std::vector<std::map<std::string, std::string>> rows;
    for (CsvBlock block = file.next(','); !block.text.empty(); block = file.next(',')) {
        std::deque<std::string> unquoted;
        CsvRecords records(block, ',', unquoted);
        while (records.next()) {
            const auto& fields = records.fields();
            if (names.empty()) {
                names.assign(fields.begin(), fields.end());
                continue;
            }
            auto& row = rows.emplace_back();
            for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = fields[i];
        }
    }
    return rows;
}

TEST_CASE("the student community's log has the counts that are known of it") {
    const auto path = real_log("collegemsg/CollegeMsg.txt.gz");
    if (!path) return;
    LogWishes wishes = wishes_for("America/Los_Angeles");
    wishes.columns.no_header = {"sender_id", "recipient_id", "sent_at"};
    const auto [log, report] = read_log({*path}, wishes);
    CHECK(report.rows_read == 59'835);
    CHECK(report[Oddity::duplicate].count == 37);
    CHECK(report[Oddity::self_addressed].count == 0);
    CHECK(log.messages == 59'661);
    CHECK(log.persons.size() == 1899);
    CHECK(days(log) == Approx(193.71).margin(0.005));
    CHECK(log.clock_resolution_seconds == 1.0);
    const std::array<double, 24> known = {9.71, 8.41, 7.00, 4.98, 2.20, 0.78, 0.32, 0.36,
                                          0.74, 1.22, 2.25, 2.74, 3.12, 3.13, 4.08, 4.14,
                                          4.47, 4.22, 4.45, 4.68, 5.09, 5.97, 7.03, 8.92};
    const auto shares = percent_by_hour(log);
    for (std::size_t hour = 0; hour < 24; ++hour) {
        CHECK(shares[hour] == Approx(known[hour]).margin(0.0051));
    }
    CHECK(report.count(Treatment::repaired) == 0);
}

TEST_CASE("the manufacturer's log has the counts that are known of it") {
    const auto path = real_log("manufacturing_email/communication.csv.gz");
    if (!path) return;
    LogWishes wishes = wishes_for("UTC");
    wishes.columns.map = {
        {"sender_id", "Sender"}, {"recipient_id", "Recipient"}, {"sent_at", "EventDate"}};
    const auto [log, report] = read_log({*path}, wishes);
    CHECK(report.rows_read == 82'927);
    CHECK(report[Oddity::self_addressed].count == 51);
    CHECK(report[Oddity::duplicate].count == 313);
    CHECK(log.rows() == 82'927 - 51 - 313);
    CHECK(log.persons.size() == 167);
    CHECK(days(log) == Approx(271.19).margin(0.005));
    CHECK(log.clock_resolution_seconds == 1.0);
    const auto shares = percent_by_hour(log);
    CHECK(shares[8] == Approx(13.30).margin(0.05));
    CHECK(shares[15] == Approx(2.15).margin(0.05));
}

TEST_CASE("the energy trader's log has the counts that are known of it") {
    const auto messages = real_log("enron_roles/messages.csv.gz");
    const auto recipients = real_log("enron_roles/recipients.csv.gz");
    if (!messages || !recipients) return;
    std::map<std::string, std::map<std::string, std::string>> by_id;
    for (auto& row : table(*messages)) by_id[row["message_id"]] = row;
    std::ostringstream joined;
    joined << "message_id,sender_id,recipient_id,sent_at\n";
    for (auto& row : table(*recipients)) {
        auto& message = by_id[row["message_id"]];
        joined << row["message_id"] << ',' << message["sender_id"] << ',' << row["receiver_id"]
               << ',' << message["unix_time"] << '\n';
    }
    const auto [log, report] = tests::read_log_text(joined.str(), wishes_for("UTC"));
    CHECK(report.rows_read == 38'388);
    CHECK(log.messages == 21'635);
    CHECK(log.persons.size() == 154);
    CHECK(days(log) == Approx(1316.40).margin(0.005));
    CHECK(log.clock_resolution_seconds == 1.0);
    CHECK(log.whole_minute_share == Approx(0.58).margin(0.005));
    CHECK(report[Oddity::coarse_clock].count == 1);
}

TEST_CASE("the hospital's event log has the hand-offs that are known of it") {
    const auto path = real_log("sepsis/sepsis.xes.gz");
    if (!path) return;
    const auto [log, report] = read_log({*path}, wishes_for("Europe/Amsterdam"));
    CHECK(report.rows_read == 15'214);
    // 6.712 hand-offs between groups in each of 1,050 cases.
    CHECK(static_cast<double>(log.rows()) / 1050.0 == Approx(6.712).margin(0.0005));
    CHECK(report.rows_read - log.rows() == report[Oddity::no_handover].count);
    CHECK(log.persons.size() <= 26);
    CHECK(log.topics.size() <= 16);
    CHECK(report[Oddity::no_actor].count == 0);
}

TEST_CASE("the help channels' log has the answers that are known of it") {
    const auto path = real_log("irc_disentangled/messages.csv.gz");
    if (!path) return;
    std::map<std::string, std::string> author;
    const auto rows = table(*path);
    for (auto row : rows) {
        if (row["is_system"] == "1") continue;
        author[row["file_id"] + ":" + row["msg_index"]] = row["user"];
    }
    std::ostringstream answers;
    answers << "conversation_id,message_id,sender_id,recipient_id,sent_at,reply_to\n";
    for (auto row : rows) {
        if (row["channel"] != "ubuntu" || row["is_labelled"] != "1" || row["is_bot"] != "0" ||
            row["is_system"] != "0") {
            continue;
        }
        const int second = std::stoi(row["second_of_day"]);
        std::array<char, 48> time;
        std::snprintf(time.data(), time.size(), "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60,
                      second % 60);
        std::istringstream links(row["reply_to"]);
        for (std::string link; std::getline(links, link, ';');) {
            const std::string asked = row["file_id"] + ":" + link;
            if (!author.contains(asked)) continue;
            answers << row["file_id"] << ':' << row["conversation_id"] << ',' << row["file_id"]
                    << ':' << row["msg_index"] << ',' << row["user"] << ',' << author[asked] << ','
                    << row["date"] << time.data() << ',' << asked << '\n';
        }
    }
    const auto [log, report] = tests::read_log_text(answers.str(), wishes_for("UTC"));
    CHECK(report[Oddity::self_addressed].count == 16'236);
    CHECK(report.rows_read - 16'236 == 40'537);
    CHECK(log.clock_resolution_seconds == 60.0);
}

}  // namespace
}  // namespace wardwire::analysis
