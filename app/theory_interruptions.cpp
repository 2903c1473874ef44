// SPDX-License-Identifier: Apache-2.0
// Calls that break into a task or a message, and what becomes of the interrupted.
#include "analysis/queueing/interruptions.hpp"
#include "analysis/queueing/priority.hpp"
#include "app/theory_case.hpp"

namespace wardwire::app {
namespace {

/// Half a call a minute, 15 seconds each, into tasks of 1 minute: the six rules of what becomes of
/// the interrupted task, and the costs of going there and back. Tasks are independent of each
/// other; the warm-up only starts the first.
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
    // Calls that come while somebody switches or finds back are lost too.
    add("after a switch of 6 s, half of the break",
        R"("interruption": {"switch_cost": "6 s", "lag_growth": 0.5})",
        [](Rules rules, double stretch) {
            const double away = rules.mean_length + 0.1;
            return analysis::Interruptions{rules.rate, away}.completion_when_resumed(stretch,
                                                                                     0.5 * away);
        });
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

/// How often a task of 1 minute is interrupted by half a call a minute.
void add_fragments(std::vector<TheoryCase>& cases) {
    constexpr analysis::Interruptions rules{0.5, 0.25};
    const auto interrupted_share = [rules](double stretch) {
        return 1.0 - rules.probability_of_none(analysis::exponential_transform(stretch));
    };
    const auto fragments = [rules](double stretch) { return 1.0 + rules.mean_count(stretch); };
    cases.push_back({"how often tasks are interrupted",
                     "Gaver 1962",
                     R"({"wardwire_scenario": 1, "extends": "interrupted",
                         "horizon": {"length": "15000 min"}})",
                     {{"interrupted_task_share", "staff", interrupted_share},
                      {"fragments_per_task", "staff", fragments}}});
}

/// Two calls a minute, and each interruption is the end of its task with probability 0.2. What an
/// exponential task has left is as long as a whole one, so that it is interrupted again with the
/// same probability: the share of the interrupted that are dropped is a geometric series.
void add_drops(std::vector<TheoryCase>& cases) {
    const auto never_resumed = [](double stretch) {
        constexpr double drop = 0.2;
        const double interrupted = 1.0 - analysis::Interruptions{2.0, 0.25}.probability_of_none(
                                             analysis::exponential_transform(stretch));
        return drop / (1.0 - interrupted * (1.0 - drop));
    };
    cases.push_back({"how often they are dropped",
                     "geometric series",
                     R"({"wardwire_scenario": 1, "extends": "interrupted",
                         "horizon": {"length": "50000 min"},
                         "telephone": {"line": {"calls": "2 /min"}},
                         "roles": {"staff": {"interruption": {"drop": "20 %"}}}})",
                     {{"never_resumed_share", "staff", never_resumed}}});
}

/// Calls at any time, not only while somebody works, break into messages: preemptive priority.
/// Load 0.625, relaxation time below 30 minutes.
void add_calls(std::vector<TheoryCase>& cases) {
    const auto sojourn_min = [](std::size_t k) {
        return [k](double stretch) {
            const analysis::PriorityClass classes[] = {
                {0.5, analysis::exponential_moments(0.25 * stretch)},
                {0.5, analysis::exponential_moments(stretch)}};
            return analysis::mean_sojourns_preemptive(classes)[k];
        };
    };
    const auto call_wait_min = [sojourn_min](double stretch) {
        return sojourn_min(0)(stretch) - 0.25 * stretch;
    };
    const auto message_h = [sojourn_min](double stretch) { return sojourn_min(1)(stretch) / 60.0; };
    cases.push_back(
        {"calls interrupt messages",
         "Jaiswal 1968",
         R"({
        "wardwire_scenario": 1, "extends": "inbox",
        "horizon": {"warm_up": "500 min", "length": "30000 min"},
        "patients": {"threads": "0.5 /min"},
        "telephone": {"line": {
            "calls": "0.5 /min", "answered_by": "staff", "when_busy": "interrupt",
            "duration": {"law": "exponential", "mean": "15 s"}}}})",
         {{"first_response_time", "", message_h}, {"pool_wait", "line", call_wait_min}}});
}

}  // namespace

void add_interruption_cases(std::vector<TheoryCase>& cases) {
    add_interruptions(cases);
    add_fragments(cases);
    add_drops(cases);
    add_calls(cases);
}

}  // namespace wardwire::app
