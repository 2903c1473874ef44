// SPDX-License-Identifier: Apache-2.0
// What holds in every run of several sites, whatever their rules.
#include <catch2/catch.hpp>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "models/health_system.hpp"
#include "models/scenario_reader.hpp"
#include "sim/federation.hpp"
#include "sim/parallel/federation.hpp"
#include "sim/parallel/replicate.hpp"
#include "tests/support/random_ward.hpp"
#include "tests/support/source_folder.hpp"

namespace wardwire::test {
namespace {

/// The bundled scenario for a shorter time, changed on the command line.
models::Scenario regional_pool(std::string length, std::vector<models::Override> changes = {}) {
    changes.push_back({"/horizon/warm_up", "0 s"});
    changes.push_back({"/horizon/length", std::move(length)});
    const auto read = models::read_scenario(
        (wardwire::test::source_folder() / "scenarios/regional_pool.json").string(), changes,
        wardwire::test::text_of);
    REQUIRE(read.scenario);
    return *read.scenario;
}

sim::Observation observe(const models::Scenario& scenario, std::uint32_t replication,
                         const sim::FederationOptions& options = {1}) {
    models::HealthSystem system(scenario, {7, replication, 1.0});
    sim::Federation<models::Site> federation(system.kernels());
    system.start();
    sim::run_until(federation, system.end(), options);
    return system.finish();
}

/// A ward of any rules, of which some send to another of three sites.
models::Scenario random_sites(std::uint64_t seed) {
    RandomWard draw(seed);
    models::Scenario ward = draw();
    const auto may_leave = [&](models::Target& to) {
        if (to.kind != models::Target::Kind::primary && draw.chance(0.5))
            to.site = models::SiteId{static_cast<std::size_t>(draw.whole(0, 2))};
    };
    const auto levels_may_leave = [&](std::vector<models::EscalationLevel>& levels) {
        for (models::EscalationLevel& level : levels) may_leave(level.to);
    };
    for (models::RoleSpec& role : ward.roles) {
        if (role.forwards_to) may_leave(*role.forwards_to);
        levels_may_leave(role.escalation);
    }
    for (models::PoolSpec& pool : ward.pools) {
        if (pool.overflow_to) may_leave(*pool.overflow_to);
        levels_may_leave(pool.escalation);
    }
    for (models::RoutingRule& rule : ward.portal->routing) may_leave(rule.to);
    if (ward.chat && draw.chance(0.7)) ward.chat->affinity.elsewhere_probability = draw.uniform();
    models::Scenario all = ward;
    all.site_kinds = {{"clinic", 2, ward}, {"hub", 1, ward}};
    all.links = {{{0, 3}, {0, 3}, sim::seconds{draw.whole(1, 4000)}}};
    return all;
}

bool is_same(const sim::Observation& a, const sim::Observation& b) {
    const auto same_bits = [](const std::vector<double>& x, const std::vector<double>& y) {
        return x.size() == y.size() &&
               std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) == 0;
    };
    return a.digest == b.digest && a.events == b.events && same_bits(a.metrics, b.metrics) &&
           a.counts == b.counts && same_bits(a.series, b.series) &&
           a.messages.size() == b.messages.size();
}

/// What is a patient's doing: who wrote when, what about and how urgent. Of first messages, for
/// when a patient writes again follows from when the answer came.
using Writing = std::tuple<std::string, std::uint64_t, std::int64_t, std::int32_t, std::int8_t>;
std::map<Writing, double> first_times(const models::Scenario& scenario) {
    const sim::Observation observation = observe(scenario, 0);
    const sim::RecordTables tables = models::record_tables(scenario);
    std::map<Writing, double> messages;
    for (const sim::MessageRow& row : observation.messages) {
        // What is on its way when the run ends has no row yet.
        const bool may_be_on_its_way = row.sent_at > sim::Duration{sim::days{6}}.count();
        if (row.channel != 0 || row.reply_to >= 0 || may_be_on_its_way) continue;
        double& handling =
            messages[{tables.people[static_cast<std::size_t>(row.sender)],
                      row.conversation & ((1U << 24) - 1), row.sent_at, row.use_type, row.urgency}];
        if (row.handling_seconds >= 0.0) handling = row.handling_seconds;
    }
    return messages;
}

}  // namespace

TEST_CASE("nothing is lost between sites, whatever the rules") {
    std::uint64_t sent = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        INFO("seed " << seed);
        const models::Scenario scenario = random_sites(seed);
        models::HealthSystem system(scenario, {seed, 0, 0.0});
        sim::Federation<models::Site> federation(system.kernels());
        system.start();
        federation.run_until(system.end());
        for (std::size_t k = 0; k < 3; ++k)
            for (std::size_t kind = 0; kind < std::variant_size_v<models::Parcel>; ++kind)
                sent += system[models::SiteId{k}].parcels(kind).sent;
        system.finish();  // breaks a contract when the books of sites and links do not balance
    }
    CHECK(sent > 1000);
}

TEST_CASE("nothing crosses a link faster than its latency") {
    std::size_t crossed = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const models::Scenario scenario = random_sites(seed);
        const sim::RecordTables tables = models::record_tables(scenario);
        const std::int64_t latency = scenario.links.front().latency.count();
        for (const sim::MessageRow& row : observe(scenario, 0).messages) {
            if (row.channel != 0 || row.claimed_by < 0) continue;
            const auto site_of = [&](std::int32_t person) {
                const std::string& name = tables.people[static_cast<std::size_t>(person)];
                return name.substr(0, name.starts_with("hub") ? 3 : 8);
            };
            if (site_of(row.sender) == site_of(row.claimed_by)) continue;
            ++crossed;
            CHECK(row.delivered_at - row.sent_at >= latency);
        }
    }
    CHECK(crossed > 200);
}

TEST_CASE("sites give the same results on any number of threads and in any order of runs") {
    const models::Scenario scenario = regional_pool("2 days");
    constexpr std::uint32_t replications = 3;
    std::vector<sim::Observation> reference;
    for (std::uint32_t k = 0; k < replications; ++k) reference.push_back(observe(scenario, k));
    for (const unsigned threads : {2U, 3U, 7U}) {
        const sim::FederationOptions options{threads, sim::Threading::always, {}, threads};
        for (std::uint32_t k = replications; k-- > 0;) {
            INFO(threads << " threads, replication " << k);
            CHECK(is_same(observe(scenario, k, options), reference[k]));
        }
    }
    CHECK_FALSE(is_same(reference[0], reference[1]));
}

TEST_CASE("random sites give the same results on any number of threads") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        INFO("seed " << seed);
        const models::Scenario scenario = random_sites(seed);
        const sim::Observation reference = observe(scenario, 0);
        for (const unsigned threads : {2U, 3U, 7U})
            CHECK(is_same(observe(scenario, 0, {threads, sim::Threading::always, {}, seed}),
                          reference));
    }
}

TEST_CASE("neither a further clinic nor more staff at the hub changes a patient's message") {
    const auto before = first_times(regional_pool("1 week"));
    REQUIRE(before.size() > 500);
    const std::vector<std::vector<models::Override>> changes = {
        {{"/sites/clinic/count", "6"}},
        {{"/sites/hub/roles/nurse/count", "8"}},
        {{"/links/0/latency", "2 h"}},
        {{"/portal/routing", R"([{"to": "pool:triage"}])"}},
        {{"/sites/a_first_one", R"({"roles": {"nurse": {"count": 3}}})"},
         {"/links", R"([{"from": "any", "to": "hub", "latency": "30 s"}])"}},
    };
    for (const auto& change : changes) {
        INFO(change.front().pointer);
        const auto after = first_times(regional_pool("1 week", change));
        std::size_t same_handling = 0, handled = 0;
        for (const auto& [message, handling] : before) {
            const auto found = after.find(message);
            REQUIRE(found != after.end());
            if (handling <= 0.0 || found->second <= 0.0) continue;
            ++handled;
            same_handling += handling == found->second ? 1 : 0;
        }
        // Physicians and nurses take different times for the same message, each always the same:
        // whether a nurse may answer is the message's, too. Only deadlines bring others in.
        CHECK(handled > 300);
        CHECK(static_cast<double>(same_handling) >= 0.95 * static_cast<double>(handled));
    }
}

TEST_CASE("sites of one kind differ by chance alone, and a site's draws are its own") {
    const models::Scenario scenario = regional_pool("1 week");
    const auto plans = models::sites_of(scenario);
    const models::Draws draws(sim::Chance(7, 0));
    std::map<double, int> seen;
    for (const models::SitePlan& plan : plans)
        for (std::uint64_t patient = 0; patient < 1000; ++patient)
            ++seen[draws.uniform(models::Draw::patient_intensity, {plan.place.entity(patient), 0})];
    CHECK(seen.size() == plans.size() * 1000);
}

}  // namespace wardwire::test
