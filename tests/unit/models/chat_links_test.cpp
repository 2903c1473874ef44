// SPDX-License-Identifier: Apache-2.0
// Conversations between colleagues at two sites, 2 minutes apart. Writing a message takes 2 minutes
// and reading it 1.
#include <catch2/catch.hpp>

#include "tests/support/linked_wards.hpp"

namespace wardwire::test {
namespace {

constexpr sim::Duration chat_latency = sim::minutes{2};

/// A site whose people answer with these chances, and write to nobody at their own site.
Ward site(std::uint32_t nurses, std::vector<double> continuation) {
    Ward ward(minute(119));
    ward.role("nurse", nurses);
    models::ChatSpec& chat = ward.scenario.chat.emplace();
    chat.to = {{1.0}};
    chat.users_probability = {1.0};
    chat.continuation_probability = std::move(continuation);
    chat.writing = {always(minute(2))};
    chat.reading = {always(minute(1))};
    chat.affinity.elsewhere_probability = 1.0;
    return ward;
}

}  // namespace

TEST_CASE("a turn goes to the other site and the answer comes back, each in the link's time") {
    // Two people at either site, for only who has a colleague of the role begins anything.
    LinkedWards wards({site(2, {1.0, 1.0, 0.0}), site(2, {1.0, 1.0, 0.0})}, chat_latency);
    wards[0].conversation(minute(10), 0);
    const Course course = wards.run();
    // Written 10-12, there 14, read 14-15, answered 17, back 19, read 19-20, answered 22, there 24,
    // read at 25, of which the first site hears at 27.
    const auto rows = course.rows_of_conversation(1ULL << 48);
    REQUIRE(rows.size() == 3);
    std::vector<sim::Duration> sent;
    std::vector<sim::Duration> delivered;
    for (const sim::MessageRow& row : rows) {
        sent.push_back(sim::Duration{row.sent_at});
        delivered.push_back(sim::Duration{row.delivered_at});
    }
    // Rows are in the order of sites: the one that came back first.
    CHECK(sent == std::vector<sim::Duration>{minute(17), minute(12), minute(22)});
    CHECK(delivered == std::vector<sim::Duration>{minute(19), minute(14), minute(24)});
    CHECK(rows[0].reply_to == static_cast<std::int64_t>(rows[1].message));
    CHECK(rows[2].reply_to == static_cast<std::int64_t>(rows[0].message));
    CHECK(rows[1].sender == 0);
    CHECK(rows[0].recipient == 0);
    CHECK(rows[1].recipient == rows[0].sender);
    CHECK(rows[1].recipient >= 2);
    CHECK(course.metric("conversations_started") == 1.0);
    CHECK(course.metric("conversations_open_at_end") == 0.0);
    CHECK(course.metric("turns_per_conversation") == 3.0);
    CHECK(course.metric("participants_per_conversation") == 2.0);
    CHECK(course.metric("response_latency") == 5.0);
    CHECK(course.metric("conversation_duration") == 10.0);
    CHECK(course.metric("distinct_partners") == 1.0);
    CHECK(course.metric("top_partner_share") == 1.0);
    CHECK(course.metric("open_conversation_minutes") == Approx((15.0 + 11.0) / 2.0));
}

TEST_CASE("a turn that nobody answers elsewhere ends the conversation when it has been read") {
    LinkedWards wards({site(2, {0.0}), site(2, {0.0})}, chat_latency);
    wards[0].conversation(minute(10), 0);
    const Course course = wards.run();
    CHECK(course.metric("turns_per_conversation") == 1.0);
    CHECK(course.metric("conversations_open_at_end") == 0.0);
    // Sent at 12; read 14-15 there, and known here at 17.
    CHECK(course.metric("open_conversation_minutes") == Approx((5.0 + 1.0) / 2.0));
}

TEST_CASE("a conversation whose turn is elsewhere when the run ends is open") {
    LinkedWards wards({site(2, {1.0}), site(2, {1.0})}, chat_latency);
    wards[0].conversation(minute(115), 0);
    const Course course = wards.run();
    CHECK(course.metric("conversations_started") == 1.0);
    CHECK(course.metric("conversations_open_at_end") == 1.0);
}

TEST_CASE("nobody writes to a site that has no chat, or no link") {
    LinkedWards wards({site(2, {0.0}), site(2, {0.0})}, chat_latency);
    wards[1].scenario.chat.reset();
    wards[0].conversation(minute(10), 0);
    const Course alone = wards.run();
    REQUIRE(alone.rows_of_conversation(1ULL << 48).size() == 1);
    CHECK(alone.rows_of_conversation(1ULL << 48)[0].recipient == 1);
}

}  // namespace wardwire::test
