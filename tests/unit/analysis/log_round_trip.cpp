// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <random>

#include "analysis/store/message_log.hpp"
#include "tests/unit/analysis/log_sample.hpp"

namespace wardwire::analysis {
namespace {

constexpr std::int64_t start = 1'767'589'200'000'000;  // midnight of 2026-01-05, five hours behind

/// The messages of a run, as many columns filled as chance has it.
sim::Observation run_of(std::size_t rows, std::size_t people, std::mt19937_64& chance) {
    sim::Observation run;
    const auto maybe = [&](std::int64_t value) { return chance() % 3 == 0 ? -1 : value; };
    std::int64_t now = 0;
    for (std::uint64_t i = 0; i < rows; ++i) {
        now += static_cast<std::int64_t>(1 + chance() % 90'000'000);
        sim::MessageRow row;
        row.conversation = 1000 + i / 3;
        row.message = 5000 + i;
        row.reply_to = i % 3 == 0 ? -1 : static_cast<std::int64_t>(4999 + i);
        row.sent_at = now;
        row.delivered_at = now;
        row.read_at = maybe(now + static_cast<std::int64_t>(chance() % 1'000'000'000));
        row.responded_at = maybe(now + 2'000'000'001);
        row.closed_at = maybe(now + 3'000'000'000);
        row.sender = static_cast<std::int32_t>(chance() % people);
        row.recipient = static_cast<std::int32_t>((row.sender + 1) % static_cast<int>(people));
        row.responder = static_cast<std::int32_t>(maybe(row.recipient));
        row.pool = static_cast<std::int32_t>(maybe(0));
        row.use_type = static_cast<std::int32_t>(chance() % 2);
        row.hop = static_cast<std::int16_t>(chance() % 3);
        row.urgency = static_cast<std::int8_t>(chance() % 2);
        row.handling_seconds = 0.1 * static_cast<double>(chance() % 10'000);
        run.messages.push_back(row);
    }
    return run;
}

TEST_CASE("the log that a run writes reads back exactly") {
    sim::RecordTables tables;
    tables.people = {"Jörg, Dr.", "nurse \"2\"", "NA", "=1+1", "patient 1"};
    tables.roles = {"physician", "nurse", "nurse", "clerk", "patient"};
    tables.pools = {"front desk"};
    tables.use_types = {"refill", "result, abnormal"};
    tables.channels = {"portal"};
    tables.close_reasons = {"answered"};
    Provenance provenance;
    provenance.start_date = "2026-01-05";
    provenance.time_zone = "-05:00";
    std::mt19937_64 chance(20260105);
    const sim::Observation run = run_of(500, tables.people.size(), chance);
    const tests::TemporaryFolder folder;
    write_message_log(folder / "log.csv", provenance, tables, run);

    write_message_log(folder / "log.csv.gz", provenance, tables, run);

    const auto [log, report] = read_log({folder / "log.csv"}, {});

    CHECK(read_log({folder / "log.csv.gz"}, {}).log.read_at == log.read_at);
    CHECK(std::filesystem::file_size(folder / "log.csv.gz") * 2 <
          std::filesystem::file_size(folder / "log.csv"));
    CHECK(report.count(Treatment::dropped) + report.count(Treatment::repaired) == 0);
    REQUIRE(log.rows() == run.messages.size());
    const auto instant = [](std::int64_t time) { return time < 0 ? no_time : start + time; };
    const auto name = [&](std::int32_t person) {
        return person < 0 ? "nobody" : log.persons[static_cast<std::size_t>(person)].id;
    };
    const auto known_name = [&](std::int32_t person) {
        return person < 0 ? "nobody" : tables.people[static_cast<std::size_t>(person)];
    };
    for (std::size_t i = 0; i < log.rows(); ++i) {
        const sim::MessageRow& row = run.messages[i];
        REQUIRE(log.message[i] == static_cast<std::int32_t>(i));
        REQUIRE(log.conversation[i] == static_cast<std::int32_t>(i / 3));
        REQUIRE(log.reply_to[i] == (row.reply_to < 0 ? none : static_cast<std::int32_t>(i) - 1));
        REQUIRE(log.sent_at[i] == instant(row.sent_at));
        REQUIRE(log.delivered_at[i] == instant(row.delivered_at));
        REQUIRE(log.read_at[i] == instant(row.read_at));
        REQUIRE(log.responded_at[i] == instant(row.responded_at));
        REQUIRE(log.closed_at[i] == instant(row.closed_at));
        REQUIRE(name(log.sender[i]) == known_name(row.sender));
        REQUIRE(name(log.recipient[i]) == known_name(row.recipient));
        REQUIRE(name(log.responder[i]) == known_name(row.responder));
        REQUIRE(log.pool[i] == row.pool);
        REQUIRE(log.topics[static_cast<std::size_t>(log.topic[i])] ==
                tables.use_types[static_cast<std::size_t>(row.use_type)]);
        REQUIRE(log.hop[i] == row.hop);
        REQUIRE(log.priorities[static_cast<std::size_t>(log.priority[i])] ==
                (row.urgency == 1 ? "urgent" : "routine"));
        REQUIRE(log.handling_seconds[i] == row.handling_seconds);
    }
    CHECK(log.claimed_at.empty());
    CHECK(log.zone.name() == "-05:00");
    CHECK(log.clock_resolution_seconds == 1e-6);
    for (std::size_t p = 0; p < log.persons.size(); ++p) {
        const auto known = std::find(tables.people.begin(), tables.people.end(), log.persons[p].id);
        REQUIRE(known != tables.people.end());
        CHECK(log.roles[static_cast<std::size_t>(log.persons[p].role)] ==
              tables.roles[static_cast<std::size_t>(known - tables.people.begin())]);
    }
}

}  // namespace
}  // namespace wardwire::analysis
