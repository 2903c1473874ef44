// SPDX-License-Identifier: Apache-2.0
// Every bundled strategy, and every change of staff and attention to it, is about the same
// messages: common random numbers, seen on the records.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "models/scenario_reader.hpp"
#include "models/site.hpp"
#include "tests/support/source_folder.hpp"

namespace wardwire::test {
namespace {

const std::filesystem::path folder = wardwire::test::source_folder() / "scenarios";

/// A bundled scenario for four weeks.
models::Scenario bundled(const std::string& name) {
    const std::vector<models::Override> changes{{"/horizon/warm_up", "0 s"},
                                                {"/horizon/length", "4 weeks"}};
    const auto read = models::read_scenario((folder / (name + ".json")).string(), changes,
                                            wardwire::test::text_of);
    INFO(models::format_findings(read.findings));
    REQUIRE(read.scenario);
    return *read.scenario;
}

/// The bundled scenarios of one site that are about the practice of nurse_triage and its demand.
std::vector<std::string> strategies() {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() != ".json") continue;
        const std::string text = *wardwire::test::text_of(file.path().string());
        const bool is_variant = text.find("\"extends\": \"nurse_triage.json\"") < text.size() ||
                                text.find("\"extends\": \"solo_inbox.json\"") < text.size();
        const bool has_sites = text.find("\"sites\":") < text.size();
        const bool has_growth = text.find("\"growth\":") < text.size();
        if (is_variant && !has_sites && !has_growth) names.push_back(file.path().stem().string());
    }
    return names;
}

struct Message {
    std::int64_t sent_at = 0;
    std::int32_t use_type = 0;
    std::int32_t sender = 0;
    int urgency = 0;

    bool operator==(const Message&) const = default;
};

/// What is known of a message wherever it went, and its handling by each law that handled it.
struct Records {
    std::map<std::uint64_t, Message> first;  ///< of every thread
    /// By message and mean of the law, in seconds. Roles of one law need the same time.
    std::map<std::pair<std::uint64_t, double>, double> handling_s;
};

Records records_of(const models::Scenario& scenario) {
    std::vector<std::size_t> role_of;
    for (std::size_t role = 0; role < scenario.roles.size(); ++role)
        role_of.insert(role_of.end(), scenario.roles[role].count, role);
    const auto staff = static_cast<std::int32_t>(role_of.size());
    Records records;
    for (const sim::MessageRow& row : models::Site(scenario, {1, 0, 1.0}).run().messages) {
        if (row.channel != 0) continue;
        if (row.reply_to < 0)
            records.first[row.conversation] = {row.sent_at, row.use_type, row.sender - staff,
                                               row.urgency};
        if (row.responder < 0 || row.handling_seconds < 0.0F) continue;
        const auto& type = scenario.portal->use_types[static_cast<std::size_t>(row.use_type)];
        const std::size_t role = role_of[static_cast<std::size_t>(row.responder)];
        records.handling_s[{row.message, type.handling[role].mean()}] = row.handling_seconds;
    }
    return records;
}

/// How many messages two runs had handled by the same law, always in the same time.
int compared(const Records& a, const Records& b) {
    REQUIRE(a.first == b.first);
    int both = 0;
    for (const auto& [message, handling_s] : a.handling_s) {
        const auto other = b.handling_s.find(message);
        if (other == b.handling_s.end()) continue;
        REQUIRE(other->second == handling_s);
        ++both;
    }
    return both;
}

}  // namespace

TEST_CASE("all bundled strategies are about the same messages") {
    const Records records = records_of(bundled("nurse_triage"));
    CHECK(records.first.size() > 500);
    const auto names = strategies();
    CHECK(names.size() >= 6);
    for (const std::string& name : names) {
        INFO(name);
        CHECK(compared(records, records_of(bundled(name))) > 100);
    }
}

TEST_CASE("staff and attention change no message of any bundled strategy") {
    auto names = strategies();
    names.emplace_back("nurse_triage");
    for (const std::string& name : names) {
        INFO(name);
        const models::Scenario scenario = bundled(name);
        const Records records = records_of(scenario);
        models::Scenario more = scenario;
        for (models::RoleSpec& role : more.roles)
            if (role.name != "physician") ++role.count;
        CHECK(compared(records, records_of(more)) > 300);
        models::Scenario slower = scenario;
        for (models::RoleSpec& role : slower.roles) {
            role.attention = {};
            role.attention.channel[0].when_free = models::WhenFree::next_check;
            role.roster.absence_probability = 0.3;
        }
        CHECK(compared(records, records_of(slower)) > 300);
        models::Scenario dealt = scenario;
        for (models::PoolSpec& pool : dealt.pools) {
            pool.claim = models::PoolSpec::Claim::least_loaded;
            pool.discipline = models::PoolSpec::Discipline::lifo;
        }
        CHECK(compared(records, records_of(dealt)) > 300);
    }
}

TEST_CASE("another seed is about other messages") {
    models::Scenario scenario = bundled("nurse_triage");
    const auto a = models::Site(scenario, {1, 0, 1.0}).run().messages;
    const auto b = models::Site(scenario, {2, 0, 1.0}).run().messages;
    CHECK(a.front().sent_at != b.front().sent_at);
}

}  // namespace wardwire::test
