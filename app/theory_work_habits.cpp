// SPDX-License-Identifier: Apache-2.0
// What people do between and during tasks: look into the in-basket only now and then, be
// interrupted, and keep opening hours.
#include "analysis/queueing/interruptions.hpp"
#include "analysis/queueing/opening_hours.hpp"
#include "analysis/queueing/vacations.hpp"
#include "app/theory_case.hpp"

namespace wardwire::app {
namespace {

/// Half a message a minute into an in-basket, 1 minute each. The time between two looks counts from
/// when nothing was left, as a vacation does. Load 0.5: relaxation time 12 minutes.
void add_checking(std::vector<TheoryCase>& cases) {
    struct Setting {
        const char* name;
        analysis::Moments vacation;
        const char* interval;
    };
    const Setting settings[] = {
        {"in-basket every 2 min", analysis::fixed_moments(2.0), R"("2 min")"},
        {"in-basket at exponential times", analysis::exponential_moments(2.0),
         R"({"law": "exponential", "mean": "2 min"})"},
        {"in-basket at uniform times", analysis::uniform_moments(0.0, 4.0),
         R"({"law": "uniform", "low": "0 s", "high": "4 min"})"},
    };
    for (const Setting& setting : settings) {
        const auto wait_h = [vacation = setting.vacation](double stretch) {
            const analysis::GeneralServiceQueue queue{0.5, analysis::exponential_moments(stretch)};
            return analysis::mean_wait_with_repeated_vacations(queue, vacation) / 60.0;
        };
        const std::string scenario = R"({"wardwire_scenario": 1, "extends": "checked",
            "horizon": {"warm_up": "500 min", "length": "60000 min"},
            "patients": {"threads": "0.5 /min"},
            "roles": {"staff": {"attention": {"check_interval": )" +
                                     std::string(setting.interval) + "}}}}";
        cases.push_back({setting.name,
                         "Levy & Yechiali 1975",
                         scenario,
                         {{"time_to_first_touch", "", wait_h}}});
    }
    // Handling that takes no time; the window has a whole number of intervals.
    const auto within_5_min = [](double stretch) {
        return analysis::FixedCheck{15.0 * stretch}.delay_cdf(5.0);
    };
    const auto delay_h = [](double stretch) {
        return analysis::FixedCheck{15.0 * stretch}.mean_delay() / 60.0;
    };
    cases.push_back(
        {"in-basket every 15 min, all at once",
         "uniform on [0, 15 min]",
         R"({
        "wardwire_scenario": 1, "extends": "checked",
        "horizon": {"warm_up": "150 min", "length": "9000 min"},
        "roles": {"staff": {"attention": {"check_interval": "15 min"}}},
        "portal": {"use_types": {"message": {"handling": "0 s"}}}})",
         {{"answered_within", "", within_5_min}, {"first_response_time", "", delay_h}}});
}

/// Half a call a minute, 15 seconds each, into tasks of 1 minute: the six rules of what becomes of
/// the interrupted task. Tasks are independent of each other; the warm-up only starts the first.
void add_interruptions(std::vector<TheoryCase>& cases) {
    const auto add = [&cases](const char* name, const std::string& staff,
                              std::function<double(const analysis::Interruptions&, double)> of) {
        const auto completion_min = [of](double stretch) {
            return of(analysis::Interruptions{0.5, 0.25}, stretch);
        };
        cases.push_back({name,
                         "Gaver 1962",
                         R"({"wardwire_scenario": 1, "extends": "interrupted",
                             "roles": {"staff": {)" +
                             staff + "}}}",
                         {{"task_completion_time", "staff", completion_min}}});
    };
    using Rules = const analysis::Interruptions&;
    const std::string fixed = R"("tasks": {"task": {"duration": "1 min"}}, )";
    const std::string gamma = R"("tasks": {"task": {"duration": {
        "law": "gamma", "mean": "1 min", "sd": "30 s"}}}, )";
    const std::string resample = R"("interruption": {"continuation": "resample"})";
    const std::string restart = R"("interruption": {"continuation": "restart"})";
    add("interrupted tasks go on", R"("interruption": {"continuation": "resume"})",
        [](Rules rules, double stretch) { return rules.completion_when_resumed(stretch); });
    add("they go on after a lag of 6 s", R"("interruption": {"resumption_lag": "6 s"})",
        [](Rules rules, double stretch) { return rules.completion_when_resumed(stretch, 0.1); });
    add("they begin again, 1 min", fixed + restart, [](Rules rules, double stretch) {
        return rules.completion_when_repeated(analysis::fixed_transform(stretch));
    });
    add("they begin again, gamma", gamma + restart, [](Rules rules, double stretch) {
        return rules.completion_when_repeated(analysis::gamma_transform(stretch, 0.25));
    });
    add("they are drawn again, exponential", resample, [](Rules rules, double stretch) {
        return rules.completion_when_redrawn(analysis::exponential_transform(stretch));
    });
    add("they are drawn again, gamma", gamma + resample, [](Rules rules, double stretch) {
        return rules.completion_when_redrawn(analysis::gamma_transform(stretch, 0.25));
    });
}

/// Messages at any hour of the week to a clinic open from 9 to 17 on weekdays, with so many staff
/// that nobody waits for a colleague (a weekend brings 128 messages, and 200 with a probability
/// below 10^-8), 3 minutes each. The window begins and ends at a Monday's noon, so that its last
/// messages are answered within it. In what the two clocks count, the stretch is that of the
/// handling; of the delay it is that of the day's opening.
void add_calendar(std::vector<TheoryCase>& cases) {
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

}  // namespace

void add_work_habit_cases(std::vector<TheoryCase>& cases) {
    add_checking(cases);
    add_interruptions(cases);
    add_calendar(cases);
}

}  // namespace wardwire::app
