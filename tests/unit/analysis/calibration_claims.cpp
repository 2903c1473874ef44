// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>

#include "analysis/calibration/claim_rules.hpp"
#include "sim/random/stream.hpp"

namespace {

using namespace wardwire::analysis;

constexpr Instant a_minute = 60'000'000;

/// Eight weeks of a pool of five: a message about every twenty minutes keeps one member busy for a
/// quarter of an hour to an hour and a half, and each of thirty patients writes again and again.
struct Desk {
    static constexpr std::uint32_t members = 5;
    static constexpr std::size_t weeks = 8;

    explicit Desk(ClaimRule rule, double followed = 1.0, std::uint64_t seed = 1)
        : chance(wardwire::sim::Chance(seed, 0).channel(wardwire::sim::Purpose{0}).stream(0)) {
        std::array<Instant, members> given{};  // when the last came to each
        std::array<Instant, members> free{};
        std::array<std::int32_t, 30> owner{};
        owner.fill(none);
        Instant now = 0;
        while (now < static_cast<Instant>(weeks) * 7 * 1440 * a_minute) {
            now += 1 + draw(40 * a_minute);
            const auto patient = static_cast<std::size_t>(draw(30));
            std::uint32_t who = rule_of(rule, now, given, free, owner[patient]);
            if (chance.uniform() > followed) who = static_cast<std::uint32_t>(draw(members));
            const Instant taken = std::max(now, free[who]);
            const Instant done = taken + 15 * a_minute + draw(75 * a_minute);
            claims.push_back({now, taken, done, who, static_cast<std::int32_t>(patient),
                              static_cast<std::int32_t>(patient),
                              static_cast<std::size_t>(now / (7 * 1440 * a_minute)), true});
            claims.back().week = std::min(claims.back().week, weeks - 1);
            given[who] = now;
            free[who] = done;
            owner[patient] = static_cast<std::int32_t>(who);
        }
    }

    Instant draw(Instant below) {
        return static_cast<Instant>(chance.uniform() * static_cast<double>(below));
    }

    std::uint32_t rule_of(ClaimRule rule, Instant now, const std::array<Instant, members>& given,
                          const std::array<Instant, members>& free, std::int32_t owner) {
        const auto least = [](const auto& of) {
            return static_cast<std::uint32_t>(std::ranges::min_element(of) - of.begin());
        };
        switch (rule) {
            case ClaimRule::in_turn:
                return least(given);
            case ClaimRule::first_free: {
                std::array<std::pair<Instant, Instant>, members> freedom;
                for (std::uint32_t i = 0; i < members; ++i)
                    freedom[i] = {std::max(now, free[i]), given[i]};
                return least(freedom);
            }
            case ClaimRule::to_owner:
                return owner == none ? least(given) : static_cast<std::uint32_t>(owner);
            case ClaimRule::by_load: {
                std::array<std::pair<std::ptrdiff_t, Instant>, members> load;
                for (std::uint32_t i = 0; i < members; ++i)
                    load[i] = {std::ranges::count_if(claims,
                                                     [&](const PoolClaim& one) {
                                                         return one.member == i &&
                                                                one.done_at > now;
                                                     }),
                               given[i]};
                return least(load);
            }
            default:
                return static_cast<std::uint32_t>(draw(members));
        }
    }

    std::optional<ClaimRules> compared(double least = 20.0) const {
        return compare_claim_rules(
            claims, members, weeks,
            [](Instant, std::vector<std::uint32_t>& present) {
                present = {0, 1, 2, 3, 4};
            },
            least);
    }

    wardwire::sim::Stream chance;
    std::vector<PoolClaim> claims;
};

TEST_CASE("the rule by which members share a pool is the likeliest") {
    for (const ClaimRule rule :
         {ClaimRule::at_random, ClaimRule::in_turn, ClaimRule::by_load, ClaimRule::first_free}) {
        for (const double followed : {1.0, 0.5}) {
            const Desk desk(rule, followed);
            const auto found = desk.compared();
            const auto place = static_cast<std::size_t>(rule);
            INFO(claim_rule_words[place] << ", followed " << followed);
            REQUIRE(found);
            CHECK(found->likeliest == rule);
            if (rule == ClaimRule::at_random) {
                // One of five, whatever happened before.
                CHECK(found->log_likelihood[place].value == Approx(-std::log(5.0)).epsilon(0.001));
                continue;
            }
            CHECK(found->sure > 0.95);
            CHECK(found->followed[place] == Approx(followed).margin(0.05));
            CHECK(found->log_likelihood[place].n == static_cast<double>(desk.claims.size()));
        }
    }
}

TEST_CASE("a pool in which patients keep their member is told from one in turn") {
    const auto found = Desk(ClaimRule::to_owner).compared();
    REQUIRE(found);
    // Each patient has one conversation here, so that both rules say the same.
    CHECK((found->likeliest == ClaimRule::to_owner || found->likeliest == ClaimRule::to_answerer));
    CHECK(found->followed[static_cast<std::size_t>(ClaimRule::to_owner)] > 0.8);
    CHECK(found->followed[static_cast<std::size_t>(ClaimRule::in_turn)] < 0.3);
}

TEST_CASE("the next in turn takes messages of patients whose member is away") {
    Desk desk(ClaimRule::at_random);
    const auto early = [](Instant at) { return at / (720 * a_minute) % 2 == 0; };
    const auto on_duty = [&](Instant at, std::vector<std::uint32_t>& present) {
        present =
            early(at) ? std::vector<std::uint32_t>{0, 1, 2} : std::vector<std::uint32_t>{2, 3, 4};
    };
    std::array<Instant, Desk::members> given{};
    std::map<std::int32_t, std::uint32_t> owner;
    std::vector<std::uint32_t> present;
    for (PoolClaim& claim : desk.claims) {
        on_duty(claim.arrived_at, present);
        const auto known = owner.find(claim.patient);
        const bool is_there =
            known != owner.end() && std::ranges::find(present, known->second) != present.end();
        claim.member = is_there ? known->second
                                : *std::ranges::min_element(
                                      present, {}, [&](std::uint32_t one) { return given[one]; });
        claim.done_at = claim.taken_at = claim.arrived_at;
        owner[claim.patient] = claim.member;
        given[claim.member] = claim.arrived_at;
    }
    const auto found = compare_claim_rules(desk.claims, Desk::members, 8, on_duty, 20.0);
    REQUIRE(found);
    CHECK((found->likeliest == ClaimRule::to_owner || found->likeliest == ClaimRule::to_answerer));
    CHECK(found->followed[static_cast<std::size_t>(ClaimRule::to_owner)] > 0.95);
}

TEST_CASE("that one takes more than others is not taken for patients who keep their member") {
    Desk desk(ClaimRule::at_random);
    for (PoolClaim& claim : desk.claims)
        if (desk.chance.uniform() < 0.4) claim.member = 0;
    const auto found = desk.compared();
    REQUIRE(found);
    CHECK(found->likeliest == ClaimRule::at_random);
}

TEST_CASE("of too few claims no rule is told, nor where nobody had a choice") {
    const Desk desk(ClaimRule::in_turn);
    CHECK_FALSE(desk.compared(1e6));
    CHECK_FALSE(
        compare_claim_rules(desk.claims, Desk::members, Desk::weeks,
                            [](Instant, std::vector<std::uint32_t>& present) { present = {0}; }));
}

TEST_CASE("Gini's coefficient is 0 for equal shares and 1 - 1/n for one who takes all") {
    const auto gini = [](std::vector<int> takes) {
        std::vector<PoolClaim> claims;
        for (std::uint32_t member = 0; member < takes.size(); ++member)
            for (int i = 0; i < takes[member]; ++i)
                claims.push_back({0, 0, 0, member, 0, 0, static_cast<std::size_t>(i % 2), true});
        return gini_of_claims(claims, takes.size(), 2).value;
    };
    CHECK(gini({4, 4, 4}) == Approx(0.0).margin(1e-12));
    CHECK(gini({0, 0, 0, 8}) == Approx(0.75));
    CHECK(gini({2, 4, 6}) == Approx(2.0 / 9.0));  // mean difference 16/9 over twice the mean, 4
}

}  // namespace
