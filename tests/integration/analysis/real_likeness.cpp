// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include "analysis/calibration/baselines.hpp"
#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/log_likeness.hpp"
#include "analysis/log/log_reader.hpp"

// Distances between odd and even weeks of real logs, and those of simple models from the last 30 %,
// against figures that were computed independently from the same files. Duplicate rows are left out
// here and were kept there, and rows of one instant may stand in another order.

namespace {

using namespace wardwire::analysis;

std::optional<EventLog> real(const char* name, const char* zone, std::vector<std::string> header) {
    const char* const folder = std::getenv("WARDWIRE_REAL_LOGS");
    const auto path = std::filesystem::path(folder ? folder : "") / name;
    if (!folder || !std::filesystem::exists(path)) {
        WARN("not tested: WARDWIRE_REAL_LOGS names no folder with " << name);
        return std::nullopt;
    }
    LogWishes wishes;
    wishes.times.zone = TimeZone::find(zone);
    wishes.most_recipients = std::numeric_limits<std::int32_t>::max();
    wishes.columns.no_header = std::move(header);
    if (wishes.columns.no_header.empty())
        wishes.columns.map = {
            {"sender_id", "Sender"}, {"recipient_id", "Recipient"}, {"sent_at", "EventDate"}};
    return read_log({path}, wishes).log;
}

std::optional<EventLog> manufacturing() {
    return real("manufacturing_email/communication.csv.gz", "UTC", {});
}

std::optional<EventLog> college() {
    return real("collegemsg/CollegeMsg.txt.gz", "America/Los_Angeles",
                {"sender_id", "recipient_id", "sent_at"});
}

using Distances = std::map<std::string_view, double>;

Distances between(const LogShape& one, const LogShape& other) {
    Distances all;
    for (const LikenessMetric& metric : likeness_metrics())
        all[metric.name] = metric.distance(one, other);
    return all;
}

/// Odd weeks from even weeks, and the ratio of their messages.
Distances of_halves(const EventLog& log) {
    const auto weeks = weekly_shapes(log, gather_chat(log), log.window, {log.roles, log.pools});
    LogShape odd = sum_of(weeks_of_kind(weeks, Weeks::odd));
    LogShape even = sum_of(weeks_of_kind(weeks, Weeks::even));
    const auto messages = [](const LogShape& shape) {
        return std::accumulate(shape.hour_of_week.begin(), shape.hour_of_week.end(), 0.0);
    };
    Distances found = between(odd, even);
    found["volume ratio"] = messages(odd) / messages(even);
    // The known figure is of counts as they are, though the last week is not whole.
    odd.weeks = even.weeks;
    found["messages of a person"] = between(odd, even).at("messages of a person");
    return found;
}

void check_near(const Distances& found, const Distances& known, double share) {
    for (const auto& [name, value] : known) {
        CAPTURE(name);
        CHECK(found.at(name) == Approx(value).epsilon(share));
    }
}

TEST_CASE("halves of the manufacturer's mail are as far apart as is known") {
    const auto log = manufacturing();
    if (!log) return;
    const Distances found = of_halves(*log);
    check_near(found,
               {{"volume ratio", 0.918},
                {"absolute event distribution", 47.7},
                {"circadian event distribution", 1.51},
                {"the same by volume", 0.151},
                {"hour of week", 0.0788},
                {"gaps between messages", 0.00852},
                {"relative event distribution", 0.406},
                {"length of talks", 0.529},
                {"answer times", 0.0229},
                {"answer times in decades", 0.0621},
                {"messages of a person", 0.0719}},
               0.05);
    CHECK(found.at("recipients") == Approx(0.00751).margin(0.001));
    CHECK(found.at("pairs of messages") == Approx(0.00268).margin(0.0006));
    CHECK(found.at("triples of messages") == Approx(0.00881).margin(0.0009));
}

TEST_CASE("halves of the students' messages are as far apart as is known") {
    const auto log = college();
    if (!log) return;
    check_near(of_halves(*log),
               {{"volume ratio", 1.19},
                {"absolute event distribution", 91.2},
                {"circadian event distribution", 0.697},
                {"the same by volume", 0.709},
                {"hour of week", 0.136},
                {"gaps between messages", 0.0503},
                {"relative event distribution", 0.427},
                {"length of talks", 0.243},
                {"pairs of messages", 0.0342},
                {"triples of messages", 0.0349},
                {"answer times", 0.022},
                {"answer times in decades", 0.0397},
                {"messages of a person", 0.0353}},
               0.05);
}

/// Simple models of the manufacturer's mail that learnt from the first 70 % of its time.
TEST_CASE("simple models do as well on the manufacturer's last months as is known") {
    const auto log = manufacturing();
    if (!log) return;
    const Span all = log->window;
    const Instant cut = all.from + (all.to - all.from) / 10 * 7;
    ArrivalSample sample;
    std::int32_t last = none;
    for (std::size_t row = 0; row < log->rows() && log->sent_at[row] < cut; ++row) {
        if (log->message[row] != last)
            sample.times_s.push_back(static_cast<double>(log->sent_at[row]) / 1e6);
        last = log->message[row];
    }
    for (Instant at = all.from; at < cut; at += 3'600'000'000)
        ++sample.exposure_hours[static_cast<std::size_t>(log->zone.hour_of_week(at))];
    sample.busyness = 0.068;
    const Span rest = {cut, all.to};
    const auto weeks = weekly_shapes(*log, gather_chat(*log), rest, {});
    const LogShape real = sum_of(weeks);
    const std::int64_t first_day = midnight_before(log->zone, cut) / 86'400'000'000;
    const auto models = arrival_baselines(sample, first_day, weeks.size(), 0);
    const auto distance = [&](std::size_t model, const char* name) {
        return between(real, sum_of(models[model].weeks)).at(name);
    };
    CHECK(distance(0, "hour of week") == Approx(0.677).margin(0.02));
    CHECK(distance(0, "gaps between messages") == Approx(0.427).margin(0.02));
    CHECK(distance(0, "the same by volume") == Approx(4.07).margin(0.1));
    CHECK(distance(1, "hour of week") == Approx(0.511).margin(0.06));
    CHECK(distance(1, "gaps between messages") == Approx(0.151).margin(0.03));
    CHECK(distance(2, "hour of week") == Approx(0.0728).margin(0.01));
    CHECK(distance(2, "gaps between messages") == Approx(0.0942).margin(0.015));
    CHECK(distance(2, "the same by volume") == Approx(0.215).margin(0.06));
    CHECK(distance(3, "gaps between messages") == Approx(0.086).margin(0.02));

    LogShape waits;
    const auto asked = answers_in(*log, rest);
    for (const TurnSwitch& one : asked) {
        const std::size_t place = time_place(static_cast<double>(one.answered_at - one.asked_at));
        if (place >= waits.answers.size()) waits.answers.resize(place + 1, 0.0);
        ++waits.answers[place];
    }
    const auto laws = answer_baselines(answers_in(*log, {all.from, cut}), asked);
    const std::vector<double> known = {0.488, 0.122, 0.060, 0.062, 0.022};
    for (std::size_t i = 0; i < known.size(); ++i) {
        CAPTURE(laws[i].name);
        CHECK(between(waits, laws[i].weeks.front()).at("answer times") ==
              Approx(known[i]).margin(0.01));
    }
}

}  // namespace
