// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "analysis/calibration/joint_draws.hpp"
#include "analysis/calibration/log_likeness.hpp"
#include "analysis/calibration/portal_calibration.hpp"
#include "analysis/log/time_text.hpp"
#include "sim/random/special.hpp"
#include "tests/unit/analysis/log_sample.hpp"

namespace {

using namespace wardwire::analysis;
namespace tests = wardwire::tests;
namespace sim = wardwire::sim;

const std::string header =
    "conversation_id,message_id,sender_id,sender_role,recipient_id,recipient_role,sent_at,"
    "delivered_at,read_at,responded_at,closed_at,pool_id,claimed_by,claimed_at,hop,"
    "escalation_level,priority,topic_class\n";

/// Seconds after Monday, 2026-01-05, as a field; nothing for a negative time.
std::string at(double seconds) {
    constexpr std::int64_t monday_s = 1'767'571'200;
    if (seconds < 0.0) return {};
    return time_text((monday_s + static_cast<std::int64_t>(seconds)) * 1'000'000, TimeZone());
}

/// One row: to a pool when `pool` says so, and taken by `who` unless nobody did.
struct StayRow {
    int message;
    std::string patient;
    std::string who, role, pool;
    double sent, arrived, taken, responded, closed;
    int hop = 0, level = 0;
};

std::string line_of(const StayRow& row) {
    const std::string number = std::to_string(row.message);
    return "c" + number + ",m" + number + "," + row.patient + ",patient," + row.who + "," +
           row.role + "," + at(row.sent) + "," + at(row.arrived) + "," + at(row.taken) + "," +
           at(row.responded) + "," + at(row.closed) + "," + row.pool + "," +
           (row.taken < 0.0 ? "" : row.who) + "," + at(row.taken) + "," + std::to_string(row.hop) +
           "," + std::to_string(row.level) + ",routine,refill\n";
}

TEST_CASE("the rows of a patient's message are its stays, one after the other") {
    const auto log = tests::read_log_text(
                         header + line_of({1, "pat", "ann", "nurse", "desk", 0, 0, 60, -1, 90}) +
                         line_of({1, "pat", "bob", "physician", "", 0, 90, -1, -1, 300, 1}) +
                         line_of({1, "pat", "cid", "physician", "", 0, 300, 400, 500, 900, 1, 1}) +
                         line_of({2, "pat", "", "", "desk", 1000, 1000, -1, -1, -1}))
                         .log;
    const PortalLog portal = gather_portal(log);
    REQUIRE(portal.messages.size() == 2);
    const auto stays = portal.stays_of(portal.messages[0]);
    REQUIRE(stays.size() == 3);
    CHECK(stays[0].end == StayEnd::forwarded);
    CHECK(stays[0].pool == 0);
    CHECK(stays[0].done_at - stays[0].taken_at == 30'000'000);
    CHECK(stays[1].end == StayEnd::escalated);
    CHECK(stays[1].taken_at == no_time);
    CHECK(log.persons[static_cast<std::size_t>(stays[1].person)].id == "bob");
    CHECK(stays[2].end == StayEnd::answered);
    CHECK(portal.messages[0].closed_at - stays[2].done_at == 400'000'000);
    CHECK(portal.stays_of(portal.messages[1])[0].end == StayEnd::open);
    EventLog out = log;
    out.outages = {{portal.messages[1].sent_at, portal.messages[1].sent_at + 1}};
    CHECK(gather_portal(out).messages.size() == 1);
}

/// Two weeks of a message every ten minutes to a desk of three nurses. One in ten waits there for
/// four hours and goes to the patient's physician; of the others one in three is handed on after a
/// minute in hand, and the rest is answered after two. Answers close a day later by themselves.
EventLog desk_log() {
    std::string text = header;
    constexpr double day = 86'400.0;
    for (int i = 0; i < 2016; ++i) {
        const double sent = 600.0 * i;
        const int patient = i % 40;
        const std::string name = "pat " + std::to_string(patient);
        const std::string nurse = "nurse " + std::to_string(i % 3);
        const std::string physician = "physician " + std::to_string(patient % 4);
        if (i % 10 == 0) {
            const double moved = sent + 4 * 3600.0;
            text += line_of({i, name, "", "", "desk", sent, sent, -1, -1, moved});
            text += line_of({i, name, physician, "physician", "", sent, moved, moved + 50,
                             moved + 150, moved + 150 + day, 0, 1});
        } else if (i % 3 == 1) {
            text +=
                line_of({i, name, nurse, "nurse", "desk", sent, sent, sent + 300, -1, sent + 360});
            text += line_of({i, name, physician, "physician", "", sent, sent + 360, sent + 410,
                             sent + 510, sent + 510 + day, 1});
        } else {
            text += line_of({i, name, nurse, "nurse", "desk", sent, sent, sent + 300, sent + 420,
                             sent + 420 + day});
        }
    }
    return tests::read_log_text(text).log;
}

TEST_CASE("a desk gives back who works it, its deadline, and what is handed on") {
    const EventLog log = desk_log();
    const auto found = calibrate_portal(log, gather_chat(log), gather_portal(log), {2, 10.0, 0.9});
    REQUIRE(found);
    REQUIRE(found->stations.size() == 3);
    const PortalStation& desk = found->stations[0];
    CHECK(desk.name == "desk");
    const std::size_t nurse = found->stations[1].name == "nurse" ? 0 : 1;
    const std::size_t physician = 1 - nurse;
    CHECK(desk.takers[nurse].value == 1.0);
    CHECK(desk.median_s.value == Approx(300.0).epsilon(0.05));
    CHECK(desk.within[0].value == Approx(0.0).margin(1e-9));
    CHECK(desk.escalated.value == Approx(202.0 / 2016.0));
    REQUIRE(desk.deadline);
    CHECK(desk.deadline->after_s == 4 * 3600.0);
    CHECK(desk.deadline->share.value > 0.99);
    CHECK(desk.deadline->to == 1 + physician);
    CHECK(desk.hands_on_to == 1 + physician);
    CHECK(found->work[nurse].in_hand_s.value == Approx(120.0));
    CHECK(found->work[nurse].reading_s.value == Approx(60.0));
    CHECK(found->work[nurse].notice_median.value == Approx(300.0).epsilon(0.05));
    CHECK(found->work[physician].in_hand_s.value == Approx(100.0));
    CHECK(found->work[physician].reading_s.n == 0.0);
    CHECK(found->primary == static_cast<std::int32_t>(physician));
    CHECK(found->same_person.value == 1.0);
    CHECK(found->as_routed.value == 1.0);
    REQUIRE(found->topics.size() == 1);
    int handed_on = 0;
    for (int i = 0; i < 2016; ++i) handed_on += i % 10 != 0 && i % 3 == 1 ? 1 : 0;
    CHECK(found->topics[0].resolved[nurse].value == Approx(1.0 - handed_on / (2016.0 - 202.0)));
    CHECK(found->topics[0].resolved[physician].value == 1.0);
    CHECK(found->patients_seen == 40);
    CHECK(found->threads_per_week.value == Approx(1008.0 / found->patients).epsilon(0.01));
    REQUIRE(found->closing.size() == 1);
    CHECK(found->closing[0].value == 86'400.0);
    CHECK(found->closing[0].share > 0.99);
    CHECK(found->follow_up.front().value < 0.01);
}

TEST_CASE("joint draws of a desk are of its weeks, and of its shares by their numbers") {
    const EventLog log = desk_log();
    const auto found = calibrate_portal(log, gather_chat(log), gather_portal(log), {2, 10.0, 0.9});
    REQUIRE(found);
    const std::size_t nurse = found->stations[1].name == "nurse" ? 0 : 1;
    const std::size_t draws = joint_draws(*found);
    REQUIRE(draws == 200);
    const Estimate& kept = found->topics[0].resolved[nurse];
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t n = 0; n < draws; ++n) {
        const PortalCalibration drawn = joint_draw(*found, n);
        CHECK(drawn.threads_per_week.value == found->threads_per_week.draws[n]);
        CHECK(drawn.work[nurse].notice_median.value == found->work[nurse].notice_median.draws[n]);
        CHECK(drawn.work[nurse].notice.parts[0].mu - found->work[nurse].notice.parts[0].mu ==
              Approx(std::log(drawn.work[nurse].notice_median.value /
                              found->work[nurse].notice_median.value))
                  .margin(1e-9));
        CHECK(drawn.topics[0].share.value == Approx(1.0));
        CHECK(drawn.topics[0].resolved[1 - nurse].value == 1.0);
        const double off = drawn.topics[0].resolved[nurse].value - kept.value;
        sum += off;
        squares += off * off;
    }
    // Binomial standard errors; the mean within four of its own, the variance within four of 0.1.
    const double error = std::sqrt(kept.value * (1.0 - kept.value) / kept.n);
    CHECK(std::abs(sum / 200.0) < 4.0 * error / std::sqrt(200.0));
    CHECK(squares / 200.0 == Approx(error * error).epsilon(0.4));
    CHECK(joint_draw(*found, 7).topics[0].resolved[nurse].value ==
          joint_draw(*found, 7).topics[0].resolved[nurse].value);
}

TEST_CASE("leaving out the longest times in hand takes nothing off their mean and spread") {
    constexpr int n = 2016;
    constexpr double mean_s = 300.0;
    constexpr double sd_s = 200.0;
    const double sigma = std::sqrt(std::log1p(sd_s * sd_s / (mean_s * mean_s)));
    const double mu = std::log(mean_s) - 0.5 * sigma * sigma;
    std::string text = header;
    for (int i = 0; i < n; ++i) {
        const double sent = 600.0 * i;
        const double rank = (i * 611 % n + 0.5) / n;  // each quantile once, in no order
        const double done = sent + std::exp(mu + sigma * sim::standard_normal_quantile(rank));
        text += line_of({i, "pat " + std::to_string(i % 40), "nurse " + std::to_string(i % 3),
                         "nurse", "desk", sent, sent, sent, done, done});
    }
    const EventLog log = tests::read_log_text(text).log;
    const auto found = calibrate_portal(log, gather_chat(log), gather_portal(log), {2, 10.0, 0.9});
    REQUIRE(found);
    // Times are in whole seconds, cut off: half a second on average. Without the longest hundredth
    // the mean is 2.5 % and the spread 13 % less.
    CHECK(found->work[0].in_hand_s.value + 0.5 == Approx(mean_s).epsilon(0.003));
    CHECK(found->work[0].in_hand_sd_s == Approx(sd_s).epsilon(0.02));
}

TEST_CASE("whom the table of pools names is counted by group") {
    EventLog log = desk_log();
    const auto person = [&](const std::string& id) {
        return static_cast<std::int32_t>(std::ranges::find(log.persons, id, &LoggedPerson::id) -
                                         log.persons.begin());
    };
    log.memberships = {{0, person("nurse 1")}, {0, person("physician 2")}, {0, person("pat 3")}};
    const auto found = calibrate_portal(log, gather_chat(log), gather_portal(log), {2, 10.0, 0.9});
    REQUIRE(found);
    CHECK(found->stations[0].listed == std::vector<double>{1.0, 1.0});
    CHECK(found->stations[1].listed.empty());
}

TEST_CASE("of too few patients, or when nobody is seen to answer, nothing is told") {
    const EventLog log = desk_log();
    const ChatLog chat = gather_chat(log);
    CHECK_FALSE(calibrate_portal(log, chat, gather_portal(log), {41, 10.0, 0.9}));
    CHECK_FALSE(calibrate_portal(log, chat, {}, {2, 10.0, 0.9}));
    EventLog silent = log;
    for (auto* column :
         {&silent.responded_at, &silent.closed_at, &silent.read_at, &silent.claimed_at})
        column->clear();
    CHECK_FALSE(calibrate_portal(silent, chat, gather_portal(silent), {2, 10.0, 0.9}));
}

LogShape shape_of_portal(const EventLog& log) {
    return sum_of(weekly_shapes(log, gather_chat(log), log.window, {log.roles, log.pools}));
}

TEST_CASE("a week of patients' messages has their waits, what waits each hour, and hand-offs") {
    // To the desk, taken after 1.5 h, handed on and answered; to the desk, moved by a deadline and
    // handed back; and one that nobody ever takes.
    EventLog log =
        tests::read_log_text(
            header + line_of({1, "pat", "ann", "nurse", "desk", 0, 0, 5400, -1, 5460}) +
            line_of({1, "pat", "bob", "physician", "", 0, 5460, 5500, 6000, 6000, 1}) +
            line_of({2, "pat", "", "", "desk", 3000, 3000, -1, -1, 10200}) +
            line_of({2, "pat", "bob", "physician", "", 3000, 10200, 10300, -1, 11000, 0, 1}) +
            line_of({2, "pat", "ann", "nurse", "desk", 3000, 11000, 12000, 13000, 13000, 1, 1}) +
            line_of({3, "pat", "", "", "desk", 3700, 3700, -1, -1, -1}))
            .log;
    constexpr Instant a_week = 7 * 86'400'000'000;
    log.window.to = log.observed_until = log.window.from + a_week;
    const LogShape found = shape_of_portal(log);
    CHECK(found.patient_hours[0] == 2.0);
    CHECK(found.patient_hours[1] == 1.0);
    CHECK(found.taken[time_place(5400)] == 1.0);
    CHECK(found.taken[time_place(1000)] == 1.0);
    CHECK(found.not_taken[time_place(7200)] == 1.0);
    CHECK(found.not_taken[time_place(604'800 - 3700)] == 1.0);
    CHECK(found.resolved[time_place(6000)] == 1.0);
    CHECK(found.resolved[time_place(10'000)] == 1.0);
    CHECK(found.unresolved.size() == time_place(604'800 - 3700) + 1);
    // When the second and the third hour begin, two messages wait; else one.
    CHECK(found.in_pools == Histogram{0.0, 166.0, 2.0});
    CHECK(found.came_back == Histogram{2.0, 1.0});
    CHECK(found.escalated == Histogram{2.0, 1.0});
    std::multiset<double> handoffs;
    for (const auto& [ends, count] : found.handoffs) handoffs.insert(count);
    CHECK(handoffs == std::multiset<double>{1.0, 2.0});
    const auto in_time = shares_in_time(found);
    REQUIRE(in_time.size() == 2);
    CHECK(in_time[0].what == "taken from a pool");
    // Of four stays one ends within an hour; a deadline ends another before a third is taken.
    CHECK(in_time[0].share[2] == Approx(0.25));
    CHECK(in_time[0].share[3] == Approx(0.5));
    CHECK(in_time[0].limits[3].lower < 0.3);
    CHECK(in_time[0].limits[3].upper > 0.7);
    CHECK(in_time[1].what == "resolved for a patient");
    CHECK(in_time[1].share[3] == Approx(2.0 / 3.0));
}

TEST_CASE("what changes at a desk shows in the distance that looks at it, by as much") {
    const EventLog log = desk_log();
    const LogShape shape = shape_of_portal(log);
    const auto from_log = [&](const EventLog& other) {
        std::map<std::string_view, double> found;
        const LogShape other_shape = shape_of_portal(other);
        for (const LikenessMetric& metric : likeness_metrics())
            found[metric.name] = metric.distance(shape, other_shape);
        return found;
    };
    const auto same = from_log(log);
    EventLog slow = log;
    for (Instant& time : slow.claimed_at)
        if (time != no_time) time += 7200'000'000;
    const auto slower = from_log(slow);
    EventLog steady = log;
    std::ranges::fill(steady.escalation_level, 0);
    const auto without_deadline = from_log(steady);
    for (const std::string_view name :
         {"messages of patients", "hours of patients", "taken in time", "waiting in pools",
          "resolved in time", "hand-offs", "ping-pong", "escalated"}) {
        CAPTURE(name);
        CHECK(same.at(name) == 0.0);
        if (name != "escalated") CHECK(without_deadline.at(name) == 0.0);
    }
    CHECK(without_deadline.at("escalated") == Approx(202.0 / 2016.0));
    CHECK(slower.at("taken in time") == Approx(1814.0 / 2016.0));
    // 5.4 messages an hour wait two hours longer.
    CHECK(slower.at("waiting in pools") == Approx(10.8).margin(0.2));
    CHECK(slower.at("escalated") == 0.0);
}

}  // namespace
