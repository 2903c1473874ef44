// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "analysis/calibration/count_law.hpp"
#include "analysis/calibration/cure_mixture.hpp"
#include "analysis/calibration/day_types.hpp"
#include "analysis/calibration/excitation.hpp"
#include "analysis/calibration/poisson_check.hpp"
#include "analysis/calibration/reply_rules.hpp"
#include "analysis/calibration/survival_curve.hpp"
#include "analysis/statistics/order_statistics.hpp"
#include "tests/integration/analysis/real_log.hpp"

// Figures that were computed independently from the same files, within the tolerances that a
// calibration promises: shares within two standard errors, Kaplan and Meier's shares within a
// point, quantiles and dispersion within ten per cent.

namespace {

using namespace wardwire::analysis;
using wardwire::test::local_seconds;
using wardwire::test::real_log;

/// A log of pairs of people. Times in seconds on the wall.
struct Mail {
    std::vector<Sending> sendings;  ///< rows to oneself left out
    std::vector<Sending> messages;  ///< the first row of each message, rows to oneself included
    std::set<std::uint32_t> people;

    std::int64_t begin() const { return messages.front().at; }
    std::int64_t end() const { return messages.back().at; }
};

Mail mail_of(std::vector<Sending> rows) {
    std::ranges::stable_sort(rows, {}, &Sending::at);
    Mail mail;
    std::set<std::pair<std::int64_t, std::uint32_t>> known;
    for (const Sending& row : rows) {
        mail.people.insert({row.sender, row.recipient});
        if (known.insert({row.at, row.sender}).second) mail.messages.push_back(row);
        if (row.sender != row.recipient) mail.sendings.push_back(row);
    }
    return mail;
}

std::uint32_t id(const std::string& text) { return static_cast<std::uint32_t>(std::stoul(text)); }

std::optional<Mail> college_messages() {
    const auto fields = real_log("collegemsg/CollegeMsg.txt.gz", ' ');
    if (!fields) return std::nullopt;
    constexpr std::int64_t summer_time_of_los_angeles = -7 * 3600;  // all 194 days
    std::vector<Sending> rows;
    for (const auto& row : *fields)
        rows.push_back({std::stoll(row[2]) + summer_time_of_los_angeles, id(row[0]), id(row[1])});
    return mail_of(std::move(rows));
}

std::optional<Mail> manufacturing() {
    const auto fields = real_log("manufacturing_email/communication.csv.gz", ';');
    if (!fields) return std::nullopt;
    std::vector<Sending> rows;
    for (std::size_t i = 1; i < fields->size(); ++i) {
        const auto& row = (*fields)[i];
        rows.push_back({local_seconds(row[2]), id(row[0]), id(row[1])});
    }
    return mail_of(std::move(rows));
}

std::optional<Mail> enron() {
    const auto messages = real_log("enron_roles/messages.csv.gz");
    const auto recipients = real_log("enron_roles/recipients.csv.gz");
    if (!messages || !recipients) return std::nullopt;
    std::map<std::string, std::pair<std::int64_t, std::uint32_t>> sent;
    for (std::size_t i = 1; i < messages->size(); ++i) {
        const auto& row = (*messages)[i];
        sent[row[0]] = {std::stoll(row[1]), id(row[2])};
    }
    std::vector<Sending> rows;
    for (std::size_t i = 1; i < recipients->size(); ++i) {
        const auto& row = (*recipients)[i];
        const auto [at, sender] = sent.at(row[0]);
        rows.push_back({at, sender, id(row[2])});
    }
    return mail_of(std::move(rows));
}

void check_answered(const Mail& mail, const std::vector<double>& percent) {
    const SurvivalCurve curve = kaplan_meier(replies_to_each(mail.sendings, mail.end()));
    const std::vector<double> within = {60, 300, 3600, 4 * 3600, 86400, 7 * 86400};
    for (std::size_t i = 0; i < within.size(); ++i) {
        CAPTURE(within[i]);
        CHECK(100.0 * curve.over_by(within[i]) == Approx(percent[i]).margin(1.0));
    }
}

std::vector<double> switch_delays(const Mail& mail) {
    std::vector<double> delays;
    for (const TurnSwitch& one : turn_switches(mail.sendings))
        delays.push_back(static_cast<double>(one.answered_at - one.asked_at));
    return delays;
}

void check_switches(const Mail& mail, std::size_t n, const std::vector<double>& quantiles) {
    const std::vector<double> delays = switch_delays(mail);
    CHECK(static_cast<double>(delays.size()) == Approx(n).epsilon(0.002));
    const std::vector<double> levels = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};
    for (std::size_t i = 0; i < levels.size(); ++i) {
        CAPTURE(levels[i]);
        CHECK(sample_quantile(delays, levels[i]) == Approx(quantiles[i]).epsilon(0.1));
    }
}

void check_conversations(const Mail& mail, std::int64_t gap, std::size_t n, double messages,
                         double turns, double answered_percent) {
    const Conversations found = conversations_by_gap(mail.sendings, gap);
    const auto all = static_cast<double>(found.all.size());
    CHECK(all == Approx(n).epsilon(0.002));
    double turn_sum = 0.0;
    double answered = 0.0;
    for (const Conversation& one : found.all) {
        turn_sum += one.turns;
        answered += one.turns > 1 ? 1.0 : 0.0;
    }
    CHECK(static_cast<double>(mail.sendings.size()) / all == Approx(messages).margin(0.006));
    CHECK(turn_sum / all == Approx(turns).margin(0.006));
    CHECK(100.0 * answered / all == Approx(answered_percent).margin(0.1));
}

void check_people(const Mail& mail, double mean, double size) {
    std::map<std::uint32_t, double> sent;
    for (const std::uint32_t person : mail.people) sent[person] = 0.0;
    for (const Sending& one : mail.messages) ++sent[one.sender];
    std::vector<ExposedCount> counts;
    for (const auto& [person, count] : sent) counts.push_back({count});
    const CountLaw law = fit_count_law(counts);
    CHECK(law.rate == Approx(mean).epsilon(1e-4));
    CHECK(law.size == Approx(size).margin(0.002));
}

/// Messages by hour from the first day on, and by day.
void check_dispersion(const Mail& mail, double dispersion, double busyness) {
    const std::int64_t first_day = mail.begin() / 86400;
    const auto days = static_cast<std::size_t>(mail.end() / 86400 - first_day + 1);
    std::vector<double> hourly(24 * days, 0.0);
    std::vector<std::size_t> cells(hourly.size());
    std::vector<DayCount> daily(days);
    for (const Sending& one : mail.messages) {
        ++hourly[static_cast<std::size_t>((one.at - first_day * 86400) / 3600)];
        ++daily[static_cast<std::size_t>(one.at / 86400 - first_day)].count;
    }
    for (std::size_t hour = 0; hour < cells.size(); ++hour) cells[hour] = hour % 168;
    for (std::size_t day = 0; day < days; ++day) daily[day].kind = day % 7;
    CHECK(pooled_dispersion(hourly, cells) == Approx(dispersion).epsilon(0.1));
    CHECK(busyness_by_moments(daily) == Approx(busyness).epsilon(0.1));
}

/// The published fit looked back 14 days and stopped early, so that it is no truth.
void check_excitation(const Mail& mail, std::size_t sendings, double share, double gain) {
    std::vector<HourlySending> hourly;
    for (const Sending& one : mail.sendings) {
        constexpr std::int64_t monday = 4 * 86400;  // 1970-01-05
        const auto hour = static_cast<std::uint8_t>((one.at - monday) % (7 * 86400) / 3600);
        hourly.push_back({{one.at * 1'000'000, one.sender, one.recipient}, hour});
    }
    const double weeks = static_cast<double>(mail.end() - mail.begin()) / (7 * 86400);
    const Excitation found = fit_excitation(hourly, std::vector<double>(168, weeks));
    CHECK(found.sendings == sendings);
    CHECK(100.0 * found.triggered_share == Approx(share).margin(7.0));
    CHECK(found.gain == Approx(gain).epsilon(0.15));
}

TEST_CASE("private messages of students have their published figures") {
    const auto mail = college_messages();
    if (!mail) return;
    CHECK(mail->people.size() == 1899);
    CHECK(mail->messages.size() == 59661);
    check_answered(*mail, {4.87, 18.52, 30.68, 37.48, 49.30, 58.70});
    check_switches(*mail, 30249, {41, 64, 160, 1901, 33789, 158150, 411943, 1795826});
    check_conversations(*mail, 3600, 33690, 1.78, 1.49, 16.0);
    check_conversations(*mail, 86400, 21341, 2.80, 2.22, 36.3);
    check_people(*mail, 31.42, 0.243);
    check_dispersion(*mail, 67.85, 2.3119);
    check_excitation(*mail, 15892, 69.1, 2.972);
}

TEST_CASE("mail of a manufacturing company has its published figures") {
    const auto mail = manufacturing();
    if (!mail) return;
    CHECK(mail->people.size() == 167);
    CHECK(mail->messages.size() == 58463);
    check_answered(*mail, {5.76, 13.81, 32.10, 42.34, 55.52, 74.78});
    check_switches(*mail, 48922, {30, 63, 489, 4649, 87211, 603212, 1732242, 5930548});
    check_conversations(*mail, 3600, 49144, 1.69, 1.47, 34.4);
    check_conversations(*mail, 86400, 27697, 2.99, 2.32, 55.9);
    check_people(*mail, 350.08, 0.418);
    check_dispersion(*mail, 5.98, 0.0638);
    check_excitation(*mail, 71639, 36.7, 0.687);
}

TEST_CASE("mail of Enron has its published figures") {
    const auto mail = enron();
    if (!mail) return;
    CHECK(mail->people.size() == 154);
    CHECK(mail->messages.size() == 21537);
    check_answered(*mail, {0.36, 1.33, 5.50, 10.63, 20.59, 42.33});
    check_switches(*mail, 10589, {360, 1080, 8100, 83760, 497760, 2159282, 5079828, 18507805});
    check_conversations(*mail, 3600, 31859, 1.20, 1.06, 4.4);
    check_conversations(*mail, 86400, 20116, 1.91, 1.27, 13.5);
    check_people(*mail, 139.85, 0.600);
    check_dispersion(*mail, 3.41, 1.0426);
    check_excitation(*mail, 31912, 23.2, 0.229);
}

TEST_CASE("reply times of students are two lognormal laws as published") {
    const auto mail = college_messages();
    if (!mail) return;
    std::vector<TimeWindow> delays;
    for (const double delay : switch_delays(*mail))
        if (delay > 0 && delay <= 7 * 86400) delays.push_back({delay, delay});
    const CureMixture found = fit_cure_mixture(on_log_grid(delays, 60), 2);
    REQUIRE(found.parts.size() == 2);
    CHECK(found.parts[0].weight == Approx(0.489).margin(0.01));
    CHECK(found.parts[0].mu == Approx(5.070).margin(0.03));
    CHECK(found.parts[1].mu == Approx(10.016).margin(0.05));
    CHECK(found.parts[0].sigma == Approx(1.151).margin(0.03));
    CHECK(found.parts[1].sigma == Approx(1.660).margin(0.05));
}

}  // namespace
