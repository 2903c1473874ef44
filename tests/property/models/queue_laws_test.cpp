// SPDX-License-Identifier: Apache-2.0
// Laws of queues that hold path by path, found again in wards that are nothing but a queue.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "tests/support/random_ward.hpp"

namespace wardwire::test {

using Discipline = models::PoolSpec::Discipline;

namespace {

struct Interval {
    std::int64_t from = 0;
    std::int64_t to = 0;
    bool operator==(const Interval&) const = default;
};

/// Nurses who do nothing but answer one pool; `load` is the work that comes per nurse and time.
Ward queue(std::uint64_t seed, std::uint32_t nurses, double load) {
    Ward ward(sim::days{4});
    const auto nurse = ward.role("nurse", nurses);
    ward.pool("pool", {nurse});
    ward[nurse].reading = sim::Exponential{60.0};
    models::UseType& type = ward.question();
    type.share = 0.5;
    type.handling = {sim::Exponential{240.0}};
    type.urgent_probability = 0.3;
    models::UseType& other = ward.use_type("other", 0.5);
    other.handling = {sim::Lognormal::from_moments(540.0, 400.0)};
    other.deadline = sim::hours{1};
    ward.patients().count = 30;
    ward.patients().profile.fill(1.0);
    // 450 s of work a message on average.
    ward.patients().threads_per_second = load * nurses / 450.0 / 30.0;
    ward.scenario.seed = seed;
    return ward;
}

std::vector<sim::MessageRow> rows(Ward ward) {
    return ward.run(0, ward.scenario.seed).observation.messages;
}

std::vector<Interval> merged(std::vector<Interval> list) {
    std::sort(list.begin(), list.end(),
              [](const Interval& a, const Interval& b) { return a.from < b.from; });
    std::vector<Interval> joined;
    for (const Interval& next : list)
        if (!joined.empty() && next.from <= joined.back().to)
            joined.back().to = std::max(joined.back().to, next.to);
        else
            joined.push_back(next);
    return joined;
}

/// When anybody, or one person, had a message in hand.
std::vector<Interval> busy(const std::vector<sim::MessageRow>& log, std::int64_t end,
                           std::int32_t person = -1) {
    std::vector<Interval> list;
    for (const sim::MessageRow& row : log)
        if (row.read_at >= 0 && (person < 0 || row.claimed_by == person))
            list.push_back({row.read_at, row.closed_at >= 0 ? row.closed_at : end});
    return merged(std::move(list));
}

bool covers(const std::vector<Interval>& list, Interval what) {
    return what.from >= what.to ||
           std::any_of(list.begin(), list.end(), [what](const Interval& one) {
               return one.from <= what.from && what.to <= one.to;
           });
}

}  // namespace

TEST_CASE("with one more nurse no message of a first come first served pool begins later") {
    int sooner = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        INFO("seed " << seed);
        const std::uint32_t nurses = 1 + static_cast<std::uint32_t>(seed % 3);
        Ward ward = queue(seed, nurses, 0.9);
        const auto before = rows(ward);
        ++ward.scenario.roles[0].count;
        std::map<std::uint64_t, std::int64_t> begun;
        for (const sim::MessageRow& row : rows(ward)) begun[row.message] = row.read_at;
        for (const sim::MessageRow& row : before) {
            if (row.read_at < 0) continue;
            REQUIRE(begun.at(row.message) >= 0);
            REQUIRE(begun.at(row.message) <= row.read_at);
            sooner += begun.at(row.message) < row.read_at;
        }
    }
    CHECK(sooner > 1'000);
}

TEST_CASE("the order in which one nurse answers does not change when she is busy") {
    for (std::uint64_t seed = 100; seed < 130; ++seed) {
        INFO("seed " << seed);
        Ward ward = queue(seed, 1, 0.8);
        const std::int64_t end = ward.scenario.length.count();
        const auto first_come = rows(ward);
        REQUIRE(first_come.size() > 100);
        for (const auto discipline :
             {Discipline::lifo, Discipline::priority, Discipline::earliest_deadline,
              Discipline::shortest_expected}) {
            ward.scenario.pools[0].discipline = discipline;
            const auto other = rows(ward);
            REQUIRE(busy(other, end) == busy(first_come, end));
            // The order did change.
            REQUIRE(std::any_of(other.begin(), other.end(), [&](const sim::MessageRow& row) {
                return std::any_of(
                    first_come.begin(), first_come.end(), [&row](const sim::MessageRow& same) {
                        return same.message == row.message && same.read_at != row.read_at;
                    });
            }));
        }
    }
}

TEST_CASE("nobody is free on duty while a message waits in an open pool") {
    int waited = 0;
    for (std::uint64_t seed = 200; seed < 240; ++seed) {
        INFO("seed " << seed);
        RandomWard draw(seed);
        const std::uint32_t nurses = 1 + static_cast<std::uint32_t>(seed % 4);
        Ward ward = queue(seed, nurses, 0.6);
        const sim::Duration opens = minute(draw.whole(0, 600));
        const sim::Duration closes = opens + minute(draw.whole(400, 800));
        const sim::Duration begins = minute(draw.whole(0, 600));
        const sim::Duration ends = begins + minute(draw.whole(300, 800));
        ward.scenario.pools[0].hours = daily(opens, closes);
        ward.scenario.roles[0].roster = daily_shift(begins, ends);
        const auto log = rows(ward);
        const std::int64_t end = ward.scenario.length.count();
        std::vector<std::vector<Interval>> busy_of;
        for (std::uint32_t k = 0; k < nurses; ++k)
            busy_of.push_back(busy(log, end, static_cast<std::int32_t>(k)));
        for (const sim::MessageRow& row : log)
            for (int day = 0; day < 4; ++day) {
                const sim::Duration midnight = sim::days{day};
                // While it waited, the pool was open and they were on duty.
                const Interval all{
                    std::max(row.sent_at, (midnight + std::max(opens, begins)).count()),
                    std::min(row.read_at >= 0 ? row.read_at : end,
                             (midnight + std::min(closes, ends)).count())};
                if (all.from < all.to) ++waited;
                for (const auto& person : busy_of) REQUIRE(covers(person, all));
            }
    }
    CHECK(waited > 500);
}

TEST_CASE("with two nurses the wait follows the recursion of Kiefer and Wolfowitz") {
    // Kiefer & Wolfowitz 1955: a message begins when the server that is free first is free.
    Ward ward = queue(300, 2, 0.9);
    auto log = rows(ward);
    std::sort(log.begin(), log.end(),
              [](const auto& a, const auto& b) { return a.sent_at < b.sent_at; });
    std::array<std::int64_t, 2> free_at{};
    int waited = 0;
    for (const sim::MessageRow& row : log) {
        if (row.closed_at < 0) break;
        std::sort(free_at.begin(), free_at.end());
        const std::int64_t begins = std::max(row.sent_at, free_at[0]);
        REQUIRE(row.read_at == begins);
        waited += begins > row.sent_at;
        free_at[0] = row.closed_at;
    }
    CHECK(waited > 300);
}

TEST_CASE("with exponential service joining the shortest queue never beats one pooled queue") {
    // Winston 1977 and Weber 1978: among rules that deal out at once the shortest queue is best,
    // and one pooled queue, which wastes no idle server, is better still. Means of 40 weeks of the
    // same messages; a false alarm has a probability below 1e-6 (t above 5 with 39 degrees).
    double sum_s = 0.0, squares = 0.0;
    constexpr int weeks = 40;
    for (std::uint64_t seed = 400; seed < 400 + weeks; ++seed) {
        const auto mean_wait_s = [seed](models::PoolSpec::Claim claim) {
            Ward ward = queue(seed, 3, 0.85);
            ward.scenario.portal->use_types[1].handling = ward.question().handling;
            ward[models::RoleId{0}].reading = sim::Constant{0.0};
            ward.patients().threads_per_second *= 450.0 / 240.0;
            ward.scenario.pools[0].claim = claim;
            double wait_s = 0.0;
            int begun = 0;
            for (const sim::MessageRow& row : rows(ward)) {
                if (row.read_at < 0) continue;
                wait_s += static_cast<double>(row.read_at - row.sent_at) / 1e6;
                ++begun;
            }
            REQUIRE(begun > 1'000);
            return wait_s / begun;
        };
        const double lost_s = mean_wait_s(models::PoolSpec::Claim::least_loaded) -
                              mean_wait_s(models::PoolSpec::Claim::pull);
        sum_s += lost_s;
        squares += lost_s * lost_s;
    }
    const double mean_s = sum_s / weeks;
    const double variance = (squares - weeks * mean_s * mean_s) / (weeks - 1);
    CHECK(mean_s / std::sqrt(variance / weeks) > 5.0);
}

}  // namespace wardwire::test
