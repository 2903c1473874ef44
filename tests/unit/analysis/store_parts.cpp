// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/store/local_clock.hpp"
#include "analysis/store/message_log.hpp"
#include "analysis/store/run_circumstances.hpp"
#include "analysis/store/sha256.hpp"
#include "analysis/store/store_error.hpp"
#include "tests/unit/analysis/store_sample.hpp"

using namespace wardwire;
using Catch::Contains;
using tests::TemporaryFolder;

TEST_CASE("SHA-256 gives the published hashes") {
    // FIPS 180-2, appendix B, and NIST's example values for one and two blocks and a million a.
    CHECK(analysis::sha256_text("") ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(analysis::sha256_text("abc") ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(analysis::sha256_text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(analysis::sha256_text(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 does not depend on how its bytes are cut into pieces") {
    std::string bytes;
    for (int i = 0; i < 300; ++i) bytes += static_cast<char>(i * 7);
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        const auto message = std::string_view(bytes).substr(0, size);
        analysis::Sha256Hasher hasher;
        for (std::size_t from = 0; from < size; from += 37) hasher.add(message.substr(from, 37));
        REQUIRE(hasher.hash() == analysis::sha256(message));
    }
    // One block of zeros, whose padding is a block of its own; as sha256sum of coreutils has it.
    CHECK(analysis::sha256_text(std::string(64, '\0')) ==
          "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b");
}

TEST_CASE("a local clock writes ISO 8601 with microseconds and offset") {
    const auto clock = analysis::LocalClock::from("2024-02-28", "+05:30");
    REQUIRE(clock);
    constexpr std::int64_t second = 1'000'000;
    CHECK(clock->text(0) == "2024-02-28T00:00:00.000000+05:30");
    CHECK(clock->text(86'400 * second - 1) == "2024-02-28T23:59:59.999999+05:30");
    CHECK(clock->text(86'400 * second) == "2024-02-29T00:00:00.000000+05:30");
    CHECK(clock->text(366 * 86'400 * second) == "2025-02-28T00:00:00.000000+05:30");
    for (const char* offset : {"", "UTC", "5:30", "+24:00", "+05:60", "05:30+"}) {
        INFO(offset);
        CHECK_FALSE(analysis::LocalClock::from("2024-02-28", offset));
    }
    CHECK_FALSE(analysis::LocalClock::from("2023-02-29", "+00:00"));
}

TEST_CASE("a message log has a row for each message and quotes what needs it") {
    const TemporaryFolder folder;
    sim::Observation observation;
    sim::MessageRow row;
    row.conversation = 7;
    row.message = 12;
    row.sent_at = 30'600'000'001;  // 08:30 and a microsecond
    row.sender = 3;
    row.pool = 1;
    row.use_type = 0;
    row.urgency = 1;
    observation.messages.push_back(row);
    row.message = 13;
    row.reply_to = 12;
    row.sender = 2;
    row.recipient = 3;
    row.pool = -1;
    row.channel = 1;
    row.handling_seconds = 90.25;
    observation.messages.push_back(row);
    analysis::write_message_log(folder / "log.csv", tests::sample_provenance(),
                                tests::sample_tables(), observation);
    CHECK(tests::contents(folder / "log.csv") ==
          "conversation_id,message_id,sender_id,sender_role,recipient_id,recipient_role,sent_at,"
          "delivered_at,read_at,responded_at,responder_id,closed_at,close_reason,pool_id,"
          "claimed_by,claimed_at,reply_to,hop,escalation_level,priority,topic_class,channel,"
          "handling_seconds\r\n"
          "7,12,patient_4,patient,,,2026-01-05T08:30:00.000001-05:00,,,,,,open,refills,,,,0,0,"
          "urgent,refill,portal,\r\n"
          "7,13,\"Dr. \"\"Ö\"\", 3\",physician,patient_4,patient,"
          "2026-01-05T08:30:00.000001-05:00,,,,,,open,,,,12,0,0,urgent,refill,chat,90.25\r\n");
}

TEST_CASE("a message log that cannot be written right is not written") {
    const TemporaryFolder folder;
    auto provenance = tests::sample_provenance();
    auto observation = tests::sample_observation(0, 3);
    SECTION("a time zone that is a name") {
        provenance.time_zone = "America/New_York";
        CHECK_THROWS_WITH(analysis::write_message_log(folder / "log.csv", provenance,
                                                      tests::sample_tables(), observation),
                          Contains("a time zone like -05:00") && Contains("America/New_York"));
    }
    SECTION("a pool without a name") {
        observation.messages[1].pool = 2;
        CHECK_THROWS_WITH(analysis::write_message_log(folder / "log.csv", provenance,
                                                      tests::sample_tables(), observation),
                          Contains("pool_id 2 of a message has no name; there are 2"));
    }
    CHECK(folder.count_files() == 0);
}

TEST_CASE("the circumstances of a run stand beside its results") {
    const TemporaryFolder folder;
    analysis::RunCircumstances run;
    run.command_line = "wardwire run \"my\tscenario.json\"";
    run.machine = "ward-7";
    run.started_at = "2026-01-05T08:00:00+01:00";
    run.threads = 2;
    run.wall_seconds = 0.5;
    run.events = 1000;
    analysis::write_circumstances(folder / "x.h5", run);
    CHECK(tests::contents(folder / "x.run.json") ==
          "{\n"
          "  \"command_line\": \"wardwire run \\\"my\\u0009scenario.json\\\"\",\n"
          "  \"machine\": \"ward-7\",\n"
          "  \"started_at\": \"2026-01-05T08:00:00+01:00\",\n"
          "  \"threads\": 2,\n"
          "  \"wall_seconds\": 0.5,\n"
          "  \"events\": 1000,\n"
          "  \"events_per_second\": 2000\n"
          "}\n");
}
