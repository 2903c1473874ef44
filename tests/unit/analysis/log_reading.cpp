// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "analysis/log/log_error.hpp"
#include "analysis/log/time_text.hpp"
#include "tests/unit/analysis/log_sample.hpp"

namespace wardwire::analysis {
namespace {

const std::string header = "conversation_id,message_id,sender_id,recipient_id,sent_at";

/// Rows enough for several blocks, with quotes and ends of lines inside fields.
std::string long_log() {
    std::string text = header + ",read_at,topic_class\r\n";
    for (int i = 0; text.size() < (std::size_t{5} << 20); ++i) {
        const std::string number = std::to_string(i);
        text += number + ",m" + number + ",p" + std::to_string(i % 97) + ",q" +
                std::to_string(i % 89) + "," + std::to_string(1'767'600'000 + 3 * i) + "," +
                std::to_string(1'767'600'060 + 3 * i) + ",\"a \"\"longer\"\"\r\n" +
                std::string(static_cast<std::size_t>(i % 50), 'x') + "\"\r\n";
    }
    return text;
}

TEST_CASE("one thread and four read the same from a log of several blocks") {
    const std::string text = long_log();
    LogWishes wishes;
    const auto one = tests::read_log_text(text, wishes);
    wishes.threads = 4;
    const auto four = tests::read_log_text(text, wishes);
    CHECK(one.report.count(Treatment::dropped) == 0);
    CHECK(one.log.topics.size() == 50);
    CHECK(one.log.topics[1] == "a \"longer\"\r\nx");
    CHECK(one.log.persons.size() == 97 + 89);
    CHECK(one.log.rows() == four.log.rows());
    CHECK(one.log.sent_at == four.log.sent_at);
    CHECK(one.log.sender == four.log.sender);
    CHECK(one.log.recipient == four.log.recipient);
    CHECK(one.log.topic == four.log.topic);
}

TEST_CASE(
    "roles and priorities are one however they are spelled, and words with a meaning keep it") {
    const auto [log, report] = tests::read_log_text(
        "sender_id,sender_role,recipient_id,recipient_role,sent_at,priority,bot_flag\n"
        "ann,Nurse,pam,Patient,2026-07-01T08:00:00+00:00,Urgent,no\n"
        "bea, nurse ,pat,PATIENT,2026-07-01T08:01:00+00:00,STAT,\n"
        "cat,NURSE,paul,patient,2026-07-01T08:02:00+00:00,routine,False\n"
        "rob,Bot,pam,Patient,2026-07-01T08:03:00+00:00,,\n"
        "cy,RN,pam,Patient,2026-07-01T08:04:00+00:00,,True\n"
        "cy,RN,Desk,Pool,2026-07-01T08:05:00+00:00,,\n");
    CHECK(log.roles == std::vector<std::string>{"Nurse", "patient", "RN", "pool"});
    CHECK(log.priorities == std::vector<std::string>{"urgent", "stat", "routine"});
    CHECK(log.pools == std::vector<std::string>{"Desk"});
    CHECK(report[Oddity::bot].count == 2);
}

TEST_CASE("times of a column that is called UTC are UTC, wherever the place is") {
    LogWishes wishes;
    wishes.times.zone = TimeZone::find("America/New_York");
    wishes.columns.map = {{"sent_at", "SENT_UTC_DTTM"}};
    const auto [log, report] = tests::read_log_text(
        "sender_id,recipient_id,SENT_UTC_DTTM,read_at\nann,bob,2026-07-01 12:00:00,2026-07-01 "
        "08:05:00\n",
        wishes);
    REQUIRE(log.rows() == 1);
    CHECK(log.read_at[0] - log.sent_at[0] == Instant{300} * 1'000'000);
    CHECK(log.zone.hour_of_week(log.sent_at[0]) % 24 == 8);
}

TEST_CASE("a row years away from the others is left out, and a log with a long pause is not cut") {
    std::string text = header + "\n";
    for (int i = 0; i < 200; ++i)
        text += "1," + std::to_string(i) + ",a,b,2026-01-" + (i % 28 < 9 ? "0" : "") +
                std::to_string(i % 28 + 1) + "T08:00:00Z\n";
    const auto lone = tests::read_log_text(text + "1,m,a,b,2062-01-05T08:00:00Z\n", {});
    CHECK(lone.log.rows() == 200);
    REQUIRE(lone.report[Oddity::far_in_time].count == 1);
    CHECK(lone.report[Oddity::far_in_time].places[0].line == 202);
    std::string later = text;
    for (int i = 0; i < 20; ++i) later += "2,n" + std::to_string(i) + ",a,b,2026-06-05T08:00:00Z\n";
    CHECK(tests::read_log_text(later, {}).log.rows() == 220);
}

TEST_CASE("messages that are counted anew in each conversation are not taken for one") {
    std::string text = header + "\n";
    for (int i = 0; i < 50; ++i)
        text += std::to_string(i) + ",1,a" + std::to_string(i) + ",b,2026-07-01T08:00:0" +
                std::to_string(i % 10) + "Z\n";
    CHECK_THROWS_WITH(tests::read_log_text(text, {}),
                      Catch::Contains("its message_id is that of a message of another sender"));
}

TEST_CASE("delimiters are told from the header, and columns may have other names") {
    const std::string row = "ann 1;bob;2026-07-01 08:00:00.25\n";
    LogWishes wishes;
    wishes.times.zone = TimeZone::find("America/New_York");
    wishes.columns.map = {{"sender_id", "From"}};
    for (const char delimiter : {',', ';', '\t', '|'}) {
        CAPTURE(delimiter);
        std::string text = "From;RECIPIENT_ID;sent_at\n" + row;
        std::replace(text.begin(), text.end(), ';', delimiter);
        const auto [log, report] = tests::read_log_text(text, wishes);
        REQUIRE(log.rows() == 1);
        CHECK(log.persons[0].id == "ann 1");
        CHECK(log.sent_at[0] == 1'782'907'200'250'000);
        CHECK(log.message_ids == IdSource::inferred);
    }
}

TEST_CASE("other names of columns are for other files than those that have ours") {
    LogWishes wishes;
    wishes.columns.map = {{"sender_id", "From"}};
    wishes.columns.delimiter = ';';
    const auto ours = tests::read_log_text(
        "sender_id,recipient_id,sent_at\nann,bob,2026-07-01T08:00:00Z\n", wishes);
    CHECK(ours.log.rows() == 1);
    CHECK_THROWS_AS(
        tests::read_log_text(
            "sender_id;recipient_id;sent_at;Form\nann;bob;2026-07-01T08:00:00Z;1\n", wishes),
        LogError);
}

TEST_CASE("a log in local time takes the stated way through the nights when clocks change") {
    LogWishes wishes;
    wishes.times.zone = TimeZone::find("Europe/Amsterdam");
    const auto [log, report] = tests::read_log_text(
        "sender_id,recipient_id,sent_at\n"
        "ann,bob,2026-03-29T02:30:00\n"   // left out: 01:30 UTC, on the wall 3:30
        "ann,bob,2026-10-25T02:30:00\n",  // twice: 00:30 and 01:30 UTC
        wishes);
    CHECK(log.sent_at == std::vector<Instant>{1'774'747'800'000'000, 1'792'888'200'000'000});
    CHECK(report[Oddity::skipped_hour].places.front().line == 2);
    CHECK(report[Oddity::repeated_hour].places.front().line == 3);
}

TEST_CASE("without ids an answer may take a day, and writing again begins anew after an hour") {
    // ann to bob; bob answers 20 h later, adds something in 30 min, and again in two hours.
    const auto [log, report] = tests::read_log_text(
        "sender_id,recipient_id,sent_at\nann,bob,1767600000\nbob,ann,1767672000\n"
        "bob,ann,1767673800\nbob,ann,1767681000\nann,bob,1767771000\n");
    CHECK(log.conversation == std::vector<std::int32_t>{0, 0, 0, 1, 2});
}

TEST_CASE("ids called NA survive, and rows of a sender at one instant are one message") {
    const auto [log, report] = tests::read_log_text(
        "sender_id,recipient_id,sent_at\nNA,bob,1767600000\nNA,cid,1767600000\n"
        "bob,NA,1767600060\nNA,bob,1767690000\n");
    CHECK(log.message == std::vector<std::int32_t>{0, 0, 1, 2});
    CHECK(log.conversation == std::vector<std::int32_t>{0, 0, 1, 2});  // a day and more apart
    CHECK(log.persons[0].id == "NA");
    CHECK(report[Oddity::null_name].count == 1);
}

TEST_CASE("a message to a pool needs no recipient") {
    const auto [log, report] =
        tests::read_log_text(header +
                             ",pool_id,recipient_role\n1,m1,ann,,1767600000,desk,\n"
                             "1,m2,ann,desk,1767600060,,pool\n");
    CHECK(log.recipient == std::vector<std::int32_t>{none, none});
    CHECK(log.pool == std::vector<std::int32_t>{0, 0});
    CHECK(log.pools == std::vector<std::string>{"desk"});
}

TEST_CASE("a silence that chance does not explain is an outage, and a night is none") {
    std::string text = "sender_id,recipient_id,sent_at\n";
    constexpr int monday = 1'767'571'200;  // 2026-01-05T00:00Z
    for (int day = 0; day < 28; ++day) {
        for (int minute = 8 * 60; minute < 18 * 60; minute += 2) {
            const bool is_out = day == 16 && minute >= 600 && minute < 840;  // 10 to 14 o'clock
            if (is_out) continue;
            text += "p" + std::to_string(minute % 7) + ",q" + std::to_string(minute % 5) + "," +
                    std::to_string(monday + day * 86'400 + minute * 60) + "\n";
        }
    }
    LogWishes wishes;
    wishes.times.zone = TimeZone::find("UTC");
    const auto [log, report] = tests::read_log_text(text, wishes);
    constexpr Instant ten = (monday + 16 * 86'400 + 10 * 3600) * Instant{1'000'000};
    CHECK(log.outages == std::vector<Span>{{ten, ten + 4 * 3'600'000'000}});
    CHECK(log.clock_resolution_seconds == 60.0);
}

TEST_CASE("times are read in all forms that are promised, and no others") {
    const auto microseconds = [](const char* text) { return parse_time(text)->microseconds; };
    constexpr std::int64_t morning = 1'767'619'800'000'000;  // 2026-01-05T13:30:00Z
    for (const char* text :
         {"2026-01-05T08:30:00-05:00", "2026-01-05 08:30:00 -0500", "2026-01-05T08:30-05",
          "2026-01-05T13:30:00.000Z", "2026-01-05 13:30:00 UTC", "2026-01-05T13:30", "1767619800",
          "1767619800.0", "1767619800000", "1767619800000000", "2026-01-05T13:29:60Z"}) {
        CAPTURE(text);
        CHECK(microseconds(text) == morning);
    }
    CHECK(microseconds("2026-01-05T13:30:00.123456Z") == morning + 123'456);
    for (const char* text :
         {"", "2026", "2026-01-05", "2026-13-05T08:30", "2026-02-30T08:30", "2026-01-05T24:00",
          "2026-01-05T08:30:61", "2026-01-05T08:30:00.Z", "2026-01-05T08:30:00+5", "tomorrow",
          "2026-01-05T08:30:00-05:00x", "1e400", "nan", "-", "2026-01-05T08:30:00-24:00"}) {
        CAPTURE(text);
        const auto read = parse_time(text);
        CHECK((!read || text == std::string("2026")));  // seconds since 1970, of an odd year
    }
}

TEST_CASE("a date like 10/31/2026 is read in the declared order, and refused without one") {
    constexpr std::int64_t evening = 1'793'491'140'000'000;  // 2026-10-31T23:59Z
    for (const char* text : {"10/31/2026 23:59", "10/31/26 23:59", "10-31-2026 11:59 PM",
                             "10/31/2026 11:59pm", "10/31/2026, 11:59:00 PM"}) {
        CAPTURE(text);
        const auto read = parse_time(text, DateOrder::month_first);
        REQUIRE(read);
        CHECK(read->microseconds == evening);
        CHECK(read->form == TimeForm::local);
        CHECK_FALSE(parse_time(text, DateOrder::day_first));
        CHECK_FALSE(parse_time(text));
    }
    CHECK(parse_time("31.10.2026 23:59:00+00:00", DateOrder::day_first)->microseconds == evening);
    CHECK(parse_time("10/31/2026 12:05 AM", DateOrder::month_first)->microseconds ==
          evening - (24 * 60 - 6) * 60'000'000LL);
    for (const char* text : {"10/31/2026", "10/31.2026 8:00", "10/31/2026 13:00 PM", "10/31/2026 8",
                             "13/31/2026 8:00", "1/5/6 8:00"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_time(text, DateOrder::month_first));
    }
    const std::string log =
        header + "\n1,m1,ann,bob,1/5/2026 8:00:00\n1,m2,bob,ann,5/1/2026 8:00:00\n";
    LogWishes wishes;
    wishes.times = {TimeZone::find("UTC"), DateOrder::day_first};
    CHECK(tests::read_log_text(log, wishes).log.sent_at ==
          std::vector<Instant>{1'767'945'600'000'000 - 4 * 86'400'000'000, 1'777'622'400'000'000});
    wishes.times.dates = DateOrder::unknown;
    CHECK_THROWS_WITH(
        tests::read_log_text(log, wishes),
        Catch::Matchers::Contains("log.csv:2: is 1/5/2026 month, day, year or day, month, year?"));
}

TEST_CASE("whatever bytes a log has, they are read or refused") {
    // 400 logs of random damage; a crash or a wrong access under the sanitizers is what it finds.
    std::string good = header + ",read_at,reply_to,hop,pool_id\n";
    for (int i = 0; i < 40; ++i) {
        good += "c" + std::to_string(i / 4) + ",m" + std::to_string(i) + ",\"p, " +
                std::to_string(i % 3) + "\",q,2026-01-05T08:" + std::to_string(10 + i) +
                ":00-05:00,,m" + std::to_string(i - 1) + ",1,\n";
    }
    std::mt19937_64 chance(20260105);
    const std::string special("\",;\n\r\t\0\xFF-:0Z", 13);
    int read = 0;
    for (int trial = 0; trial < 400; ++trial) {
        std::string text = good;
        for (std::uint64_t left = 1 + chance() % 20; left > 0 && !text.empty(); --left) {
            const std::size_t at = chance() % text.size();
            switch (chance() % 4) {
                case 0:
                    text[at] = special[chance() % special.size()];
                    break;
                case 1:
                    text.insert(at, 1, special[chance() % special.size()]);
                    break;
                case 2:
                    text.erase(at, chance() % 30);
                    break;
                default:
                    text.resize(at + 1);
            }
        }
        if (trial % 8 == 7) text = tests::gzip(text).substr(0, 20 + chance() % 400);
        try {
            const auto [log, report] = tests::read_log_text(text);
            ++read;
            CHECK(log.rows() == report.rows_kept);
            CHECK(report.rows_kept <= report.rows_read);
            CHECK(std::is_sorted(log.sent_at.begin(), log.sent_at.end()));
        } catch (const LogError& error) {
            CHECK(std::string(error.what()).find("log.csv") != std::string::npos);
        }
    }
    CHECK(read > 50);
    CHECK(read < 400);
}

}  // namespace
}  // namespace wardwire::analysis
