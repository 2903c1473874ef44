// SPDX-License-Identifier: Apache-2.0
// When people turn to a message: at intervals, in blocks of the timetable, after the task in hand
// or the step of it; and when they turn to a patient who has an appointment.
#include <cmath>

#include "analysis/queueing/general_arrival_queue.hpp"
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

/// Two hours of every day are set aside for the in-basket, and handling takes no time.
void add_blocks(std::vector<TheoryCase>& cases) {
    // The stretch is the day's for the delay, which hardly feels longer blocks, and the blocks' for
    // the share.
    const auto delay_h = [](double stretch) {
        return stretch * analysis::OpeningHours(24.0, {{9.0, 10.0}, {15.0, 16.0}}).mean_delay();
    };
    const auto within_5_min = [](double stretch) {
        constexpr double early = 5.0 / 60.0;
        return analysis::OpeningHours(
                   24.0, {{9.0 - early, 9.0 + stretch}, {15.0 - early, 15.0 + stretch}})
            .probability_of_no_delay();
    };
    cases.push_back(
        {"in-basket at 9 and at 15 for an hour",
         "areas of the calendar",
         R"({
        "wardwire_scenario": 1, "extends": "checked",
        "horizon": {"warm_up": "34 h", "length": "500 days"},
        "roles": {"staff": {"attention": {
            "portal": {"when_free": "inbox_block", "when_busy": "inbox_block"},
            "inbox_blocks": [{"days": "daily", "from": "09:00", "to": "10:00"},
                             {"days": "daily", "from": "15:00", "to": "16:00"}]}}},
        "patients": {"threads": "2 /h"},
        "portal": {"use_types": {"message": {"handling": "0 s"}}}})",
         {{"first_response_time", "", delay_h}, {"answered_within", "", within_5_min}}});
}

/// Somebody who is always at a task of 4 minutes turns to the messages when it is done, or when the
/// present quarter of it is done; a task or step is to a message what a vacation is.
void add_steps(std::vector<TheoryCase>& cases) {
    const auto add = [&cases](const char* name, double undisturbed_min, const std::string& task) {
        const auto wait_h = [undisturbed_min](double stretch) {
            const analysis::GeneralServiceQueue queue{0.5, analysis::exponential_moments(stretch)};
            return analysis::mean_wait_with_repeated_vacations(
                       queue, analysis::fixed_moments(undisturbed_min)) /
                   60.0;
        };
        cases.push_back({name,
                         "Levy & Yechiali 1975",
                         R"({
            "wardwire_scenario": 1, "extends": "inbox",
            "horizon": {"warm_up": "500 min", "length": "40000 min"},
            "roles": {"staff": {
                "attention": {"portal": {"when_busy": "interrupt"}},
                "tasks": {"task": {"gap": "0 s", "counted_from": "completion",
                                   "duration": "4 min", )" +
                             task + R"(}}}},
            "pools": null,
            "patients": {"threads": "0.5 /min"},
            "portal": {"use_types": {"message": {"rank": 1}},
                       "routing": [{"to": "role:staff"}]}})",
                         {{"time_to_first_touch", "", wait_h}}});
    };
    add("messages after the task in hand", 4.0, R"("interruptible": "never")");
    add("messages between the steps of a task", 1.0,
        R"("interruptible": "between_steps", "steps": 4)");
}

/// An appointment every 20 minutes, one in five not kept, 16 minutes each: load 0.64. The gap
/// between patients who come is a geometric number of slots.
void add_visits(std::vector<TheoryCase>& cases) {
    const auto wait_min = [](double stretch) {
        constexpr double no_show = 0.2, slot_min = 20.0;
        const analysis::Transform gap = [](double s) {
            const double one_slot = std::exp(-s * slot_min);
            return (1.0 - no_show) * one_slot / (1.0 - no_show * one_slot);
        };
        return analysis::GeneralArrivalQueue{slot_min / (1.0 - no_show), gap,
                                             1.0 / (16.0 * stretch)}
            .mean_wait();
    };
    cases.push_back({"visits by appointment",
                     "Kendall 1953",
                     R"({
        "wardwire_scenario": 1,
        "horizon": {"warm_up": "200 h", "length": "4000 h"},
        "roles": {"staff": {"count": 1, "visits": {
            "sessions": "always", "slot": "20 min", "no_show": "20 %",
            "duration": {"law": "exponential", "mean": "16 min"}}}}})",
                     {{"visit_wait", "staff", wait_min}}});
}

}  // namespace

void add_work_habit_cases(std::vector<TheoryCase>& cases) {
    add_checking(cases);
    add_blocks(cases);
    add_steps(cases);
    add_visits(cases);
}

}  // namespace wardwire::app
