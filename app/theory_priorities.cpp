// SPDX-License-Identifier: Apache-2.0
// Three classes of urgency at one pool. With mean handling of 0.5, 1 and 1.2 minutes one person is
// busy for 0.76 of the time; the relaxation time is below 100 minutes, as that of M/M/1 with 1.2
// minutes at this load. Four people with 1 minute are busy for 0.8 of it and settle in 22 minutes.
#include <array>

#include "analysis/queueing/priority.hpp"
#include "app/theory_case.hpp"

namespace wardwire::app {
namespace {

constexpr std::array class_names{"first", "second", "third"};
constexpr std::array arrivals_per_minute{0.2, 0.3, 0.3};
constexpr std::array mean_handling_min{0.5, 1.0, 1.2};

/// The scenario of one person, from a base with these use types and whatever else is changed.
std::string one_person(const std::string& base, const std::string& change) {
    return R"({"wardwire_scenario": 1, "extends": ")" + base + R"(",
        "horizon": {"warm_up": "1000 min", "length": "30000 min"},
        "patients": {"threads": "0.8 /min"},
        "portal": {"use_types": {
            "first": {"handling": {"law": "exponential", "mean": "30 s"}},
            "second": {"handling": {"law": "exponential", "mean": "1 min"}},
            "third": {"handling": {"law": "exponential", "mean": "72 s"}}}},
        )" +
           change + "}";
}

std::vector<analysis::PriorityClass> classes(double stretch) {
    std::vector<analysis::PriorityClass> all;
    for (std::size_t k = 0; k < class_names.size(); ++k)
        all.push_back({arrivals_per_minute[k],
                       analysis::exponential_moments(stretch * mean_handling_min[k])});
    return all;
}

std::vector<double> four_people(double stretch) {
    return analysis::mean_waits_nonpreemptive(std::array{0.8, 1.2, 1.2}, 1.0 / stretch, 4);
}

std::vector<double> finished_first(double stretch) {
    return analysis::mean_waits_nonpreemptive(classes(stretch));
}

std::vector<double> interrupted(double stretch) {
    return analysis::mean_sojourns_preemptive(classes(stretch));
}

/// A row for each class, from minutes to the outcome's hours.
std::vector<TheoryRow> by_class(const char* outcome, std::vector<double> (*minutes)(double)) {
    std::vector<TheoryRow> rows;
    for (std::size_t k = 0; k < class_names.size(); ++k)
        rows.push_back({outcome, class_names[k],
                        [minutes, k](double stretch) { return minutes(stretch)[k] / 60.0; }});
    return rows;
}

}  // namespace

void add_priority_cases(std::vector<TheoryCase>& cases) {
    cases.push_back({"urgent ones next, one person", "Cobham 1954",
                     one_person("ranked", R"("pools": {"inbox": {"discipline": "priority"}})"),
                     by_class("time_to_first_touch_by_use_type", finished_first)});
    // The same order by another rule: the ranks are equal, and the urgent are the short.
    cases.push_back(
        {"short ones next, one person", "Cobham 1954",
         one_person("three types", R"("pools": {"inbox": {"discipline": "shortest_expected"}})"),
         by_class("time_to_first_touch_by_use_type", finished_first)});
    cases.push_back({"urgent ones next, four people", "Cobham 1954", R"({
        "wardwire_scenario": 1, "extends": "ranked",
        "horizon": {"warm_up": "500 min", "length": "20000 min"},
        "roles": {"staff": {"count": 4}},
        "pools": {"inbox": {"discipline": "priority"}},
        "patients": {"threads": "3.2 /min"}})",
                     by_class("time_to_first_touch_by_use_type", four_people)});
    cases.push_back({"urgent ones interrupt", "Jaiswal 1968", one_person("ranked", R"(
                         "pools": {"inbox": {"discipline": "priority"}},
                         "roles": {"staff": {
                             "attention": {"portal": {"when_busy": "interrupt"}},
                             "interruption": {"max_depth": 8}}})"),
                     by_class("first_response_time_by_use_type", interrupted)});
}

}  // namespace wardwire::app
