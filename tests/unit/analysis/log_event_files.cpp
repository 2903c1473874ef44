// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <random>

#include "analysis/log/log_error.hpp"
#include "tests/unit/analysis/log_sample.hpp"

namespace wardwire::analysis {
namespace {

const std::string xes =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<log xes.version=\"1.0\">\n"
    " <extension name=\"Time\" prefix=\"time\"/>\n"
    " <global scope=\"event\"><string key=\"org:resource\" value=\"DEFAULT\"/></global>\n"
    " <trace>\n"
    "  <string key=\"concept:name\" value=\"case &lt;1&gt;\"/>\n"
    "  <string key=\"priority\" value=\"high\"/>\n"
    "  <event>\n"
    "   <string key=\"concept:name\" value=\"triage\"/>\n"
    "   <string key=\"org:resource\" value=\"ann\"><string key=\"time:timestamp\" value=\"no\"/>"
    "</string>\n"
    "   <string key=\"org:role\" value=\"nurse\"/>\n"
    "   <date key=\"time:timestamp\" value=\"2026-01-05T08:00:00.000-05:00\"/>\n"
    "  </event>\n"
    "  <event>\n"
    "   <string key=\"org:resource\" value=\"bob\"/>\n"
    "   <string key=\"org:role\" value=\"clerk\"/>\n"
    "   <date key=\"time:timestamp\" value=\"2026-01-05T08:10:00-05:00\"/>\n"
    "  </event>\n"
    "  <event>\n"
    "   <string key=\"org:resource\" value=\"bob\"/>\n"
    "   <date key=\"time:timestamp\" value=\"2026-01-05T08:20:00-05:00\"/>\n"
    "  </event>\n"
    "  <event>\n"
    "   <string key=\"org:group\" value=\"lab\"/>\n"
    "   <date key=\"time:timestamp\" value=\"2026-01-05T08:30:00-05:00\"/>\n"
    "  </event>\n"
    " </trace>\n"
    " <trace>\n"
    "  <event>\n"
    "   <string key=\"org:resource\" value=\"cid\"/>\n"
    "   <string key=\"recipient_id\" value=\"ann\"/>\n"
    "   <date key=\"time:timestamp\" value=\"2026-01-05T09:00:00-05:00\"/>\n"
    "  </event>\n"
    "  <event><date key=\"time:timestamp\" value=\"2026-01-05T09:10:00-05:00\"/></event>\n"
    " </trace>\n"
    "</log>\n";

const std::string ocel_json =
    "{\"objectTypes\": [], \"eventTypes\": [],\n"
    " \"events\": [\n"
    "  {\"id\": \"m1\", \"type\": \"write\", \"time\": \"2026-01-05T08:00:00-05:00\",\n"
    "   \"attributes\": [{\"name\": \"priority\", \"value\": \"high\"}],\n"
    "   \"relationships\": [{\"objectId\": \"ann\", \"qualifier\": \"sender\"},\n"
    "    {\"objectId\": \"bob\", \"qualifier\": \"recipient\"},\n"
    "    {\"objectId\": \"cid\", \"qualifier\": \"recipient\"},\n"
    "    {\"objectId\": \"k1\", \"qualifier\": \"conversation\"}]},\n"
    "  {\"id\": \"m2\", \"type\": \"write\", \"time\": \"2026-01-05T08:05:00-05:00\",\n"
    "   \"relationships\": [{\"objectId\": \"bob\", \"qualifier\": \"sender\"},\n"
    "    {\"objectId\": \"desk\", \"qualifier\": \"pool\"}]},\n"
    "  {\"id\": \"e3\", \"type\": \"log in\", \"time\": \"2026-01-05T08:06:00-05:00\",\n"
    "   \"relationships\": []}],\n"
    " \"objects\": [\n"
    "  {\"id\": \"ann\", \"type\": \"person\",\n"
    "   \"attributes\": [{\"name\": \"role\", \"time\": \"1970-01-01T00:00:00Z\",\n"
    "                     \"value\": \"nurse\"}]},\n"
    "  {\"id\": \"bob\", \"type\": \"clerk\", \"relationships\": []}]}\n";

const std::string ocel_xml =
    "<log>\n"
    " <object-types><object-type name=\"person\"/></object-types>\n"
    " <events>\n"
    "  <event id=\"m1\" type=\"write\" time=\"2026-01-05T08:00:00-05:00\">\n"
    "   <attributes><attribute name=\"priority\">hi<![CDATA[gh]]></attribute></attributes>\n"
    "   <objects><relationship object-id=\"ann\" qualifier=\"sender\"/>\n"
    "    <relationship object-id=\"bob\" qualifier=\"recipient\"/>\n"
    "    <relationship object-id=\"cid\" qualifier=\"recipient\"/>\n"
    "    <relationship object-id=\"k1\" qualifier=\"conversation\"/></objects>\n"
    "  </event>\n"
    "  <event id=\"m2\" type=\"write\" time=\"2026-01-05T08:05:00-05:00\">\n"
    "   <objects><relationship object-id=\"bob\" qualifier=\"sender\"/>\n"
    "    <relationship object-id=\"desk\" qualifier=\"pool\"/></objects>\n"
    "  </event>\n"
    "  <event id=\"e3\" type=\"log in\" time=\"2026-01-05T08:06:00-05:00\"/>\n"
    " </events>\n"
    " <objects>\n"
    "  <object id=\"ann\" type=\"person\"><attributes>\n"
    "   <attribute name=\"role\" "
    "time=\"1970-01-01T00:00:00Z\">nurse</attribute></attributes></object>\n"
    "  <object id=\"bob\" type=\"clerk\"/>\n"
    " </objects>\n"
    "</log>\n";

constexpr Instant eight = 1'767'618'000'000'000;  // 2026-01-05T08:00-05:00
constexpr Instant minute = 60'000'000;

std::string role_of(const EventLog& log, const std::string& id) {
    const std::int16_t role = std::ranges::find(log.persons, id, &LoggedPerson::id)->role;
    return role == none ? "" : log.roles[static_cast<std::size_t>(role)];
}

TEST_CASE("the events of a trace are messages from hand to hand") {
    const auto [log, report] = tests::read_log_text(xes);
    REQUIRE(log.rows() == 3);
    CHECK(log.sent_at == std::vector<Instant>{eight, eight + 20 * minute, eight + 60 * minute});
    const auto name = [&](std::int32_t person) {
        return log.persons[static_cast<std::size_t>(person)].id;
    };
    CHECK(name(log.sender[0]) + name(log.recipient[0]) == "annbob");
    CHECK(name(log.sender[1]) + name(log.recipient[1]) == "boblab");
    CHECK(name(log.sender[2]) + name(log.recipient[2]) == "cidann");
    CHECK(log.conversation == std::vector<std::int32_t>{0, 0, 1});
    CHECK(log.topics == std::vector<std::string>{"triage"});
    CHECK(log.priority == std::vector<std::int16_t>{0, 0, none});
    CHECK(role_of(log, "ann") == "nurse");
    CHECK(role_of(log, "bob") == "clerk");
    CHECK(report.rows_read == 6);
    CHECK(report[Oddity::no_handover].count == 2);  // bob to bob, and the last one
    CHECK(report[Oddity::no_handover].places.front().line == 14);
    CHECK(report[Oddity::no_actor].places.front().line == 34);
    CHECK(report.count(Treatment::dropped) + report.count(Treatment::repaired) == 0);
}

TEST_CASE("a log of events and objects reads the same as JSON and as XML") {
    for (const std::string& text : {ocel_json, ocel_xml, tests::gzip(ocel_json)}) {
        const auto [log, report] = tests::read_log_text(text);
        REQUIRE(log.rows() == 3);
        CHECK(log.messages == 2);
        CHECK(log.sent_at == std::vector<Instant>{eight, eight, eight + 5 * minute});
        CHECK(log.conversation[0] == log.conversation[1]);
        CHECK(log.conversation[2] != log.conversation[0]);
        CHECK(log.priorities == std::vector<std::string>{"high"});
        CHECK(log.pools == std::vector<std::string>{"desk"});
        CHECK(log.recipient[2] == none);
        CHECK(role_of(log, "ann") == "nurse");
        CHECK(role_of(log, "bob") == "clerk");
        CHECK(role_of(log, "cid").empty());
        CHECK(report.rows_read == 3);
        CHECK(report[Oddity::no_actor].examples == std::vector<std::string>{"log in"});
    }
}

TEST_CASE("attributes and qualifiers may have other names") {
    LogWishes wishes;
    wishes.columns.map = {{"sender_id", "org:role"}};
    const auto [log, report] = tests::read_log_text(xes, wishes);
    CHECK(log.persons[0].id == "nurse");
    CHECK(report[Oddity::ignored_column].examples == std::vector<std::string>{"org:resource"});
    wishes.columns.map = {{"sender_id", "writer"}};
    CHECK_THROWS_WITH(tests::read_log_text(ocel_json, wishes),
                      Catch::Matchers::EndsWith("nothing is called writer, which is to be "
                                                "sender_id"));
}

TEST_CASE("a document that is cut off is read as far as it goes") {
    for (const std::string& text : {xes, ocel_json, ocel_xml}) {
        const std::size_t cut = text.find(text == xes ? "org:group" : "\"desk\"");
        const auto [log, report] = tests::read_log_text(text.substr(0, cut));
        CHECK(log.rows() == (text == xes ? 1U : 2U));
        CHECK(report[Oddity::torn_document].count == 1);
        CHECK(report[Oddity::torn_document].places.front().line > 1);
        const std::string packed = tests::gzip(text + std::string(40'000, ' '));
        const auto [again, other] = tests::read_log_text(packed.substr(0, packed.size() - 12));
        CHECK(again.rows() == 3);
        CHECK(other[Oddity::cut_off_archive].count == 1);
    }
}

TEST_CASE("a document of another kind or with damage is refused with its line") {
    struct Case {
        std::string text;
        const char* message;
    };
    std::string entity = "<?xml version=\"1.0\"?>\n<!DOCTYPE log [<!ENTITY a \"b\">]>\n<log/>\n";
    std::string crossed = xes;
    crossed.replace(crossed.find("</event>"), 8, "</trace>");
    std::string comma = ocel_json;
    comma.replace(comma.find("\"time\""), 6, "time");
    for (const Case& one : {
             Case{"<html>\n</html>\n", ":1: is XML of another kind: it begins with <html> instead"},
             Case{"<log>\n</log>\n", ": has neither traces (XES) nor events and objects (OCEL"},
             Case{crossed, ":13: is not well-formed XML: mismatched tag in column 5"},
             Case{xes + "<log/>\n", ":37: is not well-formed XML: junk after document element"},
             Case{entity, ":2: declares entities, which are not read"},
             Case{"{\"a\": [1, {\"b\": null}, true, -2, 0.5]}", ": is JSON, but not OCEL 2.0"},
             Case{comma, ":3: is not well-formed JSON: column"},
             Case{"<log>\n<trace x=\"" + std::string(17 << 20, 'x'),
                  ":2: a value is longer than 16 MiB"},
             Case{"{\"events\": [\n\"" + std::string(17 << 20, 'x'),
                  ":2: a value is longer than 16 MiB"},
             Case{"SQLite format 3" + std::string(1, '\0'), ": is a database; export OCEL 2.0 as"},
         }) {
        CAPTURE(one.message);
        std::string message;
        try {
            tests::read_log_text(one.text);
        } catch (const LogError& error) {
            message = error.what();
        }
        const std::size_t name_end = message.find("log.csv");
        REQUIRE(name_end != std::string::npos);
        CHECK_THAT(message.substr(name_end + 7), Catch::Matchers::StartsWith(one.message));
    }
}

TEST_CASE("whatever bytes a document has, it is read or refused") {
    // 200 documents of random damage each; the sanitizers find a wrong access.
    std::mt19937_64 chance(20260105);
    int read = 0;
    for (const std::string& text : {xes, ocel_json, ocel_xml}) {
        for (int turn = 0; turn < 200; ++turn) {
            std::string damaged = text;
            for (std::uint64_t change = 1 + chance() % 3; change > 0; --change)
                damaged[chance() % damaged.size()] = static_cast<char>(chance() % 256);
            try {
                const auto [log, report] = tests::read_log_text(damaged);
                read += log.rows() > 0 ? 1 : 0;
            } catch (const LogError& error) {
                CHECK(std::string(error.what()).find("log.csv") != std::string::npos);
            }
        }
    }
    CHECK(read > 20);
    CHECK(read < 580);
}

}  // namespace
}  // namespace wardwire::analysis
