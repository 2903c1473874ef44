// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <sstream>

#include "analysis/calibration/baselines.hpp"
#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/log_likeness.hpp"
#include "analysis/log/log_reader.hpp"
#include "tests/integration/analysis/real_log.hpp"
#include "tests/unit/analysis/log_sample.hpp"

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

/// Messages and their recipients are in two tables; those of one sender and second are one message.
std::optional<EventLog> energy_trader() {
    const auto messages = wardwire::test::real_log("enron_roles/messages.csv.gz");
    const auto recipients = wardwire::test::real_log("enron_roles/recipients.csv.gz");
    if (!messages || !recipients) return std::nullopt;
    std::map<std::string, std::size_t> row_of;
    for (std::size_t i = 1; i < messages->size(); ++i) row_of[(*messages)[i][0]] = i;
    std::ostringstream joined;
    joined << "sender_id,recipient_id,sent_at\n";
    for (std::size_t i = 1; i < recipients->size(); ++i) {
        const auto& row = (*recipients)[i];
        const auto& message = (*messages)[row_of.at(row[0])];
        joined << message[2] << ',' << row[2] << ',' << message[1] << '\n';
    }
    LogWishes wishes;
    wishes.times.zone = TimeZone::find("UTC");
    wishes.most_recipients = std::numeric_limits<std::int32_t>::max();
    return wardwire::tests::read_log_text(joined.str(), wishes).log;
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

TEST_CASE("halves of the energy trader's mail are as far apart as is known") {
    const auto log = energy_trader();
    if (!log) return;
    const Distances found = of_halves(*log);
    check_near(found,
               {{"volume ratio", 1.06},
                {"absolute event distribution", 113},
                {"circadian event distribution", 0.398},
                {"the same by volume", 0.244},
                {"hour of week", 0.0795},
                {"gaps between messages", 0.0179},
                {"length of talks", 0.253},
                {"answer times", 0.0238},
                {"answer times in decades", 0.0533},
                {"messages of a person", 0.0455},
                {"recipients", 0.0113}},
               0.05);
    // Talks end with their week here, which cuts the long ones.
    CHECK(found.at("relative event distribution") == Approx(0.347).epsilon(0.1));
    CHECK(found.at("pairs of messages") == Approx(0.00919).margin(0.001));
    CHECK(found.at("triples of messages") == Approx(0.0108).margin(0.001));
}

/// Simple models that learnt from the first 70 % of the time of a log, and the rest of it.
class LastMonths {
 public:
    LastMonths(const EventLog& log, double busyness) : log_(log) {
        const Span all = log.window;
        const Instant cut = all.from + (all.to - all.from) / 10 * 7;
        first_ = {all.from, cut};
        rest_ = {cut, all.to};
        ArrivalSample sample;
        std::int32_t last = none;
        for (std::size_t row = 0; row < log.rows() && log.sent_at[row] < cut; ++row) {
            if (log.message[row] != last) sample.times_s.push_back(local_s(log.sent_at[row]));
            last = log.message[row];
        }
        for (Instant at = all.from; at < cut; at += 3'600'000'000)
            ++sample.exposure_hours[static_cast<std::size_t>(log.zone.hour_of_week(at))];
        sample.busyness = busyness;
        const auto weeks = weekly_shapes(log, gather_chat(log), rest_, {});
        real_ = sum_of(weeks);
        const auto first_day =
            static_cast<std::int64_t>(local_s(midnight_before(log.zone, cut)) / 86'400);
        models_ = arrival_baselines(sample, first_day, weeks.size(), 0);
    }

    double arrivals(std::size_t model, const char* metric) const {
        return between(real_, sum_of(models_[model].weeks)).at(metric);
    }

    /// Of exponential, one to three lognormal laws, and the sample by the hour of asking.
    void check_answers(const std::vector<double>& known, double margin) const {
        LogShape waits;
        const auto asked = answers_in(log_, rest_);
        for (const TurnSwitch& one : asked) {
            const std::size_t place =
                time_place(static_cast<double>(one.answered_at - one.asked_at));
            if (place >= waits.answers.size()) waits.answers.resize(place + 1, 0.0);
            ++waits.answers[place];
        }
        const auto laws = answer_baselines(answers_in(log_, first_), asked);
        for (std::size_t i = 0; i < known.size(); ++i) {
            CAPTURE(laws[i].name);
            CHECK(between(waits, laws[i].weeks.front()).at("answer times") ==
                  Approx(known[i]).margin(margin));
        }
    }

 private:
    double local_s(Instant at) const { return static_cast<double>(log_.zone.local_time(at)) / 1e6; }

    const EventLog& log_;
    Span first_;
    Span rest_;
    LogShape real_;
    std::vector<Baseline> models_;
};

TEST_CASE("simple models do as well on the manufacturer's last months as is known") {
    const auto log = manufacturing();
    if (!log) return;
    const LastMonths last(*log, 0.068);
    CHECK(last.arrivals(0, "hour of week") == Approx(0.677).margin(0.02));
    CHECK(last.arrivals(0, "gaps between messages") == Approx(0.427).margin(0.02));
    CHECK(last.arrivals(0, "the same by volume") == Approx(4.07).margin(0.1));
    CHECK(last.arrivals(1, "hour of week") == Approx(0.511).margin(0.06));
    CHECK(last.arrivals(1, "gaps between messages") == Approx(0.151).margin(0.03));
    CHECK(last.arrivals(2, "hour of week") == Approx(0.0728).margin(0.01));
    CHECK(last.arrivals(2, "gaps between messages") == Approx(0.0942).margin(0.015));
    CHECK(last.arrivals(2, "the same by volume") == Approx(0.215).margin(0.06));
    CHECK(last.arrivals(3, "gaps between messages") == Approx(0.086).margin(0.02));
    last.check_answers({0.488, 0.122, 0.060, 0.062, 0.022}, 0.01);
}

TEST_CASE("simple models do as badly on the students' last months as is known") {
    const auto log = college();
    if (!log) return;
    const LastMonths last(*log, 1.583);
    CHECK(last.arrivals(0, "hour of week") == Approx(0.348).margin(0.02));
    CHECK(last.arrivals(0, "gaps between messages") == Approx(0.333).margin(0.02));
    CHECK(last.arrivals(0, "the same by volume") == Approx(3.56).margin(0.15));
    CHECK(last.arrivals(1, "hour of week") == Approx(0.356).margin(0.03));
    CHECK(last.arrivals(1, "gaps between messages") == Approx(0.39).margin(0.06));
    CHECK(last.arrivals(2, "hour of week") == Approx(0.316).margin(0.02));
    CHECK(last.arrivals(2, "gaps between messages") == Approx(0.331).margin(0.02));
    CHECK(last.arrivals(2, "the same by volume") == Approx(2.86).margin(0.15));
    CHECK(last.arrivals(3, "hour of week") == Approx(0.354).margin(0.07));
    CHECK(last.arrivals(3, "gaps between messages") == Approx(0.389).margin(0.07));
    // Of 2080 answers; classes of the hour of asking were others.
    last.check_answers({0.348, 0.216, 0.160, 0.158}, 0.015);
}

}  // namespace
