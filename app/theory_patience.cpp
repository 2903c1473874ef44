// SPDX-License-Identifier: Apache-2.0
// Callers who give up after an exponential patience, and messages that escalate after a fixed time.
// Queues that lose the impatient settle at least as fast as they serve: within minutes.
#include "analysis/queueing/abandonment.hpp"
#include "app/theory_case.hpp"

namespace wardwire::app {
namespace {

void add_erlang_a(std::vector<TheoryCase>& cases, const char* name, const char* scenario,
                  double calls_per_minute, int servers, double patience_per_minute) {
    const auto row = [=](double (analysis::AbandonmentQueue::*value)() const) {
        return [=](double stretch) {
            const analysis::AbandonmentQueue queue{calls_per_minute, 1.0 / stretch, servers,
                                                   patience_per_minute};
            return (queue.*value)();
        };
    };
    using Queue = analysis::AbandonmentQueue;
    cases.push_back({name,
                     "Palm 1957",
                     scenario,
                     {{"pool_abandoned_share", "line", row(&Queue::probability_of_abandonment)},
                      {"pool_wait", "line", row(&Queue::mean_wait)},
                      {"pool_wait_claimed", "line", row(&Queue::mean_wait_of_served)},
                      {"utilisation", "staff", row(&Queue::utilisation)}}});
}

void add_fixed_patience(std::vector<TheoryCase>& cases, const char* name, const char* scenario,
                        double messages_per_minute, int servers, double deadline_min) {
    const auto row = [=](double (analysis::FixedPatienceQueue::*value)() const) {
        return [=](double stretch) {
            const analysis::FixedPatienceQueue queue{messages_per_minute, 1.0 / stretch, servers,
                                                     deadline_min};
            return (queue.*value)();
        };
    };
    using Queue = analysis::FixedPatienceQueue;
    cases.push_back({name,
                     "Zeltyn & Mandelbaum 2005",
                     scenario,
                     {{"pool_escalated_share", "inbox", row(&Queue::probability_of_abandonment)},
                      {"pool_wait", "inbox", row(&Queue::mean_wait)}}});
}

}  // namespace

void add_patience_cases(std::vector<TheoryCase>& cases) {
    add_erlang_a(cases, "Erlang A, ten people", R"({
        "wardwire_scenario": 1, "extends": "hotline",
        "horizon": {"warm_up": "100 min", "length": "3000 min"},
        "roles": {"staff": {"count": 10}},
        "telephone": {"line": {
            "calls": "10 /min", "patience": {"law": "exponential", "mean": "2 min"}}}})",
                 10.0, 10, 0.5);
    add_erlang_a(cases, "Erlang A, overloaded", R"({
        "wardwire_scenario": 1, "extends": "hotline",
        "horizon": {"warm_up": "100 min", "length": "16000 min"},
        "telephone": {"line": {
            "calls": "1.2 /min", "patience": {"law": "exponential", "mean": "1 min"}}}})",
                 1.2, 1, 1.0);
    // Those who escalate go to somebody who needs no time for them, and never come back.
    add_fixed_patience(cases, "escalation after 30 s, ten people", R"({
        "wardwire_scenario": 1, "extends": "inbox",
        "horizon": {"warm_up": "100 min", "length": "3000 min"},
        "roles": {"staff": {"count": 10}, "backup": {"count": 1}},
        "pools": {"inbox": {"escalation": [{"after": "30 s", "to": "role:backup"}]}},
        "patients": {"threads": "10 /min"},
        "portal": {"use_types": {"message": {"handling": {
            "law": null, "mean": null,
            "staff": {"law": "exponential", "mean": "1 min"}, "backup": "0 s"}}}}})",
                       10.0, 10, 0.5);
    add_fixed_patience(cases, "escalation after 4 min, overloaded", R"({
        "wardwire_scenario": 1, "extends": "inbox",
        "horizon": {"warm_up": "100 min", "length": "15000 min"},
        "roles": {"backup": {"count": 1}},
        "pools": {"inbox": {"escalation": [{"after": "4 min", "to": "role:backup"}]}},
        "patients": {"threads": "1.2 /min"},
        "portal": {"use_types": {"message": {"handling": {
            "law": null, "mean": null,
            "staff": {"law": "exponential", "mean": "1 min"}, "backup": "0 s"}}}}})",
                       1.2, 1, 4.0);
}

}  // namespace wardwire::app
