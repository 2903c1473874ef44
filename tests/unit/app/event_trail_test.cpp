// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "app/arguments.hpp"
#include "app/event_filter.hpp"
#include "app/event_trail.hpp"
#include "app/replication.hpp"
#include "app/scenario_files.hpp"

namespace wardwire::app {

namespace {

models::Scenario scenario(const char* length = "1 week", const char* nurses = "2") {
    auto read = read_and_validate(
        "nurse_triage",
        {{"/horizon/length", length}, {"/horizon/warm_up", "0 s"}, {"/roles/nurse/count", nurses}});
    REQUIRE(read.scenario);
    return *read.scenario;
}

WatchedRun run_of(const models::Scenario& scenario, const Manner& manner = {}) {
    return [&scenario, manner](const auto& watch) {
        Manner seen = manner;
        seen.watch = watch;
        simulate_replication(scenario, {scenario.seed, 0}, {}, seen);
    };
}

}  // namespace

TEST_CASE("equal executions have no first difference, however they were executed") {
    const models::Scenario clinic = scenario();
    Manner other;
    other.pending_set = sim::PendingSetKind::radix;
    other.saved_at = sim::start_of_time + sim::days{3};
    CHECK_FALSE(first_difference(run_of(clinic), run_of(clinic, other)));
}

TEST_CASE("the first event that differs is named with time, kernel, kind and entity") {
    const models::Scenario clinic = scenario();
    // Day 3, 12:00: an event that only one of the two executions has.
    const sim::Time noon = sim::start_of_time + sim::days{3} + sim::hours{12};
    const WatchedRun disturbed = [&](const auto& watch) {
        models::Site site(clinic, {clinic.seed, 0});
        watch(site);
        site.start();
        site.kernel.at(noon, models::InboxBlockStarts{models::StaffId{1}});
        site.kernel.run_until(site.end());
    };
    // The event's number is taken before the run begins, which moves all later ones: the first
    // difference is where the numbers part.
    const auto difference = first_difference(run_of(clinic), disturbed);
    REQUIRE(difference);
    REQUIRE(difference->one);
    REQUIRE(difference->other);
    CHECK(difference->one->executed.kernel == 0);
    CHECK(difference->one->executed.time == difference->other->executed.time);
    CHECK(difference->other->executed.sequence == difference->one->executed.sequence + 1);

    const models::Scenario third = scenario("1 week", "3");
    const auto nurse = first_difference(run_of(clinic), run_of(third));
    REQUIRE(nurse);
    CHECK_THAT(nurse->other->words(), Catch::Contains("kernel 0: ") && Catch::Contains(" of "));
}

TEST_CASE("an execution that ends early differs where it ends") {
    const models::Scenario clinic = scenario();
    const models::Scenario shorter = scenario("6 days");
    const auto difference = first_difference(run_of(clinic), run_of(shorter));
    REQUIRE(difference);
    CHECK(difference->one);
    CHECK_FALSE(difference->other);
    CHECK(difference->one->executed.time >= sim::start_of_time + sim::days{6});
}

TEST_CASE("a filter lets through what meets all its conditions") {
    const EventFilter all({});
    CHECK(all.has_kind(0));
    CHECK(all.has_time(sim::end_of_time));
    CHECK(all.has_entity("nurse 2"));

    const EventFilter some(
        {"entity=nurse 2", "entity=pool", "kind=StepEnds,ShiftStarts", "time=2 days..60 h"});
    CHECK(some.has_entity("nurse 2"));
    CHECK(some.has_entity("nurse 2 conversation 5 turn 1"));
    CHECK(some.has_entity("pool triage"));
    CHECK_FALSE(some.has_entity("nurse 21"));
    CHECK_FALSE(some.has_entity("patient 2"));
    std::size_t kinds = 0;
    for (std::size_t kind = 0; kind < models::site_event_names.size(); ++kind)
        kinds += some.has_kind(kind) ? 1 : 0;
    CHECK(kinds == 2);
    CHECK_FALSE(some.has_time(sim::start_of_time + sim::hours{47}));
    CHECK(some.has_time(sim::start_of_time + sim::hours{48}));
    CHECK(some.has_time(sim::start_of_time + sim::hours{60}));
    CHECK_FALSE(some.has_time(sim::start_of_time + sim::hours{60} + sim::microseconds{1}));
    CHECK(EventFilter({"time=..1 h"}).has_time(sim::start_of_time));
    CHECK(EventFilter({"time=1 h.."}).has_time(sim::end_of_time));
}

TEST_CASE("a condition that cannot be met is a usage error that says what is meant") {
    using Catch::Contains;
    CHECK_THROWS_WITH(EventFilter({"kind=StepEnd"}), Contains("did you mean \"StepEnds\"?"));
    CHECK_THROWS_WITH(EventFilter({"entty=nurse"}), Contains("did you mean \"entity\"?"));
    CHECK_THROWS_WITH(EventFilter({"time=2 days"}), Contains("FROM..UNTIL"));
    CHECK_THROWS_WITH(EventFilter({"time=2 dajs..3 days"}), Contains("\"dajs\""));
    CHECK_THROWS_WITH(EventFilter({"time=3 days..2 days"}), Contains("ends before it begins"));
    CHECK_THROWS_AS(EventFilter({"nurse 2"}), UsageError);
    CHECK_THROWS_AS(EventFilter({"entity="}), UsageError);
}

}  // namespace wardwire::app
