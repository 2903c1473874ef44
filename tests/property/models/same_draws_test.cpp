// SPDX-License-Identifier: Apache-2.0
// Draws belong to messages: who is there to handle them changes waiting and nothing else.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "tests/support/random_ward.hpp"
#include "tests/support/rearranged_ward.hpp"

namespace wardwire::test {

namespace {

sim::Observation observe(const models::Scenario& scenario) {
    return models::Site(scenario, {1, 0, 1.0}).run();
}

struct FirstMessage {
    std::int64_t sent_at = 0;
    std::int32_t use_type = 0;
    int urgency = 0;
    double handling_s = -1.0;  ///< -1: not handled in this run
};

/// The first message of every thread, by thread.
std::map<std::uint64_t, FirstMessage> first_messages(const models::Scenario& scenario) {
    std::map<std::uint64_t, FirstMessage> first;
    for (const sim::MessageRow& row : observe(scenario).messages) {
        if (row.channel != 0 || row.reply_to >= 0) continue;
        FirstMessage& message = first[row.conversation];
        message.sent_at = row.sent_at;
        message.use_type = row.use_type;
        message.urgency = row.urgency;
        if (row.handling_seconds >= 0.0) message.handling_s = row.handling_seconds;
    }
    return first;
}

/// How many messages needed the same handling in both runs; everything else must be equal.
int compared(const std::map<std::uint64_t, FirstMessage>& a,
             const std::map<std::uint64_t, FirstMessage>& b) {
    REQUIRE(a.size() == b.size());
    int handled = 0;
    for (const auto& [thread, message] : a) {
        const auto other = b.find(thread);
        REQUIRE(other != b.end());
        REQUIRE(std::tuple{message.sent_at, message.use_type, message.urgency} ==
                std::tuple{other->second.sent_at, other->second.use_type, other->second.urgency});
        if (message.handling_s < 0.0 || other->second.handling_s < 0.0) continue;
        REQUIRE(message.handling_s == other->second.handling_s);
        ++handled;
    }
    return handled;
}

models::Scenario random_ward(std::uint64_t seed) {
    models::Scenario scenario = RandomWard(seed)();
    // A redrawn length depends on how often somebody was interrupted.
    for (models::RoleSpec& role : scenario.roles)
        role.interruption.continuation = models::Continuation::resume;
    // How many patients write may depend on their clinicians.
    if (scenario.patients->adoption) {
        scenario.patients->adoption->invitation_odds_ratio = 1.0;
        scenario.patients->adoption->responsiveness_odds_ratio = 1.0;
    }
    return scenario;
}

}  // namespace

TEST_CASE("one more nurse changes no draw of any message") {
    int handled = 0;
    int moved = 0;
    for (std::uint64_t seed = 1000; seed < 1050; ++seed) {
        INFO("seed " << seed);
        models::Scenario scenario = random_ward(seed);
        const auto before = first_messages(scenario);
        const auto digest = observe(scenario).digest;
        for (models::RoleSpec& role : scenario.roles) ++role.count;
        handled += compared(before, first_messages(scenario));
        moved += observe(scenario).digest != digest;
    }
    CHECK(handled > 1'000);
    CHECK(moved == 50);  // they did change something
}

TEST_CASE("one more role or pool changes no draw of any message") {
    int handled = 0;
    for (std::uint64_t seed = 1050; seed < 1100; ++seed) {
        INFO("seed " << seed);
        models::Scenario scenario = random_ward(seed);
        const auto before = first_messages(scenario);
        std::vector<std::size_t> order(scenario.roles.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        order.insert(order.begin(), newcomer);
        scenario = rearranged(scenario, order);
        handled += compared(before, first_messages(scenario));
        models::PoolSpec pool;
        pool.name = "new";
        pool.members = {models::RoleId{0}};
        scenario.pools.push_back(pool);
        handled += compared(before, first_messages(scenario));
    }
    CHECK(handled > 1'000);
}

TEST_CASE("somebody who does nothing changes nothing for anybody") {
    for (std::uint64_t seed = 1100; seed < 1150; ++seed) {
        INFO("seed " << seed);
        const models::Scenario before = random_ward(seed);
        std::vector<std::size_t> order(before.roles.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        order.insert(order.begin(), newcomer);
        const models::Scenario after = rearranged(before, order);
        const auto now = values_by_name(models::outcome_layout(after), observe(after));
        for (const auto& [name, value] :
             values_by_name(models::outcome_layout(before), observe(before))) {
            INFO(name);
            const double other = now.at(name);
            REQUIRE((value == other || (std::isnan(value) && std::isnan(other))));
        }
    }
}

TEST_CASE("the order in which a scenario names its roles changes no outcome") {
    for (std::uint64_t seed = 1150; seed < 1250; ++seed) {
        INFO("seed " << seed);
        const models::Scenario before = random_ward(seed);
        std::vector<std::size_t> order(before.roles.size());
        std::iota(order.rbegin(), order.rend(), std::size_t{0});
        const models::Scenario after = rearranged(before, order);
        const auto now = values_by_name(models::outcome_layout(after), observe(after));
        for (const auto& [name, value] :
             values_by_name(models::outcome_layout(before), observe(before))) {
            INFO(name);
            const double other = now.at(name);
            REQUIRE((value == other || (std::isnan(value) && std::isnan(other))));
        }
    }
}

TEST_CASE("a policy of attention changes no draw of any message") {
    int handled = 0;
    for (std::uint64_t seed = 1250; seed < 1300; ++seed) {
        INFO("seed " << seed);
        models::Scenario scenario = random_ward(seed);
        const auto before = first_messages(scenario);
        for (models::RoleSpec& role : scenario.roles) {
            role.attention = {};
            role.attention.channel[0].when_free = models::WhenFree::next_check;
        }
        handled += compared(before, first_messages(scenario));
    }
    CHECK(handled > 1'000);
}

}  // namespace wardwire::test
