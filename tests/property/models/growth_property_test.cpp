// SPDX-License-Identifier: Apache-2.0
// Demand that changes over time: how much comes is what the rates say, whoever is there.
#include <catch2/catch.hpp>

#include "models/periods.hpp"
#include "tests/statistical/sim/random_goodness.hpp"
#include "tests/support/ward.hpp"

namespace wardwire::test {

using models::Channel;
using sim::days;
using sim::hours;

namespace {

constexpr std::int64_t monday = 20458;
constexpr double false_alarm = 1e-6;

models::GrowthSpec growth(double per_year) {
    models::GrowthSpec growth;
    growth.trend = {models::Trend::Kind::compound, per_year};
    growth.seasons = {1.2, 1.1, 1.0, 0.9, 0.8, 1.0, 1.1, 0.9, 1.0, 1.2, 1.0, 0.8};
    growth.changes = {{monday + 200, 1.5}, {monday + 300, 0.7}};
    return growth;
}

models::WeekProfile office_hours() {
    models::WeekProfile profile{};
    for (std::size_t hour = 0; hour < 120; ++hour)
        if (hour % 24 >= 8 && hour % 24 < 18) profile[hour] = 168.0 / 50.0;
    return profile;
}

/// A practice of 600 days with calls, patients and staff who chat, all of them growing.
models::Scenario practice(double per_year = 0.5, std::uint32_t nurses = 3) {
    Ward ward(days{600});
    ward.role("nurse", nurses);
    models::TelephoneLine line;
    line.name = "line";
    line.calls_per_second = 1.0 / 3600.0;
    line.profile = office_hours();
    line.growth = growth(per_year);
    line.answered_by = {models::RoleId{0}};
    ward.scenario.telephone.push_back(line);
    ward.portal();
    models::PatientSpec& patients = ward.patients();
    patients.count = 500;
    patients.threads_per_second = 1.0 / sim::in_seconds(days{20});
    patients.profile = office_hours();
    patients.growth = growth(per_year);
    models::ChatSpec chat;
    chat.starts_per_second = {1.0 / 7200.0};
    chat.to = {{1.0}};
    chat.users_probability = {1.0};
    chat.continuation_probability = {0.0};
    chat.profile = office_hours();
    chat.growth = growth(per_year);
    ward.scenario.chat = chat;
    ward.complete();
    return ward.scenario;
}

std::vector<double> monthly(const models::Scenario& scenario, Channel channel) {
    const sim::Observation seen = models::Site(scenario, {3, 0, 0.0}).run();
    const sim::ResultLayout layout = models::outcome_layout(scenario);
    std::vector<double> counts;
    for (const sim::Measure& measure : layout.metrics)
        if (measure.name == "messages_by_month")
            for (std::size_t i = 0; i < measure.size; i += models::channel_count)
                counts.push_back(
                    seen.metrics[measure.offset + i + static_cast<std::size_t>(channel)]);
    return counts;
}

std::vector<double> monthly_means(const models::Scenario& scenario, double mean_rate,
                                  double per_year) {
    const sim::GrowingRate rate =
        models::growing_rate(scenario, models::scaled(office_hours(), mean_rate), growth(per_year));
    std::vector<double> means;
    for (const models::Period& month : models::months_of(scenario))
        means.push_back(rate.expected(month.from, month.to));
    return means;
}

}  // namespace

TEST_CASE("calls, messages and conversations come as often as their rates of each month say") {
    // A false alarm of 1e-6 each. Power: 10 % a year more, 17 % at the end, move the chi-square of
    // 20 months (standard deviation 6) by 80 on 15,000 calls and more on the others.
    const models::Scenario scenario = practice();
    struct Stream {
        Channel channel;
        double mean_rate;
    };
    for (const auto& [channel, mean_rate] :
         {Stream{Channel::telephone, 1.0 / 3600.0},
          Stream{Channel::portal, 500.0 / sim::in_seconds(days{20})},
          Stream{Channel::chat, 3.0 / 7200.0}}) {
        INFO("channel " << static_cast<int>(channel));
        const std::vector<double> counts = monthly(scenario, channel);
        REQUIRE(counts.size() == 20);
        CHECK_FALSE(rejects_means(counts, monthly_means(scenario, mean_rate, 0.5), false_alarm));
        CHECK(rejects_means(counts, monthly_means(scenario, mean_rate, 0.6), false_alarm));
    }
}

TEST_CASE("a plan of staff moves no message and no call") {
    models::Scenario planned = practice(0.5, 2);
    planned.roles[0].plan = {{monday + 100, 5}, {monday + 400, 1}};
    models::Scenario fixed = practice(0.5, 2);
    for (models::Scenario* scenario : {&planned, &fixed}) {
        scenario->chat.reset();
        scenario->length = days{500};
    }
    CHECK(monthly(planned, Channel::portal) == monthly(fixed, Channel::portal));
    CHECK(monthly(planned, Channel::telephone) == monthly(fixed, Channel::telephone));
}

}  // namespace wardwire::test
