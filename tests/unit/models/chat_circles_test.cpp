// SPDX-License-Identifier: Apache-2.0
// People who keep to circles of their own.
#include <catch2/catch.hpp>
#include <map>
#include <vector>

#include "tests/support/notes.hpp"

namespace wardwire::test {

namespace {

/// How likely two of a sender's messages went to the same person, over all senders.
double chance_of_one_recipient(const Course& course, std::size_t senders) {
    std::vector<std::map<std::int32_t, double>> to(senders);
    for (const sim::MessageRow& row : course.observation.messages)
        ++to[static_cast<std::size_t>(row.sender)][row.recipient];
    double sum = 0.0;
    for (const auto& own : to) {
        double all = 0.0;
        double pairs = 0.0;
        for (const auto& [recipient, count] : own) {
            all += count;
            pairs += count * (count - 1.0);
        }
        sum += pairs / (all * (all - 1.0)) / static_cast<double>(senders);
    }
    return sum;
}

}  // namespace

TEST_CASE("who keeps to an own circle meets the same people as its concentration says") {
    Notes ward(400);
    ward.chat().affinity.circle = sim::Constant{4.0};
    const Course course = ward.run();
    // Of a Dirichlet process two draws agree with chance 1 / (1 + concentration), or else by the
    // chance of the base, here 1 of 399 (Blackwell & MacQueen 1973). The chances of people differ
    // with a standard deviation of 0.11; 4 standard errors.
    CHECK(chance_of_one_recipient(course, 400) == Approx(0.2 + 0.8 / 399).margin(0.022));
    // As often for who writes little: it is no matter of how much is remembered.
    ward.chat().starts_per_second = {0.1 / 3600.0};
    CHECK(chance_of_one_recipient(ward.run(), 400) == Approx(0.2 + 0.8 / 399).margin(0.022));
    for (const sim::MessageRow& row : course.observation.messages)
        CHECK(row.recipient != row.sender);
}

TEST_CASE("of a circle who is popular has more, and who is never chosen has none") {
    Notes ward(50);
    ward.chat().affinity.circle = sim::Constant{20.0};
    ward.chat().effects.popularity = {sim::ZeroInflated{0.6, sim::Constant{2.5}}};
    ward.chat().effects.people = models::FactorsOfPeople::dealt;
    std::map<std::int32_t, double> got;
    for (const sim::MessageRow& row : ward.run().observation.messages) ++got[row.recipient];
    CHECK(got.size() == 20);
}

}  // namespace wardwire::test
