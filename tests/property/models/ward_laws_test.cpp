// SPDX-License-Identifier: Apache-2.0
// What holds in every ward, whatever its policies: checked on hundreds of random ones.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/parallel/replicate.hpp"
#include "tests/support/random_ward.hpp"

namespace wardwire::test {

namespace {

Course run_ward(const models::Scenario& scenario, std::uint32_t replication = 0,
                std::uint64_t seed = 1) {
    models::Site site(scenario, {seed, replication, 1.0});
    sim::Observation observation = site.run();
    return {std::move(observation), models::outcome_layout(scenario), std::move(site.outcomes)};
}

bool is_equal(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool is_equal(const sim::Observation& a, const sim::Observation& b) {
    const auto same = [](double x, double y) { return is_equal(x, y); };
    return a.digest == b.digest && a.events == b.events && a.counts == b.counts &&
           std::equal(a.metrics.begin(), a.metrics.end(), b.metrics.begin(), b.metrics.end(),
                      same) &&
           std::equal(a.series.begin(), a.series.end(), b.series.begin(), b.series.end(), same) &&
           a.messages.size() == b.messages.size();
}

}  // namespace

TEST_CASE("the books of four hundred random wards balance to the microsecond") {
    // A run ends the program when a message is lost, a pool's count does not add up or Little's
    // law fails on the path; here something must have gone through those books at all.
    std::uint64_t claimed = 0, escalated = 0, abandoned = 0, closed = 0, talks = 0, dropped = 0,
                  undone = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        INFO("seed " << seed);
        const models::Scenario scenario = RandomWard(seed)();
        const Course course = run_ward(scenario);
        for (const models::PoolOutcomes& pool : course.outcomes.pools) {
            claimed += pool.claimed;
            escalated += pool.escalated;
            abandoned += pool.abandoned;
        }
        closed += course.outcomes.threads.closed;
        talks += course.outcomes.conversations.closed;
        for (const models::RoleOutcomes& role : course.outcomes.roles) {
            dropped += role.tasks_never_resumed;
            undone += role.tasks_left_undone;
        }
    }
    CHECK(claimed > 5'000);
    CHECK(escalated > 500);
    CHECK(abandoned > 500);
    CHECK(closed > 5'000);
    CHECK(talks > 5'000);
    CHECK(dropped > 20);
    CHECK(undone > 20);
}

TEST_CASE("nobody is busier than staffed and the shares of an hour sum to one") {
    for (std::uint64_t seed = 400; seed < 500; ++seed) {
        INFO("seed " << seed);
        const models::Scenario scenario = RandomWard(seed)();
        const Course course = run_ward(scenario);
        const double window_h = sim::in_hours(scenario.length);
        for (std::size_t r = 0; r < scenario.roles.size(); ++r) {
            const double staffed = course.metric("staffed_hours", r);
            REQUIRE(staffed <= window_h * most_members(scenario.roles[r]) * (1 + 1e-12));
            REQUIRE(course.metric("overtime", r) <= staffed);
            if (staffed == 0.0) continue;
            double sum = 0.0;
            for (std::size_t a = 0; a < models::activity_count; ++a) {
                const double share =
                    course.metric("activity_share", r * models::activity_count + a);
                REQUIRE(share >= 0.0);
                REQUIRE(share <= 1.0);
                sum += share;
            }
            REQUIRE(sum == Approx(1.0).epsilon(1e-12));  // ten roundings
        }
    }
}

TEST_CASE("every message of the log tells a life in order") {
    for (std::uint64_t seed = 500; seed < 600; ++seed) {
        INFO("seed " << seed);
        const models::Scenario scenario = RandomWard(seed)();
        const Course course = run_ward(scenario);
        const auto staff = static_cast<std::int32_t>(models::record_tables(scenario).people.size() -
                                                     scenario.patients->count);
        for (const sim::MessageRow& row : course.observation.messages) {
            REQUIRE(row.sent_at <= row.delivered_at);
            if (row.read_at >= 0) REQUIRE(row.delivered_at <= row.read_at);
            if (row.responded_at >= 0) REQUIRE(row.read_at <= row.responded_at);
            if (row.closed_at >= 0) REQUIRE(row.closed_at >= row.sent_at);
            REQUIRE((row.responder >= 0) == (row.responded_at >= 0));
            REQUIRE(row.responder < staff);
            REQUIRE(row.claimed_by < staff);
        }
    }
}

TEST_CASE("a run repeats itself and differs from every other") {
    for (std::uint64_t seed = 600; seed < 620; ++seed) {
        INFO("seed " << seed);
        const models::Scenario scenario = RandomWard(seed)();
        const sim::Observation once = run_ward(scenario).observation;
        CHECK(is_equal(once, run_ward(scenario).observation));
        CHECK(once.digest != run_ward(scenario, 1).observation.digest);
        CHECK(once.digest != run_ward(scenario, 0, 2).observation.digest);
    }
}

TEST_CASE("replications are the same for any number of threads") {
    const models::Scenario scenario = RandomWard(621)();
    const auto all = [&scenario](unsigned threads) {
        return sim::replicate(12, {.threads = threads, .stop = {}}, [&scenario](std::size_t i) {
            return run_ward(scenario, static_cast<std::uint32_t>(i)).observation;
        });
    };
    const auto one_by_one = all(1);
    for (const unsigned threads : {2U, 5U}) {
        const auto together = all(threads);
        REQUIRE(together.size() == 12);
        for (std::size_t i = 0; i < 12; ++i) CHECK(is_equal(one_by_one[i], together[i]));
    }
}

TEST_CASE("rows of the log are only kept and change nothing") {
    for (std::uint64_t seed = 630; seed < 640; ++seed) {
        const models::Scenario scenario = RandomWard(seed)();
        models::Site site(scenario, {1, 0, 0.0});
        const sim::Observation unrecorded = site.run();
        CHECK(unrecorded.messages.empty());
        CHECK(unrecorded.digest == run_ward(scenario).observation.digest);
    }
}

TEST_CASE("what people send and get day by day adds up to what their roles do") {
    std::uint64_t sent = 0, pulled = 0, pairs = 0;
    for (std::uint64_t seed = 700; seed < 800; ++seed) {
        INFO("seed " << seed);
        const models::Scenario scenario = RandomWard(seed)();
        const Course course = run_ward(scenario);
        std::uint64_t received_by_day = 0, received = 0, received_chat = 0, of_pairs = 0;
        for (std::size_t r = 0; r < scenario.roles.size(); ++r) {
            const models::RoleOutcomes& role = course.outcomes.roles[r];
            const models::LoadOutcomes& load = course.outcomes.load[r];
            std::uint64_t by_channel = 0, by_hour = 0, portal_and_chat = 0;
            for (const std::uint64_t n : role.messages_sent) by_channel += n;
            for (const auto& channel : role.sent_by_hour)
                for (const std::uint64_t n : channel) by_hour += n;
            for (const sim::DurationSum& reads : role.read_delay_by_channel)
                portal_and_chat += reads.count();
            REQUIRE(load.sent_per_day.sum() == by_channel);
            REQUIRE(by_hour == by_channel);
            REQUIRE(portal_and_chat == role.read_delay.count());
            REQUIRE(load.received_per_day.total() == load.sent_per_day.total());
            REQUIRE(load.messaging.size() == most_members(scenario.roles[r]));
            received_by_day += load.received_per_day.sum();
            received_chat += role.messages_received[1];
            received += role.messages_received[0] + role.messages_received[1];
            sent += by_channel;
        }
        for (const std::uint64_t n : course.outcomes.chat_by_role_pair) of_pairs += n;
        REQUIRE(of_pairs == received_chat);
        REQUIRE(received_by_day >= received);
        pulled += received_by_day - received;
        pairs += of_pairs;
        const models::ResponseOutcomes& urgent = course.outcomes.response_by_urgency[1];
        REQUIRE(course.outcomes.urgent.unseen.count() == urgent.messages);
        REQUIRE(course.outcomes.urgent.past[0] <= urgent.messages - urgent.touched_within[0]);
    }
    CHECK(sent > 5'000);
    CHECK(pulled > 1'000);
    CHECK(pairs > 5'000);
}

}  // namespace wardwire::test
