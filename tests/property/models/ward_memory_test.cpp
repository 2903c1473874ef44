// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/support/allocations.hpp"
#include "tests/support/random_ward.hpp"

namespace wardwire::test {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_instrumented = true;
#elif defined(__has_feature)
constexpr bool is_instrumented =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool is_instrumented = false;
#endif

/// A clinic with all there is: visits, tasks, pools with deadlines, chat and a telephone.
models::Scenario busy_clinic(sim::Duration length) {
    Ward ward(length);
    const auto nurse = ward.role("nurse", 8);
    const auto physician = ward.role("physician", 4);
    for (const auto role : {nurse, physician}) {
        ward[role].roster = daily_shift(sim::hours{8}, sim::hours{17});
        ward[role].roster.at_shift_end = models::RosterSpec::AtShiftEnd::put_back;
        ward.when_busy(role, models::WhenBusy::interrupt);
        ward.when_busy(role, models::WhenBusy::interrupt, models::Channel::chat);
        ward[role].interruption.resumption_lag = always(second(30));
        ward.task(role, minute(60), minute(5)).gap = sim::Exponential{3600.0};
    }
    const auto pool = ward.pool("pool", {nurse});
    ward[nurse].forwards_to = to_role(physician);
    ward[pool].escalation = {{sim::hours{4}, models::ClockKind::business, to_role(physician)}};
    models::UseType& type = ward.question();
    type.handling = {sim::Exponential{240.0}, sim::Exponential{240.0}};
    type.resolved_probability = {0.6, 1.0};
    type.follow_up_probability = {0.3};
    ward.portal().routing = {{{}, {}, {}, to_pool(pool)}};
    ward.patients().count = 2000;
    ward.patients().profile.fill(1.0);
    ward.patients().threads_per_second = 1.0 / sim::in_seconds(sim::days{20});
    models::ChatSpec& chat = ward.scenario.chat.emplace();
    chat.starts_per_second = {2.0 / 3600, 2.0 / 3600};
    chat.profile.fill(1.0);
    chat.to = {{0.5, 0.5}, {0.5, 0.5}};
    chat.users_probability = {0.8, 0.2};
    chat.continuation_probability = {0.7};
    for (auto* laws : {&chat.writing, &chat.reading}) laws->assign(2, sim::Constant{10.0});
    models::TelephoneLine line;
    line.name = "line";
    line.calls_per_second = 6.0 / 3600;
    line.profile.fill(1.0);
    line.answered_by = {nurse};
    line.patience = sim::Exponential{300.0};
    ward.scenario.telephone = {line};
    return ward.scenario;
}

struct Effort {
    std::uint64_t allocations = 0;
    std::uint64_t events = 0;
};

Effort effort_of(const models::Scenario& scenario) {
    models::Site site(scenario, {1, 0, 0.0});
    const std::uint64_t before = allocations();
    const sim::Observation observation = site.run();
    return {allocations() - before, observation.events};
}

/// The most memory that a process has used that does this, in MiB.
template <class Act>
double peak_mebibytes(Act&& act) {
    const pid_t child = ::fork();
    if (child == 0) {
        act();
        ::_exit(0);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    REQUIRE(WIFEXITED(status));
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

}  // namespace

TEST_CASE("a run twice as long allocates no more but for the levels it keeps") {
    const Effort once = effort_of(busy_clinic(sim::weeks{8}));
    const Effort twice = effort_of(busy_clinic(sim::weeks{16}));
    INFO(once.allocations << " then " << twice.allocations);
    CHECK(twice.events > once.events + 100'000);
    // Six series of levels double their room, and now and then a line is longer than ever.
    CHECK(twice.allocations < once.allocations + 20);
}

TEST_CASE("a hundred thousand patients and a thousand staff take less than 200 MiB") {
    if (is_instrumented) return;  // instrumentation takes memory of its own
    models::Scenario scenario = busy_clinic(sim::days{1});
    scenario.patients->count = 100'000;
    scenario.roles[0].count = 700;
    scenario.roles[1].count = 300;
    const double nothing = peak_mebibytes([] {});
    const double all = peak_mebibytes([&scenario] { models::Site(scenario, {1, 0, 0.0}).run(); });
    INFO("peak " << all << " MiB, of which before the run " << nothing);
    CHECK(all < 200.0);
    CHECK(all > nothing);
}

}  // namespace wardwire::test
