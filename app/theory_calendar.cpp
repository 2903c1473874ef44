// SPDX-License-Identifier: Apache-2.0
// Opening hours, deadlines in open hours, and shifts.
#include <functional>

#include "analysis/queueing/opening_hours.hpp"
#include "analysis/queueing/time_varying.hpp"
#include "app/theory_case.hpp"

namespace wardwire::app {
namespace {

/// Messages at any hour of the week to a clinic open from 9 to 17 on weekdays, with so many staff
/// that nobody waits for a colleague (a weekend brings 128 messages, and 200 with a probability
/// below 10^-8), 3 minutes each. The window begins and ends at a Monday's noon, so that its last
/// messages are answered within it. In what the two clocks count, the stretch is that of the
/// handling; of the delay it is that of the day's opening.
void add_clinic(std::vector<TheoryCase>& cases) {
    constexpr double handling_h = 0.05;
    constexpr double limit_h = 5.0 / 60.0;
    const auto wall_h = [](double stretch) {
        return analysis::OpeningHours::weekdays(9.0, 9.0 + 8.0 * stretch).mean_delay() + handling_h;
    };
    // A day's last messages are answered past its end, and that part is not counted: half of the
    // handling on average, of those sent in the last `handling` of five days in the 168 hours.
    const auto business_h = [](double stretch) {
        const double handling = handling_h * stretch;
        return handling - 0.5 * handling * (5.0 * handling / 168.0);
    };
    // Within the limit are those that wait no longer than what handling leaves of it.
    const auto within_limit = [](double stretch) {
        return analysis::OpeningHours::weekdays(9.0 - (limit_h - handling_h), 9.0 + 8.0 * stretch)
            .probability_of_no_delay();
    };
    cases.push_back({"a clinic open on weekdays, 9 to 17",
                     "areas of the calendar",
                     R"({
        "wardwire_scenario": 1, "extends": "inbox",
        "calendar": {"open": [{"days": "mon-fri", "from": "09:00", "to": "17:00"}]},
        "horizon": {"warm_up": "180 h", "length": "60 weeks"},
        "roles": {"staff": {"count": 200, "roster": {
            "shifts": [{"days": "mon-fri", "from": "09:00", "to": "17:00"}]}}},
        "patients": {"threads": "2 /h"},
        "portal": {"use_types": {"message": {"handling": "3 min"}}}})",
                     {{"first_response_time", "", wall_h},
                      {"first_response_time_business", "", business_h},
                      {"answered_within", "", within_limit}}});
}

/// A message that nobody looks at escalates after three open hours, to somebody who answers at
/// once. It waits until it is open and then for three hours, and for the next gap as well when it
/// comes in the last three hours of a day. The window ends on a Monday at 12, when all that came
/// before 9 has been answered; that those of the last three hours are left out, with their 3 h
/// instead of the mean's 20.5, makes a fifth of a standard error. The stretch is that of the
/// deadline.
void add_business_deadline(std::vector<TheoryCase>& cases) {
    const auto wall_h = [](double stretch) {
        const auto hours = analysis::OpeningHours::weekdays(9.0, 17.0);
        const double deadline = 3.0 * stretch;
        double gaps = 0.0;
        for (int day = 0; day < 5; ++day) gaps += hours.time_until_open(24.0 * day + 17.0);
        return hours.mean_delay() + deadline + deadline * gaps / 168.0;
    };
    cases.push_back({"escalation after three open hours",
                     "areas of the calendar",
                     R"({
        "wardwire_scenario": 1, "extends": "checked",
        "calendar": {"open": [{"days": "mon-fri", "from": "09:00", "to": "17:00"}]},
        "horizon": {"warm_up": "180 h", "length": "100 weeks"},
        "roles": {
            "staff": {
                "attention": {"portal": {"when_free": "inbox_block", "when_busy": "inbox_block"}},
                "escalation": [{"after": "3 h", "clock": "business", "to": "role:backup"}]},
            "backup": {"count": 1}},
        "patients": {"threads": "2 /h"},
        "portal": {"use_types": {"message": {"handling": "0 s"}}}})",
                     {{"first_response_time", "", wall_h}}});
}

/// What a day looks like in the long run: its mean number waiting and in the system.
struct DayMean {
    double waiting;
    double in_system;
};

/// Three people always and five more from 8 to 18; 14.4 messages an hour from 8 to 16 and 4.8 at
/// other times. The means over the sixth day, by the trapezoidal rule: twice the steps change them
/// by 0.006 %, twice the days or the room by nothing in nine digits.
DayMean day_with_shifts(double stretch) {
    constexpr int days_to_settle = 5, steps_per_hour = 10, room = 150;
    struct Part {
        int until_h;
        double arrivals_per_hour;
        int servers;
    };
    constexpr Part parts[] = {{8, 4.8, 3}, {16, 14.4, 8}, {18, 4.8, 8}, {24, 4.8, 3}};
    double arrivals_per_hour = 0.0;
    analysis::TransientQueue queue([&](double) { return arrivals_per_hour; }, 2.0 / stretch, room);
    DayMean mean{0.0, 0.0};
    for (int day = 0; day <= days_to_settle; ++day) {
        int from_h = 0;
        for (const Part& part : parts) {
            arrivals_per_hour = part.arrivals_per_hour;
            const int steps = (part.until_h - from_h) * steps_per_hour;
            for (int step = 0; step <= steps; ++step) {
                queue.advance(24.0 * day + from_h + static_cast<double>(step) / steps_per_hour,
                              part.servers);
                if (day < days_to_settle) continue;
                const double weight =
                    (step == 0 || step == steps ? 0.5 : 1.0) / (24.0 * steps_per_hour);
                mean.waiting += weight * queue.mean_in_queue(part.servers);
                mean.in_system += weight * queue.mean_in_system();
            }
            from_h = part.until_h;
        }
    }
    return mean;
}

/// Those who leave put back what they have in hand, which exponential handling does not feel.
void add_shifts(std::vector<TheoryCase>& cases) {
    const auto waiting = [](double stretch) { return day_with_shifts(stretch).waiting; };
    const auto sojourn_h = [](double stretch) { return day_with_shifts(stretch).in_system / 8.0; };
    cases.push_back({"shifts, and work put back at their end",
                     "Kolmogorov 1931",
                     R"({
        "wardwire_scenario": 1, "extends": "inbox",
        "horizon": {"warm_up": "10 days", "length": "100 days"},
        "roles": {
            "staff": {"count": 3},
            "day": {"count": 5, "roster": {
                "shifts": [{"days": "daily", "from": "08:00", "to": "18:00"}],
                "at_shift_end": "put_back"}}},
        "pools": {"inbox": {"members": ["staff", "day"]}},
        "patients": {"threads": "8 /h", "profile": {"daily": [
            1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1]}},
        "portal": {"use_types": {"message": {
            "handling": {"law": "exponential", "mean": "30 min"}}}}})",
                     {{"pool_backlog", "inbox", waiting}, {"first_response_time", "", sojourn_h}}});
}

}  // namespace

void add_calendar_cases(std::vector<TheoryCase>& cases) {
    add_clinic(cases);
    add_business_deadline(cases);
    add_shifts(cases);
}

}  // namespace wardwire::app
