// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "analysis/calibration/estimate.hpp"
#include "analysis/calibration/excitation.hpp"
#include "analysis/calibration/handoffs.hpp"
#include "analysis/calibration/repeat_contact.hpp"
#include "analysis/calibration/reply_rules.hpp"
#include "analysis/calibration/sample_distance.hpp"
#include "analysis/calibration/shares.hpp"

namespace {

using namespace wardwire::analysis;

/// 1 asks 2 twice, 2 answers twice, 1 comes back much later; 3 writes to 1 in between.
const std::vector<Sending> talk = {{0, 1, 2},  {10, 1, 2}, {10, 3, 1},
                                   {30, 2, 1}, {40, 2, 1}, {900, 1, 2}};

TEST_CASE("each sending is answered by the next one the other way") {
    const std::vector<Lifetime> replies = replies_to_each(talk, 1000);
    REQUIRE(replies.size() == 6);
    CHECK(replies[0].time == 30);
    CHECK(replies[1].time == 20);
    CHECK_FALSE(replies[2].is_over);
    CHECK(replies[2].time == 990);
    CHECK(replies[3].time == 870);
    CHECK(replies[4].time == 860);
    CHECK_FALSE(replies[5].is_over);
}

TEST_CASE("what is sent at the same instant is no answer") {
    const std::vector<Sending> crossed = {{5, 1, 2}, {5, 2, 1}, {7, 2, 1}, {7, 2, 1}};
    const std::vector<Lifetime> replies = replies_to_each(crossed, 10);
    CHECK(replies[0].time == 2);
    CHECK_FALSE(replies[1].is_over);
}

TEST_CASE("a turn is answered from its last sending to the first of the next") {
    const std::vector<TurnSwitch> switches = turn_switches(talk);
    REQUIRE(switches.size() == 2);
    CHECK(switches[0].answered_at - switches[0].asked_at == 20);
    CHECK(switches[0].responder == 2);
    CHECK(switches[1].answered_at - switches[1].asked_at == 860);
    CHECK(switches[1].asker == 2);
}

TEST_CASE("a long gap ends a conversation") {
    const Conversations found = conversations_by_gap(talk, 100);
    REQUIRE(found.all.size() == 3);
    CHECK(found.all[0].messages == 4);
    CHECK(found.all[0].turns == 2);
    CHECK(found.all[0].last_at == 40);
    CHECK(found.all[1].first_at == 900);
    CHECK(found.all[2].starter == 3);
    CHECK(found.order[found.all[2].first_sending] == 2);
}

TEST_CASE("rows of a table are drawn towards the whole as far as they are thin") {
    const std::vector<std::vector<double>> counts = {{600, 300, 100}, {300, 100, 600}, {0, 1, 0}};
    const auto shares = shrunk_shares(counts);
    CHECK(shares[0][0].value == Approx(0.6).margin(0.02));
    CHECK(shares[0][0].own_share > 0.8);
    CHECK(shares[2][0].value > 0.2);
    CHECK(shares[2][0].own_share < 0.5);
    for (const auto& row : shares) CHECK(row[0].value + row[1].value + row[2].value == Approx(1.0));
}

TEST_CASE("limits of a share hold it nine times in ten") {
    // 2000 samples of 40: the share of intervals that hold the truth is 0.9 within 4 standard
    // errors of .0067 and the 0.01 by which the interval itself may be off at this n.
    std::mt19937_64 bits(21);
    std::binomial_distribution<int> hits(40, 0.3);
    int held = 0;
    for (int i = 0; i < 2000; ++i) {
        const Limits limits = share_limits(hits(bits), 40);
        held += limits.lower <= 0.3 && 0.3 <= limits.upper ? 1 : 0;
    }
    CHECK(held / 2000.0 == Approx(0.9).margin(0.037));
}

TEST_CASE("the chance to go on is read off the turns that were seen to their end") {
    // 100 of one turn, 60 of two, 40 of three, and 50 cut off in their second.
    const std::vector<TurnCount> turns = {
        {1, true, 100.0}, {2, true, 60.0}, {3, true, 40.0}, {2, false, 50.0}};
    const auto chances = continuation_chances(turns, 12, 50.0);
    REQUIRE(chances.size() == 3);
    CHECK(chances[0].value == Approx(150.0 / 250.0));
    CHECK(chances[1].value == Approx(40.0 / 100.0));
    CHECK(chances[2].value == 0.0);
    CHECK(chances[2].is_fallback);
    CHECK_FALSE(chances[1].is_fallback);
    CHECK(continuation_chances({}).empty());
}

/// Everybody of 0 to 9 writes to one of two groups of twenty and ten, with 60 % to somebody known:
/// from one of the last four on, the first of the group.
std::vector<Contact> contacts_with_the_known(std::span<const std::uint32_t> group) {
    std::mt19937_64 bits(22);
    std::uniform_real_distribution<double> uniform;
    const auto below = [&](std::size_t n) {
        return static_cast<std::size_t>(uniform(bits) * static_cast<double>(n));
    };
    std::vector<std::vector<std::uint32_t>> known(10);
    std::vector<Contact> contacts;
    for (std::size_t i = 0; i < 20'000; ++i) {
        const auto person = static_cast<std::uint32_t>(below(10));
        auto& mine = known[person];
        const std::uint32_t role = uniform(bits) < 0.7 ? 1 : 2;
        auto partner = static_cast<std::uint32_t>(role == 1 ? 10 + below(20) : 30 + below(10));
        if (!mine.empty() && uniform(bits) < 0.6) {
            const std::size_t first = below(mine.size());
            for (std::size_t n = mine.size(); n-- > 0;)
                if (group[mine[(first + n) % mine.size()]] == role)
                    partner = mine[(first + n) % mine.size()];
        }
        mine.push_back(partner);
        if (mine.size() > 4) mine.erase(mine.begin());
        contacts.push_back({person, partner, role, i / 2500});
    }
    return contacts;
}

TEST_CASE("contacts with the same few are told from chance") {
    std::vector<std::uint32_t> group(40, 1);
    std::fill(group.begin(), group.begin() + 10, 0U);
    std::fill(group.begin() + 30, group.end(), 2U);
    const std::array<std::size_t, 3> members = {10, 20, 10};
    const std::vector<Contact> contacts = contacts_with_the_known(group);
    const RepeatContact whole = repeat_contact(contacts, members, group, 8, 4, 4);
    // Standard error .005. The places of this memory move and those of the estimate stay: the same.
    CHECK(whole.again(std::vector<double>(8, 1.0)) == Approx(0.6).margin(0.02));
    // Cut off at the beginning, it is the same, because only full memories count.
    const RepeatContact late =
        repeat_contact(std::span(contacts).subspan(10'000), members, group, 8, 4, 4);
    CHECK(late.n < 10'000.0);
    CHECK(late.again(std::vector<double>(8, 1.0)) == Approx(0.6).margin(0.03));
}

TEST_CASE("the memory that people have is the likeliest, and only strangers are chosen by chance") {
    std::vector<std::uint32_t> group(40, 1);
    std::fill(group.begin(), group.begin() + 10, 0U);
    std::fill(group.begin() + 30, group.end(), 2U);
    const std::array<std::size_t, 3> members = {10, 20, 10};
    const std::vector<Contact> contacts = contacts_with_the_known(group);
    const auto likelihood = [&](std::size_t memory) {
        return repeat_contact(contacts, members, group, 8, memory, 16).log_likelihood;
    };
    CHECK(likelihood(4) > likelihood(2) + 10.0);
    CHECK(likelihood(4) > likelihood(8) + 10.0);
    const RepeatContact right = repeat_contact(contacts, members, group, 8, 4, 4);
    CHECK(right.log_likelihood > 1000.0);
    // 0 writes to 1 four times, of which all but the first may be of memory, then to 2.
    const std::array<Contact, 5> few = {{{0, 1, 0}, {0, 1, 0}, {0, 1, 0}, {0, 1, 0}, {0, 2, 0}}};
    const std::vector<std::uint32_t> all_alike(3, 0);
    const RepeatContact found =
        repeat_contact(few, std::array<std::size_t, 1>{3}, all_alike, 1, 16, 0);
    CHECK(found.by_chance[0] == 0.0);
    CHECK(found.by_chance[1] < 4.0);
    CHECK(found.by_chance[2] == Approx(1.0));
}

TEST_CASE("who writes to anybody turns to nobody on purpose") {
    std::mt19937_64 bits(25);
    std::uniform_int_distribution<std::uint32_t> anybody(10, 29);
    std::vector<Contact> contacts;
    for (std::uint32_t i = 0; i < 5000; ++i) contacts.push_back({i % 10, anybody(bits), 1});
    std::vector<std::uint32_t> group(30, 1);
    std::fill(group.begin(), group.begin() + 10, 0U);
    const RepeatContact found =
        repeat_contact(contacts, std::array<std::size_t, 2>{10, 20}, group, 1);
    CHECK(found.again(std::vector<double>{1.0}) < 0.03);
    CHECK(found.circle == 0.0);
    CHECK(RepeatContact{}.again({}) == 0.0);
    for (std::uint32_t i = 0; i < 85'000; ++i) contacts.push_back({i % 10, anybody(bits), 1});
    CHECK(repeat_contact(contacts, std::array<std::size_t, 2>{10, 20}, group, 1).circle == 0.0);
}

/// Forty people choose each other, by popularities of a gamma law of size 2: a share of the time
/// from memory, else by popularity alone or out of a circle.
struct Choosing {
    double again = 0.0;
    double circle = 0.0;  ///< concentration; 0: no circles
    std::size_t count = 30'000;

    RepeatContact found(Others others) const {
        return repeat_contact(contacts(), std::array<std::size_t, 1>{people}, group, 10, 16, 16,
                              others);
    }
    std::vector<Contact> contacts() const {
        std::mt19937_64 bits(26);
        std::uniform_real_distribution<double> uniform;
        std::gamma_distribution<double> popularity(2.0, 0.5);
        std::vector<double> popular;
        for (std::size_t i = 0; i < people; ++i) popular.push_back(popularity(bits));
        std::discrete_distribution<std::uint32_t> anybody(popular.begin(), popular.end());
        std::vector<std::vector<std::uint32_t>> met(people);
        std::vector<std::vector<std::uint32_t>> own(people);  // choices of the circle
        std::vector<Contact> all;
        const auto one_of = [&](const std::vector<std::uint32_t>& some) {
            return some[static_cast<std::size_t>(uniform(bits) * static_cast<double>(some.size()))];
        };
        for (std::size_t i = 0; i < count; ++i) {
            const auto person =
                static_cast<std::uint32_t>(uniform(bits) * static_cast<double>(people));
            std::uint32_t partner = person;
            if (!met[person].empty() && uniform(bits) < again) {
                partner = one_of(met[person]);
            } else {
                // The urn of Blackwell & MacQueen: an earlier choice, or a new one.
                const auto size = static_cast<double>(own[person].size());
                if (circle > 0.0 && uniform(bits) < size / (size + circle))
                    partner = one_of(own[person]);
                while (partner == person) partner = anybody(bits);
                own[person].push_back(partner);
            }
            all.push_back({person, partner, 0, i * 10 / count});
            for (const auto& [one, other] : {std::pair(person, partner), {partner, person}}) {
                met[one].push_back(other);
                if (met[one].size() > 16) met[one].erase(met[one].begin());
            }
        }
        return all;
    }

    static constexpr std::size_t people = 40;
    std::vector<std::uint32_t> group = std::vector<std::uint32_t>(people, 0);
};

TEST_CASE("who is popular is not taken for who is remembered") {
    const std::vector<double> ones(10, 1.0);
    const RepeatContact found = Choosing{0.0}.found(Others::anybody);
    CHECK(found.again(ones) < 0.02);
    CHECK(Choosing{0.5}.found(Others::anybody).again(ones) == Approx(0.5).margin(0.02));
    CHECK(found.circle == 0.0);
}

TEST_CASE("circles are told from memory and from popularity, with their concentration") {
    const std::vector<double> ones(10, 1.0);
    const Choosing choosing{0.3, 10.0};
    const RepeatContact found = choosing.found(Others::of_circle);
    // The standard error is about 4 %.
    CHECK(found.circle == Approx(10.0).epsilon(0.15));
    CHECK(found.circle_error > 0.01);
    CHECK(found.circle_error < 0.1);
    CHECK(found.again(ones) == Approx(0.3).margin(0.02));
    CHECK(found.log_likelihood > choosing.found(Others::anybody).log_likelihood + 100.0);
    CHECK(choosing.found(Others::likeliest).circle == found.circle);
    // Where there are none, they explain nothing.
    CHECK(Choosing{0.3}.found(Others::likeliest).circle == 0.0);
    // Two choices agree with a chance that falls with the size of circles.
    CHECK(Choosing{0.0, 4.0}.found(Others::of_circle).agreement >
          1.5 * Choosing{0.0, 20.0}.found(Others::of_circle).agreement);
}

TEST_CASE("hand-offs are counted from station to station and returns are seen") {
    // a b a c | a | b a b
    const std::vector<Stop> stops = {{1, 0}, {1, 0}, {1, 1}, {1, 0}, {1, 2},
                                     {2, 0}, {3, 1}, {3, 0}, {3, 1}};
    const Handoffs found = count_handoffs(stops);
    CHECK(found.per_case == std::vector<std::size_t>{3, 0, 2});
    CHECK(found.between.at({0, 1}) == 2);
    CHECK(found.returning_share == Approx(2.0 / 3.0));
    CHECK(found.returns_per_case == Approx(2.0 / 3.0));
    CHECK(found.back_at_once == Approx(2.0 / 3.0));
    // From b always to a; from a two of three times to b.
    CHECK(found.back_if_forgetful == Approx((1.0 + 2.0 / 3.0 + 2.0 / 3.0) / 3.0));
    CHECK(found.chance(0, 1, 3) == Approx(2.5 / 4.0));
    CHECK(found.chance(2, 0, 3) == Approx(0.5));
}

TEST_CASE("a deadline shows as an atom above its neighbours") {
    std::mt19937_64 bits(23);
    std::exponential_distribution<double> wait(1.0 / 40.0);
    std::vector<double> minutes;
    for (int i = 0; i < 5000; ++i) minutes.push_back(std::floor(wait(bits)));
    for (int i = 0; i < 300; ++i) minutes.push_back(60.0);
    const std::vector<Atom> atoms = find_atoms(minutes, 1.0);
    REQUIRE(atoms.size() == 1);
    CHECK(atoms[0].value == 60.0);
    CHECK(atoms[0].share == Approx(300.0 / 5300.0).margin(0.01));
}

TEST_CASE("replies that sendings bring about are told from what would have been written anyway") {
    // Forty pairs; baseline 0.5 an hour each way, 0.4 replies a sending after 5 minutes on average.
    std::mt19937_64 bits(24);
    std::exponential_distribution<double> gap_h(0.5);
    std::exponential_distribution<double> delay_h(12.0);
    std::poisson_distribution<int> replies(0.4);
    std::vector<HourlySending> all;
    constexpr double length_h = 336.0;
    for (std::uint32_t pair = 0; pair < 40; ++pair) {
        std::vector<std::pair<double, bool>> queue;
        for (const bool is_back : {false, true})
            for (double at = gap_h(bits); at < length_h; at += gap_h(bits))
                queue.emplace_back(at, is_back);
        for (std::size_t i = 0; i < queue.size(); ++i) {
            const auto [at, is_back] = queue[i];
            for (int k = replies(bits); k > 0; --k)
                queue.emplace_back(at + delay_h(bits), !is_back);
        }
        for (const auto& [at, is_back] : queue) {
            const std::uint32_t a = 2 * pair + (is_back ? 1 : 0);
            const std::uint32_t b = 2 * pair + (is_back ? 0 : 1);
            all.push_back({{static_cast<std::int64_t>(at * 3.6e9), a, b},
                           static_cast<std::uint8_t>(static_cast<int>(at) % 168)});
        }
    }
    std::ranges::sort(all, {}, [](const HourlySending& one) { return one.sending.at; });
    const Excitation found = fit_excitation(all, std::vector<double>(168, 2.0));
    // Standard error of the share about .008, of the delay about 2 %.
    CHECK(found.kernels[0].replies == Approx(0.4).margin(0.04));
    CHECK(found.kernels[0].mean_delay_s == Approx(300.0).epsilon(0.08));
    CHECK(found.triggered_share == Approx(0.4).margin(0.04));
    CHECK(found.gain > 0.1);
}

TEST_CASE("distances of samples are arithmetic") {
    const std::array<double, 2> one = {0, 1};
    const std::array<double, 3> other = {1, 1, 4};
    CHECK(largest_share_difference(one, other) == Approx(0.5));
    // Shares: 1/2 apart on [0, 1), 1/3 apart on [1, 4).
    CHECK(mean_move(one, other) == Approx(0.5 + 1.0));
    CHECK(mean_move(other, one) == Approx(1.5));
    CHECK(mean_move(one, one) == 0.0);
    CHECK(std::isnan(mean_move(one, {})));
    const std::array<double, 3> bins = {2, 0, 2};
    const std::array<double, 2> other_bins = {0, 3};
    CHECK(mean_move_of_bins(bins, other_bins) == Approx(1.0));
    CHECK(total_variation(bins, other_bins) == 1.0);
    CHECK(total_variation(bins, bins) == 0.0);
}

TEST_CASE("limits from resampled weeks hold the truth nine times in ten") {
    // 400 logs of 10 weeks, whose weekly ratios vary more than their counts say: binomial error
    // .015, four of them around .9.
    std::mt19937_64 bits(25);
    std::gamma_distribution<double> busy(10.0, 0.1);
    int held = 0;
    for (int log = 0; log < 400; ++log) {
        std::vector<double> counts;
        for (int week = 0; week < 10; ++week)
            counts.push_back(std::poisson_distribution<int>(50.0 * busy(bits))(bits));
        const auto rate = [&](std::span<const double> weights) {
            double sum = 0.0;
            double weeks = 0.0;
            for (std::size_t i = 0; i < counts.size(); ++i) {
                sum += weights[i] * counts[i];
                weeks += weights[i];
            }
            return std::vector<double>{sum / weeks};
        };
        const Estimate found = estimate_by_clusters(10, rate, Scale::log, 0.9, 60)[0];
        held += found.limits.lower <= 50.0 && 50.0 <= found.limits.upper ? 1 : 0;
    }
    CHECK(held / 400.0 == Approx(0.9).margin(0.06));
}

TEST_CASE("one week says nothing of how weeks differ") {
    const auto one = [](std::span<const double>) { return std::vector<double>{0.4}; };
    const Estimate found = estimate_by_clusters(1, one, Scale::logit)[0];
    CHECK(found.value == 0.4);
    CHECK(found.limits.lower == 0.0);
    CHECK(found.limits.upper == 1.0);
}

}  // namespace
