// SPDX-License-Identifier: Apache-2.0
// Conversations between colleagues. Writing a message takes 2 minutes and reading it 1.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::Activity;
using models::Channel;
using models::WhenBusy;

namespace {

/// Two nurses who chat in turns with these chances of an answer.
struct Talk : Ward {
    explicit Talk(std::vector<double> continuation) : Ward(minute(119)), nurse(role("nurse", 2)) {
        models::ChatSpec& chat = scenario.chat.emplace();
        chat.to = {{1.0}};
        chat.users_probability = {1.0};
        chat.continuation_probability = std::move(continuation);
        chat.writing = {always(minute(2))};
        chat.reading = {always(minute(1))};
    }
    models::ChatSpec& chat() { return *scenario.chat; }
    models::RoleId nurse;
};

/// The first conversation of a person, as the log names it.
std::vector<sim::MessageRow> rows_of_talk(const Course& course, std::uint64_t staff) {
    return course.rows_of_conversation(1ULL << 48 | staff << 26);
}

}  // namespace

TEST_CASE("a conversation takes turns and every reply emerges from reading and writing") {
    Talk ward({1.0, 1.0, 0.0});
    ward.conversation(minute(10), 0);
    const Course course = ward.run();
    // Person 0 writes 10-12, person 1 reads 12-13 and writes 13-15, person 0 reads 15-16 and
    // writes 16-18, person 1 reads 18-19.
    const auto rows = rows_of_talk(course, 0);
    REQUIRE(rows.size() == 3);
    CHECK(sim::Duration{rows[0].sent_at} == minute(12));
    CHECK(sim::Duration{rows[0].responded_at} == minute(15));
    CHECK(rows[0].responder == 1);
    CHECK(sim::Duration{rows[1].responded_at} == minute(18));
    CHECK(sim::Duration{rows[2].closed_at} == minute(19));
    CHECK(rows[2].reply_to == static_cast<std::int64_t>(rows[1].message));
    CHECK(course.metric("conversations_started") == 1.0);
    CHECK(course.metric("turns_per_conversation") == 3.0);
    CHECK(course.metric("participants_per_conversation") == 2.0);
    CHECK(course.metric("response_latency") == 3.0);
    CHECK(course.metric("conversation_duration") == 6.0);
    CHECK(course.spent(ward.nurse, Activity::chat_writing) == minute(6));
    CHECK(course.spent(ward.nurse, Activity::chat_reading) == minute(3));
}

TEST_CASE("messages of a turn are sent one after another and read together") {
    Talk ward({1.0, 0.0});
    ward.chat().messages_per_turn = sim::Constant{3.0};
    ward.conversation(minute(10), 0);
    const Course course = ward.run();
    // Sent at 12, 14 and 16; read 16-19; answered at 21, 23 and 25.
    const auto rows = rows_of_talk(course, 0);
    REQUIRE(rows.size() == 6);
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(sim::Duration{rows[k].sent_at} == minute(12 + 2 * static_cast<int>(k)));
        CHECK(sim::Duration{rows[k].delivered_at} == minute(16));
        CHECK(sim::Duration{rows[k].read_at} == minute(16));
        CHECK(rows[k].closed_at >= rows[k].read_at);
    }
    CHECK(course.metric("response_latency") == 21.0 - 12.0);
    CHECK(course.metric("messages_per_conversation") == 6.0);
    CHECK(course.metric("turns_per_conversation") == 2.0);
    const auto chat = static_cast<std::size_t>(Channel::chat);
    CHECK(course.metric("messages_sent", chat) == 6.0);
    CHECK(course.metric("messages_received", chat) == 6.0);
}

TEST_CASE("the latency of a reply holds the rest of the task that the reader was at") {
    Talk ward({1.0, 0.0});
    const auto physician = ward.role("physician");
    ward.chat().to = {{0.0, 1.0}, {1.0, 0.0}};
    ward.task(physician, minute(10), minute(30));
    ward.when_busy(physician, WhenBusy::finish_task, Channel::chat);
    ward.conversation(minute(18), 0);
    // Sent 20, read 40-41, answered 43.
    CHECK(ward.run().metric("response_latency") == 23.0);
    ward.when_busy(physician, WhenBusy::interrupt, Channel::chat);
    const Course course = ward.run();
    CHECK(course.metric("response_latency") == 3.0);
    CHECK(course.outcomes.roles[1].interruptions == std::array<std::uint64_t, 4>{0, 0, 0, 1});
}

TEST_CASE("in a group the first who reads answers and the others only read") {
    Talk ward({1.0, 0.0});
    ward[ward.nurse].count = 1;
    const auto quick = ward.role("quick");
    const auto busy = ward.role("busy");
    ward.chat().to = {{0.0, 0.5, 0.5}, {1.0, 0.0, 0.0}, {1.0, 0.0, 0.0}};
    ward.chat().users_probability = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0};
    ward.task(busy, minute(5), minute(60));
    ward.conversation(minute(10), 0);
    const Course course = ward.run();
    // Twelve are wanted, three are there: sent 12 to both, answered by the quick one at 15 to both
    // others; the busy one reads two turns from 65 on and answers none.
    CHECK(course.metric("participants_per_conversation") == 3.0);
    CHECK(course.metric("turns_per_conversation") == 2.0);
    CHECK(course.metric("response_latency") == 3.0);
    CHECK(course.spent(quick, Activity::chat_writing) == minute(2));
    CHECK(course.spent(busy, Activity::chat_writing) == minute(0));
    CHECK(course.spent(busy, Activity::chat_reading) == minute(2));
}

TEST_CASE("who has nobody to talk to begins nothing") {
    Talk ward({1.0});
    ward[ward.nurse].count = 1;
    ward.conversation(minute(10), 0);
    const Course course = ward.run();
    CHECK(course.metric("conversations_started") == 0.0);
    CHECK(course.spent(ward.nurse, Activity::free) == minute(119));
}

TEST_CASE("who is off duty begins nothing and answers later") {
    Talk ward({1.0, 0.0});
    ward.scenario.length = sim::hours{23};
    ward[ward.nurse].count = 1;
    const auto evening = ward.role("evening");
    ward[evening].roster = daily_shift(sim::hours{20}, sim::hours{22});
    ward.chat().to = {{0.0, 1.0}, {1.0, 0.0}};
    ward.conversation(minute(10), 0);
    ward.conversation(minute(30), 1);
    const Course course = ward.run();
    CHECK(course.metric("conversations_started") == 1.0);
    CHECK(course.metric("response_latency") == Approx(20.0 * 60 + 3 - 12));
}

TEST_CASE("who is off duty may begin a conversation in his or her own time") {
    Talk ward({0.0});
    ward.scenario.length = sim::hours{23};
    ward[ward.nurse].roster = daily_shift(sim::hours{20}, sim::hours{22});
    ward.chat().off_duty_probability = {1.0};
    ward.conversation(sim::hours{3}, 0);
    const Course course = ward.run();
    const auto rows = rows_of_talk(course, 0);
    REQUIRE(rows.size() == 1);
    CHECK(sim::Duration{rows[0].sent_at} == sim::hours{3} + minute(2));
    CHECK(course.metric("after_hours") == Approx(2.0 / 60.0));
}

TEST_CASE("each message of a turn is sent when it has been written, as long as that may take") {
    Talk ward({0.0});
    ward.chat().messages_per_turn = sim::Constant{3.0};
    ward.chat().writing = {sim::Uniform{60.0, 600.0}};
    ward.scenario.length = sim::hours{210};
    for (int k = 0; k < 200; ++k) ward.conversation(minute(10) + sim::hours{k}, 0);
    const auto rows = ward.run().observation.messages;
    REQUIRE(rows.size() == 600);
    double sum_s = 0.0;
    double squares = 0.0;
    double n = 0.0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[i].conversation != rows[i - 1].conversation) continue;
        const double gap_s = sim::in_seconds(sim::Duration{rows[i].sent_at - rows[i - 1].sent_at});
        CHECK(gap_s >= 60.0);
        CHECK(gap_s <= 600.0);
        sum_s += gap_s;
        squares += gap_s * gap_s;
        ++n;
    }
    // A uniform law has mean 330 and standard deviation 540 / sqrt(12) = 156; four standard errors.
    const double mean_s = sum_s / n;
    CHECK(mean_s == Approx(330.0).margin(4.0 * 156.0 / std::sqrt(n)));
    CHECK(std::sqrt(squares / n - mean_s * mean_s) == Approx(156.0).margin(16.0));
}

TEST_CASE("pauses part the messages of a turn, and others get it with the last one") {
    Talk ward({1.0, 0.0});
    ward.chat().messages_per_turn = sim::Constant{3.0};
    ward.chat().pause = always(minute(10));
    ward.conversation(minute(10), 0);
    const auto rows = rows_of_talk(ward.run(), 0);
    // Written 10-16; sent at 12, 14 + 10 and 16 + 20; read 36-39, answered at 41, 53 and 65.
    REQUIRE(rows.size() == 6);
    for (std::size_t k = 0; k < 6; ++k) {
        const auto n = static_cast<std::int64_t>(k % 3);
        const std::int64_t first = k < 3 ? 12 : 41;
        CHECK(sim::Duration{rows[k].sent_at} == minute(first + 12 * n));
        CHECK(sim::Duration{rows[k].delivered_at} == minute(first + 24));
    }
}

TEST_CASE("of several, those who do not answer all may answer the author alone") {
    Talk ward({1.0, 0.0});
    ward[ward.nurse].count = 3;
    ward.chat().users_probability = {0.0, 1.0};
    ward.chat().aside_probability = 1.0;
    ward.conversation(minute(10), 0);
    // Sent at 12; both read until 13. The first answers all at 15, the second begins a conversation
    // of two, whose turn is sent at 15 as well; each has one further turn at most.
    const Course course = ward.run();
    CHECK(course.metric("conversations_started") >= 2.0);
    CHECK(rows_of_talk(course, 0).size() == 4);
    std::size_t alone = 0;
    for (const std::uint64_t reader : {1U, 2U})
        for (const sim::MessageRow& row : rows_of_talk(course, reader)) {
            alone += row.sender == static_cast<std::int32_t>(reader) ? 1 : 0;
            if (row.sender != 0) CHECK(row.recipient == 0);
        }
    CHECK(alone == 1);
    ward.chat().to_all_factor = 0.0;
    const Course nobody_answers_all = ward.run();
    CHECK(rows_of_talk(nobody_answers_all, 0).size() == 2);
    CHECK(nobody_answers_all.metric("conversations_started") == 3.0);
    CHECK(rows_of_talk(nobody_answers_all, 1).size() == 2);
    ward.chat().to_aside_factor = 0.0;
    CHECK(rows_of_talk(ward.run(), 1).size() == 1);
}

TEST_CASE("turns of several messages may be answered less, and be fewer to several people") {
    Talk ward({1.0, 0.0});
    ward.chat().to_repeated_factor = {0.0};
    ward.conversation(minute(10), 0);
    CHECK(rows_of_talk(ward.run(), 0).size() == 2);
    ward.chat().messages_per_turn = sim::Categorical{std::vector{0.0, 0.0, 1.0}};
    CHECK(rows_of_talk(ward.run(), 0).size() == 2);  // both of one turn
    ward.chat().to_repeated_factor = {1.0};
    CHECK(rows_of_talk(ward.run(), 0).size() == 4);
    ward.chat().repeated_to_all_factor = 0.0;
    CHECK(rows_of_talk(ward.run(), 0).size() == 4);
    ward[ward.nurse].count = 500;  // so that hardly anybody is invited twice
    ward.chat().users_probability = {0.0, 1.0};
    ward.chat().messages_per_turn = sim::Categorical{std::vector{0.0, 0.5, 0.5}};
    ward.chat().repeated_to_all_factor = 0.5;
    ward.chat().continuation_probability = {0.0};
    ward.chat().writing = ward.chat().reading = {always(sim::Duration::zero())};
    ward.scenario.length = sim::hours{1001};
    for (int k = 1; k < 1000; ++k) ward.conversation(minute(10) + sim::hours{k}, 0);
    // Each message is two rows; a quarter of 1000 turns has two: standard error 14 messages.
    CHECK(static_cast<double>(ward.run().observation.messages.size()) / 2.0 ==
          Approx(1250.0).margin(4.0 * 14.0));
}

TEST_CASE("first turns may have messages of their own, and each turn its own factor of an answer") {
    Talk ward({1.0, 1.0, 0.0});
    ward.conversation(minute(10), 0);
    CHECK(rows_of_talk(ward.run(), 0).size() == 3);
    ward.chat().messages_of_first_turn = sim::Constant{3.0};
    CHECK(rows_of_talk(ward.run(), 0).size() == 3 + 1 + 1);
    ward.chat().to_repeated_factor = {1.0, 0.0};
    CHECK(rows_of_talk(ward.run(), 0).size() == 3 + 1 + 1);
    ward.chat().to_repeated_factor = {0.0, 1.0};
    CHECK(rows_of_talk(ward.run(), 0).size() == 3);
    ward.chat().messages_of_first_turn = sim::Constant{1.0};
    ward.chat().messages_per_turn = sim::Constant{2.0};
    CHECK(rows_of_talk(ward.run(), 0).size() == 1 + 2 + 2);
    ward.chat().to_repeated_factor = {1.0, 0.0};
    CHECK(rows_of_talk(ward.run(), 0).size() == 1 + 2);
}

TEST_CASE("turns may be answered more at some hours of the day than at others") {
    Talk ward({1.0, 0.0});
    ward.conversation(minute(10), 0);
    ward.conversation(minute(10) + sim::hours{1}, 1);
    ward.chat().answered_at_factor.assign(24, 1.0);
    CHECK(rows_of_talk(ward.run(), 0).size() == 2);
    CHECK(rows_of_talk(ward.run(), 1).size() == 2);
    ward.chat().answered_at_factor[1] = 0.0;
    CHECK(rows_of_talk(ward.run(), 0).size() == 2);
    CHECK(rows_of_talk(ward.run(), 1).size() == 1);
}

TEST_CASE("who has just written notices the answer as the exchange says, and others as always") {
    Talk ward({1.0, 1.0, 0.0});
    ward[ward.nurse].count = 2;
    ward[ward.nurse].attention.channel[1].noticed_at_once_probability = 0.0;
    ward[ward.nurse].attention.channel[1].notice_delay = always(minute(30));
    ward.conversation(minute(10), 0);
    // Sent at 12, noticed at 42, answered at 45; noticed again at 75, 63 min after the own turn.
    const auto sent_of = [](const Course& course) {
        std::vector<sim::Duration> sent;
        for (const sim::MessageRow& row : rows_of_talk(course, 0))
            sent.push_back(sim::Duration{row.sent_at});
        return sent;
    };
    ward.chat().exchange = models::ChatExchange{600.0, sim::Constant{60.0}};
    CHECK(sent_of(ward.run()) == std::vector<sim::Duration>{minute(12), minute(45), minute(78)});
    ward.chat().exchange->within_s = 3600.0;
    CHECK(sent_of(ward.run()) == std::vector<sim::Duration>{minute(12), minute(45), minute(49)});
}

TEST_CASE("who never answers leaves the others' conversations without an answer") {
    Talk ward({1.0, 0.0});
    ward.chat().effects.answers.assign(ward.scenario.roles.size(), sim::Constant{0.0});
    ward.conversation(minute(10), 0);
    CHECK(rows_of_talk(ward.run(), 0).size() == 1);
}

TEST_CASE("who is never answered, by anybody, has the last word") {
    Talk ward({1.0, 0.0});
    ward.chat().effects.answered.assign(ward.scenario.roles.size(), sim::Constant{0.0});
    ward.conversation(minute(10), 0);
    CHECK(rows_of_talk(ward.run(), 0).size() == 1);
    ward[ward.nurse].count = 3;
    ward.chat().users_probability = {0.0, 1.0};
    ward.chat().aside_probability = 0.9;
    CHECK(ward.run().metric("conversations_started") == 1.0);
    ward.chat().effects.answered.clear();
    CHECK(ward.run().metric("conversations_started") > 1.0);
}

TEST_CASE("a conversation ends with its longest turn number at the latest") {
    Talk ward({1.0});
    ward.chat().max_turns = 5;
    ward.conversation(minute(10), 0);
    const Course course = ward.run();
    CHECK(course.metric("turns_per_conversation") == 5.0);
    CHECK(course.outcomes.conversations.open_at_end == 0);
}

TEST_CASE("a conversation that is not read to its end is open") {
    Talk ward({1.0});
    ward.conversation(minute(110), 0);
    const Course course = ward.run();
    CHECK(course.outcomes.conversations.open_at_end == 1);
    CHECK(std::isnan(course.metric("turns_per_conversation")));
}

TEST_CASE("one person may be in several conversations at once") {
    Talk ward({1.0, 1.0, 0.0});
    ward[ward.nurse].count = 1;
    const auto physician = ward.role("physician", 2);
    ward.chat().to = {{0.0, 1.0}, {1.0, 0.0}};
    // Both physicians write to the nurse, who reads the second turn after answering the first.
    ward.conversation(minute(10), 1);
    ward.conversation(minute(10), 2);
    const Course course = ward.run();
    const auto first = rows_of_talk(course, 1);
    const auto second_talk = rows_of_talk(course, 2);
    CHECK(sim::Duration{first[0].responded_at} == minute(15));
    CHECK(sim::Duration{second_talk[0].responded_at} == minute(18));
    CHECK(course.spent(physician, Activity::chat_writing) == minute(8));
}

TEST_CASE("each role writes and reads at a pace of its own") {
    Talk ward({1.0, 0.0});
    ward[ward.nurse].count = 1;
    ward.role("physician", 1);
    ward.chat().to = {{0.0, 1.0}, {1.0, 0.0}};
    ward.chat().writing = {always(minute(2)), always(minute(5))};
    ward.chat().reading = {always(minute(1)), always(minute(3))};
    ward.conversation(minute(10), 0);
    // The nurse writes 10-12, the physician reads 12-15 and writes 15-20, the nurse reads 20-21.
    const auto rows = rows_of_talk(ward.run(), 0);
    CHECK(sim::Duration{rows[0].responded_at} == minute(20));
    CHECK(sim::Duration{rows[1].closed_at} == minute(21));
}

TEST_CASE("a turn that an urgent call interrupts is sent later") {
    Talk ward({1.0, 0.0});
    ward.task(ward.nurse, minute(11), minute(5)).rank = 1;
    ward[ward.nurse].tasks.back().on_arrival = models::RecurringTask::OnArrival::interrupt;
    ward.conversation(minute(10), 0);
    // Person 0 writes 10-11 and 16-17; person 1 is at the bedside until 16, reads 17-18 and would
    // write 18-20; both are called again at 22.
    const Course course = ward.run();
    const auto rows = rows_of_talk(course, 0);
    CHECK(sim::Duration{rows[0].sent_at} == minute(17));
    CHECK(sim::Duration{rows[0].responded_at} == minute(20));
}

}  // namespace wardwire::test
