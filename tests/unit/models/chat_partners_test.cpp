// SPDX-License-Identifier: Apache-2.0
// Who begins conversations how often, and with whom.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "models/chat_starts.hpp"
#include "tests/support/notes.hpp"

namespace wardwire::test {

using models::Channel;

namespace {

/// How many messages each person sent.
std::map<std::int32_t, double> sent_by(const Course& course) {
    std::map<std::int32_t, double> sent;
    for (const sim::MessageRow& row : course.observation.messages) ++sent[row.sender];
    return sent;
}

/// The share of the messages that goes to the recipient who gets most of the sender's, and the
/// number of recipients.
struct Spread {
    double top_share = 0.0;
    std::size_t partners = 0;
};
Spread spread_of(const Course& course, std::int32_t sender) {
    std::map<std::int32_t, double> to;
    double all = 0.0;
    double top = 0.0;
    for (const sim::MessageRow& row : course.observation.messages)
        if (row.sender == sender) {
            top = std::max(top, ++to[row.recipient]);
            ++all;
        }
    return {top / all, to.size()};
}

}  // namespace

TEST_CASE("a person's factor says how often this person begins, and 0 that it never happens") {
    Notes ward(400);
    ward.chat().effects.person = {sim::ZeroInflated{0.25, sim::Gamma{2.0, 2.0 / 3.0}}};
    const Course course = ward.run();
    // A quarter of 400 never begin: a binomial number with standard deviation 8.7; the bounds, 4 of
    // them, are crossed by chance less than once in 10,000 seeds.
    const auto sent = sent_by(course);
    CHECK(sent.size() > 300 - 35);
    CHECK(sent.size() < 300 + 35);
    // The mean stays: 672 each, within 4 standard errors of the mean of 400 factors, whose standard
    // deviation is 1.
    CHECK(course.metric("conversations_started") == Approx(400.0 * 672.0).epsilon(4.0 / 20.0));
    // People keep their factor: week after week the same ones are silent.
    CHECK(sent_by(ward.run()) == sent);
}

TEST_CASE("the people of a unit share its factor, and those of a site the site's") {
    Notes ward(40);
    ward.scenario.units = 2;
    // A unit either begins nothing or twice as much.
    ward.chat().effects.unit = sim::ZeroInflated{0.5, sim::Constant{2.0}};
    std::set<std::size_t> units_that_write;
    for (std::uint32_t replication = 0; replication < 20; ++replication) {
        std::map<std::int32_t, std::size_t> writers;
        for (const auto& [person, messages] : sent_by(ward.run(replication)))
            ++writers[person / 20];
        for (const auto& [unit, people] : writers) CHECK(people == 20);
        units_that_write.insert(writers.size());
    }
    // None, one and both: each has a chance of at least a quarter in 20 replications.
    CHECK(units_that_write == std::set<std::size_t>{0, 1, 2});
    ward.chat().effects.unit = sim::Constant{1.0};
    ward.chat().effects.site = sim::Constant{0.5};
    const double halved = ward.run().metric("conversations_started");
    // A Poisson number with mean 13440; 4 standard deviations.
    CHECK(halved == Approx(0.5 * 40 * 672).margin(4.0 * 116.0));
}

TEST_CASE("a factor of each day makes days differ, and leaves their mean") {
    Notes ward(20, sim::weeks{30});
    ward.chat().effects.day = sim::Gamma{4.0, 0.25};
    std::vector<double> days(210, 0.0);
    for (const sim::MessageRow& row : ward.run().observation.messages)
        ++days[static_cast<std::size_t>(sim::Duration{row.sent_at} / sim::days{1})];
    double sum = 0.0;
    double squares = 0.0;
    for (const double count : days) {
        sum += count;
        squares += count * count;
    }
    const double mean = sum / 210.0;
    const double variance = squares / 210.0 - mean * mean;
    // 480 a day; the factor has variance 1/4. The relative errors of mean and variance are 3.5 %
    // and 15 %; 4 standard errors.
    CHECK(mean == Approx(480.0).epsilon(0.14));
    CHECK(variance == Approx(480.0 + 0.25 * 480.0 * 480.0).epsilon(0.6));
}

TEST_CASE("dealt factors are the same in every run, to other people") {
    Notes ward(10);
    ward.chat().effects.person = {sim::Exponential{1.0}};
    ward.chat().effects.people = models::FactorsOfPeople::dealt;
    const auto factors = [&](std::uint32_t replication) {
        const models::Site site(ward.scenario, {1, replication, 1.0});
        return models::factors_of_people(site, models::Draw::person_effect,
                                         ward.chat().effects.person);
    };
    ward.complete();
    std::vector<double> first = factors(0);
    std::vector<double> second = factors(1);
    CHECK(first != second);
    std::ranges::sort(first);
    std::ranges::sort(second);
    CHECK(first == second);
    for (std::size_t k = 0; k < 10; ++k)
        CHECK(first[k] == Approx(-std::log(1.0 - (static_cast<double>(k) + 0.5) / 10.0)));
}

TEST_CASE("who is popular is chosen by strangers as much oftener as the factor says") {
    Notes ward(5, sim::weeks{8});
    // Of five people two are popular and three are chosen by nobody.
    ward.chat().effects.popularity = {sim::ZeroInflated{0.6, sim::Constant{2.5}}};
    ward.chat().effects.people = models::FactorsOfPeople::dealt;
    std::map<std::int32_t, double> got;
    for (const sim::MessageRow& row : ward.run().observation.messages) ++got[row.recipient];
    CHECK(got.size() == 2);
}

TEST_CASE("who writes more is chosen more, as far as people are alike") {
    Notes ward(20, sim::weeks{8});
    ward.chat().effects.people = models::FactorsOfPeople::dealt;
    ward.chat().effects.person = {sim::Gamma{1.0, 1.0}};
    ward.chat().effects.popularity = {sim::Gamma{1.0, 1.0}};
    const auto sent_and_got = [&] {
        std::array<std::vector<double>, 2> counts{std::vector<double>(20), std::vector<double>(20)};
        for (const sim::MessageRow& row : ward.run().observation.messages) {
            ++counts[0][static_cast<std::size_t>(row.sender)];
            ++counts[1][static_cast<std::size_t>(row.recipient)];
        }
        return counts;
    };
    ward.chat().effects.alike = 1.0;
    const auto [sent, got] = sent_and_got();
    // Both have the same quantiles in the same order, but nobody writes to him- or herself.
    const auto most = std::ranges::max_element(sent) - sent.begin();
    CHECK(most == std::ranges::max_element(got) - got.begin());
    const auto orders_alike = [](const std::vector<double>& a, const std::vector<double>& b) {
        int alike = 0;
        for (std::size_t i = 0; i < a.size(); ++i)
            for (std::size_t k = 0; k < i; ++k) alike += (a[i] < a[k]) == (b[i] < b[k]) ? 1 : 0;
        return alike / 190.0;
    };
    CHECK(orders_alike(sent, got) > 0.85);
    ward.chat().effects.alike = 0.0;
    const auto [sent_apart, got_apart] = sent_and_got();
    CHECK(orders_alike(sent_apart, got_apart) < 0.75);
}

TEST_CASE("conversations that are begun in a row come as often in all, and close together") {
    Notes ward(20, sim::weeks{8});
    const double plain = static_cast<double>(ward.run().observation.messages.size());
    ward.chat().burst = models::ChatBurst{0.5, sim::Constant{120.0}};
    std::map<std::int32_t, std::int64_t> last;
    double close = 0.0;
    double all = 0.0;
    for (const sim::MessageRow& row : ward.run().observation.messages) {
        const std::int64_t gap = row.sent_at - std::exchange(last[row.sender], row.sent_at);
        close += sim::Duration{gap} == minute(2) ? 1.0 : 0.0;
        ++all;
    }
    // Clusters of two on average: counts have four times the variance of Poisson ones at most.
    CHECK(std::abs(all - plain) < 5.0 * std::sqrt(5.0 * plain));
    CHECK(close / all == Approx(0.5).margin(0.05));
}

TEST_CASE("who often writes to known partners has fewer, and one of them gets more") {
    Notes ward(30);
    const Spread among_all = spread_of(ward.run(), 0);
    ward.chat().affinity = {0.9, 16, 0.0};
    const Spread among_known = spread_of(ward.run(), 0);
    CHECK(among_all.partners == 29);
    CHECK(among_known.partners < among_all.partners);
    CHECK(among_known.top_share > 2.0 * among_all.top_share);
}

TEST_CASE("who always writes to the partner before keeps the first one") {
    Notes ward(10);
    ward.chat().starts_per_second = {0.0};
    ward.chat().affinity = {1.0, 1, 0.0};
    for (int hour = 1; hour < 30; ++hour) ward.conversation(sim::hours{hour}, 3);
    const Spread spread = spread_of(ward.run(), 3);
    CHECK(spread.partners == 1);
}

TEST_CASE("who writes to the same people again keeps to the sets he or she has met") {
    Notes ward(30);
    ward.chat().users_probability = {0.0, 0.0, 1.0};
    ward.chat().affinity.same_probability = 1.0;
    std::map<std::int32_t, std::set<std::set<std::int32_t>>> sets;
    std::map<std::uint64_t, std::set<std::int32_t>> others;
    std::map<std::uint64_t, std::int32_t> starter;
    for (const sim::MessageRow& row : ward.run().observation.messages) {
        others[row.conversation].insert(row.recipient);
        starter[row.conversation] = row.sender;
    }
    for (const auto& [conversation, people] : others) sets[starter[conversation]].insert(people);
    REQUIRE(others.size() > 1000);
    for (const auto& [person, met] : sets) CHECK(met.size() == 1);
}

TEST_CASE("of earlier conversations the n-th last is repeated with weight log(1 + 1/n)") {
    // Every other conversation is of before, out of so many people that nobody is met by chance
    // twice; the share that repeats the very last is log 2 / log 33 once 32 are known.
    Notes ward(3000);
    ward.chat().starts_per_second = {0.0};
    ward.chat().affinity.same_probability = 0.5;
    constexpr int count = 4000;
    for (int k = 0; k < count; ++k) ward.conversation(minute(10) * k, 0);
    std::vector<std::int32_t> partners;
    for (const sim::MessageRow& row : ward.run().observation.messages)
        partners.push_back(row.recipient);
    REQUIRE(partners.size() == count);
    double same = 0.0;
    for (std::size_t k = 33; k < partners.size(); ++k)
        same += partners[k] == partners[k - 1] ? 1.0 : 0.0;
    // The last but one may be of the same person as the last, and so on: the share is at least that
    // of the very last, 0.099, and at most 0.15; ten standard errors are 0.05.
    CHECK(same / count > 0.09);
    CHECK(same / count < 0.2);
}

TEST_CASE("who writes only in the own unit meets nobody else while a colleague is there") {
    Notes ward(30);
    ward.scenario.units = 5;
    ward.chat().affinity.own_unit_probability = 1.0;
    const Course course = ward.run();
    REQUIRE(course.observation.messages.size() > 1000);
    for (const sim::MessageRow& row : course.observation.messages) {
        CHECK(row.recipient / 6 == row.sender / 6);
        CHECK(row.recipient != row.sender);
    }
}

TEST_CASE("what the units of a site do is counted apart, and together it is what its role does") {
    Notes ward(30);
    ward.scenario.units = 3;
    const Course course = ward.run();
    std::array<double, 3> sent{};
    for (const auto& [person, messages] : sent_by(course))
        sent[static_cast<std::size_t>(person) / 10] += static_cast<double>(messages);
    double received = 0.0;
    for (std::size_t unit = 0; unit < 3; ++unit) {
        CHECK(course.metric("messages_sent_by_unit", unit) == sent[unit]);
        received += course.metric("messages_received_by_unit", unit);
    }
    constexpr std::size_t chat = 1;
    CHECK(received == course.metric("messages_received", chat));
}

TEST_CASE("a role without members is written to by nobody, and the others get its share") {
    Notes ward(10);
    const auto pharmacist = ward.role("pharmacist", 0);
    const auto physician = ward.role("physician", 5);
    ward.chat().starts_per_second = {1.0 / 3600.0, 0.0, 0.0};
    ward.chat().to = {{0.0, 0.5, 0.5}, {1.0, 0.0, 0.0}, {1.0, 0.0, 0.0}};
    const Course course = ward.run();
    CHECK(course.outcomes.chat_by_role_pair[pharmacist.index()] == 0);
    // A Poisson number with mean 6720; 4 standard deviations.
    CHECK(static_cast<double>(course.outcomes.chat_by_role_pair[physician.index()]) ==
          Approx(6720.0).margin(4.0 * 82.0));
}

TEST_CASE("a push may reach somebody off duty, who answers in his or her own time") {
    Notes ward(1, sim::hours{23});
    ward.chat().starts_per_second = {0.0};
    ward.chat().continuation_probability = {1.0, 0.0};
    ward.chat().writing = {always(minute(2))};
    ward.chat().reading = {always(minute(1))};
    const auto evening = ward.role("evening");
    ward[evening].roster = daily_shift(sim::hours{20}, sim::hours{22});
    ward.chat().to = {{0.0, 1.0}, {1.0, 0.0}};
    ward.attention(evening, Channel::chat).off_duty_probability = 1.0;
    ward.attention(evening, Channel::chat).noticed_at_once_probability = 0.0;
    ward.attention(evening, Channel::chat).notice_delay = always(minute(30));
    ward.conversation(minute(10), 0);
    const Course course = ward.run();
    // Sent 12, noticed 42, read 42-43, answered 45.
    CHECK(course.metric("response_latency") == 33.0);
    CHECK(course.metric("after_hours", evening.index()) == Approx(3.0 / 60.0));
    ward.attention(evening, Channel::chat).off_duty_probability = 0.0;
    CHECK(ward.run().metric("response_latency") == Approx(20.0 * 60 + 3 - 12));
}

namespace {

/// Adds an office on duty from 8 to 16, to which all write, and where each delay is two hours.
auto slow_office(Notes& ward) {
    ward.chat().starts_per_second = {0.0};
    const auto office = ward.role("office");
    ward[office].roster = daily_shift(sim::hours{8}, sim::hours{16});
    ward.chat().to = {{0.0, 1.0}, {1.0, 0.0}};
    models::ChannelAttention& rule = ward.attention(office, Channel::chat);
    rule.noticed_at_once_probability = 0.0;
    rule.notice_delay = always(sim::hours{2});
    return office;
}

}  // namespace

TEST_CASE("on the clock of duty a message waits for as much of the shifts as its delay is long") {
    Notes ward(1, sim::days{2});
    ward.chat().continuation_probability = {1.0, 0.0};
    ward.chat().writing = {always(minute(2))};
    ward.chat().reading = {always(minute(1))};
    const auto office = slow_office(ward);
    const auto read_at = [&](sim::Duration written, models::NoticeClock clock) {
        Ward asked = ward;
        asked.attention(office, Channel::chat).notice_clock = clock;
        asked.conversation(written - minute(2), 0);
        const auto rows = asked.run().rows_of_conversation(1ULL << 48);
        return sim::Duration{rows.at(0).read_at};
    };
    using enum models::NoticeClock;
    const sim::Duration next_day = sim::days{1};
    CHECK(read_at(sim::hours{10}, duty) == sim::hours{12});
    CHECK(read_at(sim::hours{15}, duty) == next_day + sim::hours{9});
    CHECK(read_at(sim::hours{15}, wall) == next_day + sim::hours{8});
    CHECK(read_at(sim::hours{5}, duty) == sim::hours{10});
    CHECK(read_at(sim::hours{5}, wall) == sim::hours{8});
    CHECK(read_at(sim::hours{20}, duty) == next_day + sim::hours{10});
}

TEST_CASE("on the clock of the week a delay passes as fast as its hour says, on duty or off") {
    Notes ward(1, sim::days{2});
    ward.chat().continuation_probability = {0.0};
    ward.chat().writing = {always(sim::Duration::zero())};
    const auto office = slow_office(ward);
    models::ChannelAttention& rule = ward.attention(office, Channel::chat);
    rule.notice_clock = models::NoticeClock::week;
    for (std::size_t h = 0; h < rule.notice_profile.size(); ++h)
        rule.notice_profile[h] = h % 24 >= 8 && h % 24 < 16 ? 2.0 : 0.5;
    const auto read_at = [&](sim::Duration written, double off_duty = 0.0) {
        Ward asked = ward;
        asked.attention(office, Channel::chat).off_duty_probability = off_duty;
        asked.conversation(written, 0);
        const auto rows = asked.run().rows_of_conversation(1ULL << 48);
        return sim::Duration{rows.at(0).read_at};
    };
    CHECK(read_at(sim::hours{10}) == sim::hours{11});
    // Three hours count as half as many; the rest passes on duty, twice as fast.
    CHECK(read_at(sim::hours{5}) == sim::hours{8} + minute(15));
    // It is due in the evening, and seen then or when the next shift begins.
    CHECK(read_at(sim::hours{15} + minute(30), 1.0) == sim::hours{18});
    CHECK(read_at(sim::hours{15} + minute(30)) == sim::days{1} + sim::hours{8});
}

}  // namespace wardwire::test
