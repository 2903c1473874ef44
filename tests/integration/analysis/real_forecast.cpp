// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "analysis/calibration/volume_forecast.hpp"
#include "tests/integration/analysis/real_log.hpp"

// The volume of the last 30 % of a real log, foreseen from the first 70 %.

namespace {

using namespace wardwire::analysis;
using wardwire::test::Fields;
using wardwire::test::local_seconds;
using wardwire::test::real_log;

/// What happens in a log: times in seconds, and how often.
using Events = std::vector<std::pair<double, double>>;

template <class Time>
Events events_of(const Fields& fields, std::size_t from, Time&& time) {
    Events events;
    for (std::size_t i = from; i < fields.size(); ++i)
        events.emplace_back(static_cast<double>(time(fields[i])), 1.0);
    return events;
}

/// The first event of each case.
Events cases_of(const Fields& fields) {
    std::map<std::string, double> first;
    for (std::size_t i = 1; i < fields.size(); ++i) {
        const auto at = static_cast<double>(local_seconds(fields[i][2]));
        const auto [entry, is_new] = first.try_emplace(fields[i][0], at);
        if (!is_new) entry->second = std::min(entry->second, at);
    }
    Events events;
    for (const auto& [id, at] : first) events.emplace_back(at, 1.0);
    return events;
}

Events calls_of(const Fields& fields) {
    Events events;
    for (std::size_t i = 1; i < fields.size(); ++i)
        events.emplace_back(static_cast<double>(local_seconds(fields[i][0] + " 00:00:00")) +
                                60.0 * std::stod(fields[i][1]),
                            std::stod(fields[i][2]));
    return events;
}

/// Whether the interval of 90 % holds the count of the last 30 % of the time.
bool is_foreseen(const std::string& name, Events events) {
    constexpr double a_week = 7.0 * 86400.0;
    std::ranges::sort(events);
    const double begin = events.front().first;
    const double end = events.back().first;
    const double cut = begin + 0.7 * (end - begin);
    const auto weeks = static_cast<std::size_t>((cut - begin) / a_week);
    std::vector<WeekCount> counts(weeks, {0.0});
    double rest = 0.0;
    for (const auto& [at, count] : events) {
        const double back = std::floor((cut - at) / a_week);
        if (at >= cut)
            rest += count;
        else if (back < static_cast<double>(weeks))
            counts[weeks - 1 - static_cast<std::size_t>(back)].count += count;
    }
    const VolumeForecast found = forecast_volume(counts, (end - cut) / a_week);
    const bool is_held = found.limits.lower <= rest && rest <= found.limits.upper;
    UNSCOPED_INFO(name << ": " << rest << (is_held ? " in " : " not in ") << found.limits.lower
                       << " to " << found.limits.upper);
    return is_held;
}

TEST_CASE("the volume of the last months is foreseen for four of five real logs") {
    const auto mail = real_log("manufacturing_email/communication.csv.gz", ';');
    const auto company = real_log("enron_roles/messages.csv.gz");
    const auto students = real_log("collegemsg/CollegeMsg.txt.gz", ' ');
    const auto calls = real_log("bank_callcentre_technion/arrivals_6min.csv.gz");
    const auto patients = real_log("sepsis/events.csv.gz");
    if (!mail || !company || !students || !calls || !patients) return;
    int held = 0;
    held += is_foreseen("mail of a manufacturer",
                        events_of(*mail, 1, [](const auto& row) { return local_seconds(row[2]); }));
    held += is_foreseen("mail of a company",
                        events_of(*company, 1, [](const auto& row) { return std::stoll(row[1]); }));
    held +=
        is_foreseen("messages of students",
                    events_of(*students, 0, [](const auto& row) { return std::stoll(row[2]); }));
    held += is_foreseen("calls to a bank", calls_of(*calls));
    held += is_foreseen("cases of a hospital", cases_of(*patients));
    CHECK(held >= 4);
}

}  // namespace
