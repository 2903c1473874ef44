// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "analysis/log/anonymous_log.hpp"
#include "analysis/store/sha256.hpp"
#include "tests/unit/analysis/log_sample.hpp"

namespace wardwire::analysis {
namespace {

TEST_CASE("the keyed hash is that of RFC 4231, test cases 2 and 6") {
    CHECK(text_of(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(text_of(hmac_sha256(std::string(131, '\xaa'),
                              "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

/// Twelve nurses write about refills, and one of them once about something rare.
std::string clinic_log() {
    std::string text =
        "conversation_id,message_id,sender_id,sender_role,recipient_id,recipient_role,sent_at,"
        "read_at,topic_class,patient_link,subject\n";
    for (int i = 0; i < 36; ++i) {
        const std::string number = std::to_string(i);
        text += "talk" + number + ",mail" + number + ",nurse" + std::to_string(i % 12) +
                ",nurse,doctor,physician,2026-01-05 08:" + std::to_string(10 + i) +
                ":00,2026-01-05 09:" + std::to_string(10 + i) + ":30," +
                (i == 7 ? "rare disease" : "=refill") + ",patient" + std::to_string(i % 5) +
                ",secret\n";
    }
    return text;
}

TEST_CASE("an anonymous log tells who with whom and when in the week, and no names") {
    LogWishes wishes;
    wishes.times.zone = TimeZone::find("America/New_York");
    const EventLog log = tests::read_log_text(clinic_log(), wishes).log;
    const tests::TemporaryFolder folder;
    const Pseudonyms pseudonyms("a key that stays at the site");
    write_anonymous_log(folder / "out.csv", log, pseudonyms, Overwrite::refuse);
    write_anonymous_log(folder / "out.csv.gz", log, pseudonyms, Overwrite::refuse);

    const std::string text = tests::contents(folder / "out.csv");
    for (const char* name :
         {"nurse1", "doctor", "talk", "mail", "patient1", "rare", "secret", "2026-", "physician"}) {
        CAPTURE(name);
        CHECK(text.find(name) == std::string::npos);
    }
    CHECK(text.find(",'=refill,") != std::string::npos);  // no formula for a spreadsheet

    const auto [other, report] = read_log({folder / "out.csv"}, {});
    CHECK(report.count(Treatment::dropped) + report.count(Treatment::repaired) == 0);
    REQUIRE(other.rows() == log.rows());
    CHECK(other.sender == log.sender);
    CHECK(other.conversation == log.conversation);
    CHECK(other.patient == log.patient);
    CHECK(other.roles == std::vector<std::string>{"nurse"});  // one physician is too few
    const Instant shift = other.sent_at[0] - log.zone.local_time(log.sent_at[0]);
    CHECK(shift % (7LL * 86'400 * 1'000'000) == 0);
    CHECK(shift < 0);
    for (std::size_t row = 0; row < log.rows(); ++row) {
        CHECK(other.zone.hour_of_week(other.sent_at[row]) ==
              log.zone.hour_of_week(log.sent_at[row]));
        CHECK(other.read_at[row] - other.sent_at[row] == log.read_at[row] - log.sent_at[row]);
    }
    const auto packed = read_log({folder / "out.csv.gz"}, {});
    CHECK(packed.log.sent_at == other.sent_at);
    CHECK(packed.log.persons[3].id == other.persons[3].id);
}

TEST_CASE("another key gives other names") {
    const Pseudonyms one("one key");
    CHECK(one.of('p', "ann") == one.of('p', "ann"));
    CHECK(one.of('p', "ann") != one.of('p', "bob"));
    CHECK(one.of('p', "ann").substr(1) != one.of('u', "ann").substr(1));
    CHECK(one.of('p', "ann") != Pseudonyms("another key").of('p', "ann"));
    CHECK(one.of('p', "ann").size() == 21);
}

}  // namespace
}  // namespace wardwire::analysis
