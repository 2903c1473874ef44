// SPDX-License-Identifier: Apache-2.0
// What outcomes say about courses so short that every figure follows by hand.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/linked_wards.hpp"

namespace wardwire::test {

using models::Channel;
using models::WhenBusy;

namespace {

constexpr auto chat = static_cast<std::size_t>(Channel::chat);
constexpr std::size_t quarter = 0, median = 1, three_quarters = 2, nine_tenths = 3, quantiles = 5;

/// Colleagues who take 2 minutes to write a message and 1 to read it.
struct Colleagues : Ward {
    explicit Colleagues(sim::Duration length, std::vector<double> continuation) : Ward(length) {
        models::ChatSpec& spec = scenario.chat.emplace();
        spec.users_probability = {1.0};
        spec.continuation_probability = std::move(continuation);
        spec.writing = {always(minute(2))};
        spec.reading = {always(minute(1))};
    }
    models::ChatSpec& spec() { return *scenario.chat; }
};

std::vector<double> series(const Course& course, const std::string& name) {
    for (const sim::Measure& measure : course.layout.series)
        if (measure.name == name) {
            const auto begin =
                course.observation.series.begin() + static_cast<std::ptrdiff_t>(measure.offset);
            return {begin, begin + static_cast<std::ptrdiff_t>(measure.size)};
        }
    return {};
}

/// A nurse writes to a physician, who is at a task from minute 10 to 40 and goes on with it: sent
/// at 20, read from 40 to 41, answered at 43, and the answer read until 44.
struct Delayed : Colleagues {
    Delayed() : Colleagues(minute(119), {1.0, 0.0}), nurse(role("nurse")) {
        physician = role("physician");
        spec().to = {{0.0, 1.0}, {1.0, 0.0}};
        task(physician, minute(10), minute(30));
        when_busy(physician, WhenBusy::finish_task, Channel::chat);
        conversation(minute(18), 0);
    }
    models::RoleId nurse, physician;
};

}  // namespace

TEST_CASE("an exchange of three turns is counted for both who had it") {
    Colleagues ward(minute(119), {1.0, 1.0, 0.0});
    ward.role("nurse", 2);
    ward.spec().to = {{1.0}};
    ward.conversation(minute(10), 0);
    const Course course = ward.run();
    // Sent at 12, 15 and 18; the last is read at 19. The first nurse writes 4 minutes and reads 1,
    // the second writes 2 and reads 2.
    CHECK(course.metric("active_days") == 2.0);
    CHECK(course.metric("messages_sent_per_active_day") == 1.5);
    CHECK(course.metric("messages_sent_per_active_day_quantiles", median) == 1.0);
    CHECK(course.metric("messages_sent_per_active_day_quantiles", three_quarters) == 2.0);
    CHECK(course.metric("messages_received_per_active_day") == 1.5);
    CHECK(course.metric("concurrent_conversations") == 1.0);
    CHECK(course.metric("open_conversation_minutes") == Approx(7.0));
    CHECK(course.metric("distinct_partners") == 1.0);
    CHECK(course.metric("top_partner_share") == 1.0);
    CHECK(course.metric("load_gini") == Approx(1.0 / 18.0));
    CHECK(course.metric("chat_messages_by_role_pair") == 3.0);
    CHECK(course.metric("response_latency_by_role") == 3.0);
    CHECK(course.metric("conversations_open_at_end") == 0.0);
    CHECK(course.metric("messages_sent_by_hour", chat * 24) == 3.0);
    CHECK(course.metric("messages_by_weekday", chat * 7) == 3.0);
    CHECK(series(course, "messages") == std::vector<double>{0, 3, 0, 0, 0, 0});
}

TEST_CASE("days are counted one by one and only those with a message") {
    Colleagues ward(sim::days{3}, {0.0});
    ward.role("nurse", 2);
    ward.spec().to = {{1.0}};
    ward.conversation(minute(10), 0);
    ward.conversation(minute(50), 0);
    ward.conversation(sim::days{2} + minute(5), 0);
    const Course course = ward.run();
    // The first nurse sends 2, none and 1; the second receives as many.
    CHECK(course.metric("active_days") == 4.0);
    CHECK(course.metric("messages_sent_per_active_day") == 0.75);
    CHECK(course.metric("messages_sent_per_active_day_quantiles", median) == 0.0);
    CHECK(course.metric("messages_sent_per_active_day_quantiles", three_quarters) == 1.0);
    CHECK(course.metric("messages_sent_per_active_day_quantiles", nine_tenths) == 2.0);
    CHECK(course.metric("messages_by_weekday", chat * 7 + 0) == 2.0);
    CHECK(course.metric("messages_by_weekday", chat * 7 + 1) == 0.0);
    CHECK(course.metric("messages_by_weekday", chat * 7 + 2) == 1.0);
    CHECK(course.metric("messages_by_hour", chat * 24) == 3.0);
}

TEST_CASE("conversations overlap and partners are told apart") {
    Colleagues ward(minute(119), {1.0, 1.0, 0.0});
    const auto nurse = ward.role("nurse").index();
    const auto physician = ward.role("physician", 2).index();
    ward.spec().to = {{0.0, 1.0}, {1.0, 0.0}};
    ward.conversation(minute(10), 1);
    ward.conversation(minute(10), 2);
    const Course course = ward.run();
    // Both write to the nurse, who answers one after the other, and both write again.
    CHECK(course.metric("concurrent_conversations", nurse) == 2.0);
    CHECK(course.metric("concurrent_conversations", physician) == 1.0);
    CHECK(course.metric("distinct_partners", nurse) == 2.0);
    CHECK(course.metric("distinct_partners", physician) == 1.0);
    CHECK(course.metric("top_partner_share", nurse) == 0.5);
    CHECK(course.metric("top_partner_share", physician) == 1.0);
    CHECK(course.metric("load_gini", nurse) == 0.0);
    CHECK(course.metric("load_gini", physician) == 0.0);
    CHECK(course.metric("chat_messages_by_role_pair", nurse * 2 + physician) == 2.0);
    CHECK(course.metric("chat_messages_by_role_pair", physician * 2 + nurse) == 4.0);
    CHECK(course.metric("chat_messages_by_role_pair", nurse * 2 + nurse) == 0.0);
}

TEST_CASE("replies belong to the role that answers") {
    Delayed ward;
    const Course course = ward.run();
    CHECK(course.metric("response_latency_by_role", ward.physician.index()) == 23.0);
    CHECK(std::isnan(course.metric("response_latency_by_role", ward.nurse.index())));
    // Alone in the histogram's bin from 1280 to 1408 seconds.
    CHECK(course.metric("response_latency_quantiles_by_role",
                        ward.physician.index() * quantiles + quarter) == Approx(1312.0 / 60.0));
    CHECK(course.metric("open_conversation_minutes") == Approx(24.0));
}

TEST_CASE("of what goes on when the window begins only the part within it counts") {
    Delayed ward;
    ward.scenario.warm_up = minute(30);
    const Course course = ward.run();
    CHECK(course.metric("open_conversation_minutes", ward.nurse.index()) == Approx(14.0));
    CHECK(course.metric("messages_sent_per_active_day", ward.nurse.index()) == 0.0);
    CHECK(course.metric("messages_received_per_active_day", ward.nurse.index()) == 1.0);
    CHECK(course.metric("messages_sent_per_active_day", ward.physician.index()) == 1.0);
    CHECK(course.metric("messages_received_per_active_day", ward.physician.index()) == 0.0);
    // The conversation was begun before.
    CHECK(std::isnan(course.metric("distinct_partners")));
    CHECK(series(course, "messages") == std::vector<double>{0, 1, 0, 0, 0, 0});
}

TEST_CASE("to turn away from a task and to come back are two switches") {
    Delayed ward;
    ward.when_busy(ward.physician, WhenBusy::interrupt, Channel::chat);
    const Course course = ward.run();
    CHECK(course.metric("switches", ward.physician.index()) == Approx(2.0 * 60.0 / 119.0));
    CHECK(course.metric("switches", ward.nurse.index()) == 0.0);
}

TEST_CASE("urgent messages are exposed until somebody reads them or the run ends") {
    Ward ward;
    ward.role("nurse");
    ward.question().urgent_probability = 1.0;
    ward.question().handling = {always(minute(10))};
    for (const int at : {10, 11, 1431, 1433}) ward.message(minute(at));
    const Course course = ward.run();
    // The second waits from 11 to 20, the fourth from 1433 to the end at 1440.
    CHECK(course.metric("urgent_exposure_time") == Approx((9.0 + 7.0) / 60.0));
    CHECK(course.metric("urgent_messages_past", 0) == 2.0);
    CHECK(course.metric("urgent_messages_past", 1) == 0.0);
    CHECK(course.metric("touched_within", 0) == 0.5);
    CHECK(course.metric("touched_within", 1) == 0.75);
    CHECK(course.metric("touched_within_by_urgency", 4) == 0.5);
    ward.question().urgent_probability = 0.0;
    CHECK(ward.run().metric("urgent_exposure_time") == 0.0);
}

TEST_CASE("waiting is told on the business clock too, and by the hour and role") {
    Ward ward;
    const auto nurse = ward.role("nurse");
    ward[nurse].roster = daily_shift(sim::hours{9}, sim::hours{17});
    ward.scenario.open_hours = daily(sim::hours{8}, sim::hours{17});
    ward.message(sim::hours{7});
    const Course course = ward.run();
    CHECK(course.metric("time_to_first_touch") == Approx(2.0));
    CHECK(course.metric("time_to_first_touch_business") == Approx(1.0));
    CHECK(course.metric("read_delay") == Approx(120.0));
    CHECK(course.metric("read_delay_business") == Approx(60.0));
    CHECK(course.metric("read_delay_by_channel", 0) == Approx(120.0));
    CHECK(std::isnan(course.metric("read_delay_by_channel", chat)));
    CHECK(course.metric("first_response_time_by_hour", 7) == Approx(2.0 + 4.0 / 60.0));
    CHECK(std::isnan(course.metric("first_response_time_by_hour", 8)));
    CHECK(course.metric("first_response_time_by_role") == Approx(2.0 + 4.0 / 60.0));
    CHECK(course.metric("messages_sent_by_hour", 9) == 1.0);
}

TEST_CASE("what is taken from a pool is received, and nothing is twice") {
    for (const auto claim : {models::PoolSpec::Claim::pull, models::PoolSpec::Claim::round_robin}) {
        Ward ward;
        const auto pool = ward.pool("pool", {ward.role("nurse", 2)});
        ward[pool].claim = claim;
        ward.message(minute(10));
        ward.message(minute(20));
        ward.message(minute(30));
        const Course course = ward.run();
        CHECK(course.metric("active_days") * course.metric("messages_received_per_active_day") ==
              Approx(3.0));
        CHECK(course.metric("active_days") * course.metric("messages_sent_per_active_day") ==
              Approx(3.0));
    }
}

TEST_CASE("the backlog at the end of a day is what waits at midnight") {
    Ward ward(sim::days{3});
    const auto nurse = ward.role("nurse");
    ward[nurse].roster = daily_shift(sim::hours{8}, sim::hours{17});
    ward.pool("pool", {nurse});
    ward.message(sim::hours{18});
    ward.message(sim::days{1} + sim::hours{19});
    ward.message(sim::days{1} + sim::hours{20});
    CHECK(ward.run().metric("pool_backlog_end_of_day") == 1.5);
}

TEST_CASE("the strain index is the mean of its four shares") {
    Ward ward;
    const auto nurse = ward.role("nurse");
    ward.message(minute(10));
    // Busy 4 minutes of the day, all of it with the message; no task and no time of one's own.
    CHECK(ward.run().metric("strain_index") == Approx(2.0 / 1440.0));
    ward[nurse].roster = daily_shift(minute(0), minute(12));
    // On duty 14 minutes, 2 of them past the end.
    CHECK(ward.run().metric("strain_index") == Approx((4.0 / 14 + 4.0 / 14 + 2.0 / 14) / 4));
}

TEST_CASE("sites of a setting are reported together") {
    Ward clinic;
    clinic.role("nurse");
    clinic.pool("advice", {models::RoleId{0}});
    clinic.portal().routing.push_back({});
    clinic.portal().routing.back().to = at_site(to_pool(models::PoolId{0}), 1);
    LinkedWards wards({clinic, clinic}, minute(2));
    wards[1].scenario.setting = models::Setting::inpatient;
    wards[0].message(minute(10));
    const Course course = wards.run();
    constexpr std::size_t inpatient = 0, outpatient = 1;
    CHECK(course.metric("first_response_time_by_setting", outpatient) == Approx(8.0 / 60.0));
    CHECK(std::isnan(course.metric("first_response_time_by_setting", inpatient)));
    CHECK(course.metric("answered_within_by_setting", outpatient * 4 + 1) == 1.0);
    CHECK(course.metric("messages_sent_per_active_day_quantiles_by_setting",
                        inpatient * quantiles + median) == 1.0);
    CHECK(std::isnan(course.metric("messages_sent_per_active_day_quantiles_by_setting",
                                   outpatient * quantiles + median)));
    CHECK(course.metric("messages_by_site", 0) == 1.0);
    CHECK(course.metric("messages_by_site", 3) == 0.0);
    CHECK(course.metric("time_to_first_touch_business") == Approx(2.0 / 60.0));
}

}  // namespace wardwire::test
