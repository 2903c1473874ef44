// SPDX-License-Identifier: Apache-2.0
// Queues at pools and in-baskets: how many staff, which law of handling, which rule of claiming,
// and messages that are handed on. Relaxation times are those of M/M/c, at most
// 1 / (√(cμ) - √λ)² (Kleinrock 1975, section 3.5), longer as the variation of service grows.
#include "analysis/queueing/general_service_queue.hpp"
#include "analysis/queueing/multi_server_queue.hpp"
#include "analysis/queueing/network.hpp"
#include "analysis/queueing/routing.hpp"
#include "app/theory_case.hpp"

namespace wardwire::app {
namespace {

using analysis::Moments;

void add_multi_server(std::vector<TheoryCase>& cases) {
    struct Setting {
        int servers;
        double arrivals_per_minute;
        const char* name;
        const char* scenario;
    };
    // Relaxation times of 12, 90, 45, 18 and 38 minutes.
    const Setting settings[] = {
        {1, 0.5, "M/M/1 at load 0.5", R"({"wardwire_scenario": 1, "extends": "inbox",
            "horizon": {"warm_up": "1000 min", "length": "20000 min"},
            "patients": {"threads": "0.5 /min"}})"},
        {1, 0.8, "M/M/1 at load 0.8", R"({"wardwire_scenario": 1, "extends": "inbox",
            "horizon": {"warm_up": "1000 min", "length": "60000 min"},
            "patients": {"threads": "0.8 /min"}})"},
        {2, 1.6, "M/M/2 at load 0.8", R"({"wardwire_scenario": 1, "extends": "inbox",
            "horizon": {"warm_up": "1000 min", "length": "30000 min"},
            "roles": {"staff": {"count": 2}}, "patients": {"threads": "1.6 /min"}})"},
        {5, 4.0, "M/M/5 at load 0.8", R"({"wardwire_scenario": 1, "extends": "inbox",
            "horizon": {"warm_up": "500 min", "length": "16000 min"},
            "roles": {"staff": {"count": 5}}, "patients": {"threads": "4 /min"}})"},
        {10, 9.0, "M/M/10 at load 0.9", R"({"wardwire_scenario": 1, "extends": "inbox",
            "horizon": {"warm_up": "500 min", "length": "8000 min"},
            "roles": {"staff": {"count": 10}}, "patients": {"threads": "9 /min"}})"},
    };
    for (const Setting& setting : settings) {
        const auto wait = [setting](double stretch) {
            return analysis::MultiServerQueue{setting.arrivals_per_minute, 1.0 / stretch,
                                              setting.servers}
                .mean_wait();
        };
        cases.push_back(
            {setting.name, "Erlang 1917", setting.scenario, {{"pool_wait", "inbox", wait}}});
    }
}

void add_general_service(std::vector<TheoryCase>& cases) {
    struct Setting {
        const char* name;
        Moments (*service)(double stretch);
        const char* scenario;
    };
    const Setting settings[] = {
        {"M/D/1 at load 0.5", [](double stretch) { return analysis::fixed_moments(stretch); },
         R"({"wardwire_scenario": 1, "extends": "inbox",
             "horizon": {"warm_up": "1000 min", "length": "10000 min"},
             "patients": {"threads": "0.5 /min"},
             "portal": {"use_types": {"message": {"handling": "1 min"}}}})"},
        {"M/G/1, uniform, at load 0.5",
         [](double stretch) { return analysis::uniform_moments(0.0, 2.0 * stretch); },
         R"({"wardwire_scenario": 1, "extends": "inbox",
             "horizon": {"warm_up": "1000 min", "length": "15000 min"},
             "patients": {"threads": "0.5 /min"},
             "portal": {"use_types": {"message": {
                 "handling": {"law": "uniform", "low": "0 s", "high": "2 min"}}}}})"},
        {"M/G/1, lognormal, at load 0.5",
         [](double stretch) { return analysis::lognormal_moments(stretch, 2.25); },
         R"({"wardwire_scenario": 1, "extends": "inbox",
             "horizon": {"warm_up": "2000 min", "length": "120000 min"},
             "patients": {"threads": "0.5 /min"},
             "portal": {"use_types": {"message": {
                 "handling": {"law": "lognormal", "mean": "1 min", "sd": "90 s"}}}}})"},
    };
    for (const Setting& setting : settings) {
        const auto wait = [service = setting.service](double stretch) {
            return analysis::GeneralServiceQueue{0.5, service(stretch)}.mean_wait();
        };
        cases.push_back({setting.name,
                         "Pollaczek 1930, Khinchine 1932",
                         setting.scenario,
                         {{"pool_wait", "inbox", wait}}});
    }
}

/// Two people with a queue each, 1.2 messages a minute: load 0.6, relaxation time 20 minutes.
void add_routing(std::vector<TheoryCase>& cases) {
    struct Setting {
        const char* name;
        const char* source;
        double (analysis::TwoQueues::*sojourn)() const;
        const char* claim;
    };
    const Setting settings[] = {
        {"dealt out at random", "Erlang 1917", &analysis::TwoQueues::mean_sojourn_random, "random"},
        {"dealt out in turn", "Kendall 1953", &analysis::TwoQueues::mean_sojourn_in_turn,
         "round_robin"},
        {"dealt to the shorter queue", "Haight 1958",
         &analysis::TwoQueues::mean_sojourn_shorter_queue, "least_loaded"},
    };
    for (const Setting& setting : settings) {
        const auto sojourn_h = [of = setting.sojourn](double stretch) {
            return (analysis::TwoQueues{1.2, 1.0 / stretch}.*of)() / 60.0;
        };
        const std::string scenario = R"({"wardwire_scenario": 1, "extends": "inbox",
            "horizon": {"warm_up": "500 min", "length": "10000 min"},
            "roles": {"staff": {"count": 2}}, "patients": {"threads": "1.2 /min"},
            "pools": {"inbox": {"claim": ")" +
                                     std::string(setting.claim) + R"("}}})";
        cases.push_back(
            {setting.name, setting.source, scenario, {{"first_response_time", "", sojourn_h}}});
    }
}

/// A message is read at triage, by a nurse, by a clinician; each resolves a part of what they read
/// and hands on the rest, clinicians back to the nurses. Times in hours; the triage is the slowest
/// to settle, with a relaxation time of 4.5 h.
void add_network(std::vector<TheoryCase>& cases) {
    const auto network = [](double stretch) {
        return analysis::OpenNetwork({{16.0, 10.0 / stretch, 2, {0.0, 0.8, 0.0}},
                                      {0.0, 6.0 / stretch, 3, {0.0, 0.0, 0.4}},
                                      {0.0, 10.0 / stretch, 1, {0.0, 0.2, 0.0}}});
    };
    const auto wait_min = [network](std::size_t station) {
        return [network, station](double stretch) {
            return 60.0 * network(stretch).queue(station).mean_wait();
        };
    };
    const auto sojourn = [network](double stretch) { return network(stretch).mean_sojourn(); };
    cases.push_back({"messages handed on",
                     "Jackson 1957",
                     R"({
        "wardwire_scenario": 1, "extends": "inbox",
        "horizon": {"warm_up": "50 h", "length": "2000 h"},
        "roles": {
            "staff": null,
            "triage": {"count": 2, "reading": {"law": "exponential", "mean": "6 min"},
                       "forwards_to": "pool:nurses"},
            "nurse": {"count": 3, "reading": {"law": "exponential", "mean": "10 min"},
                      "forwards_to": "pool:clinicians"},
            "clinician": {"count": 1, "reading": {"law": "exponential", "mean": "6 min"},
                          "forwards_to": "pool:nurses"}
        },
        "pools": {
            "inbox": {"members": ["triage"]},
            "nurses": {"members": ["nurse"]},
            "clinicians": {"members": ["clinician"]}
        },
        "patients": {"threads": "16 /h"},
        "portal": {"use_types": {"message": {
            "handling": "0 s",
            "resolved_by": {"triage": "20 %", "nurse": "60 %", "clinician": "80 %"}}}}})",
                     {{"first_response_time", "", sojourn},
                      {"pool_wait", "nurses", wait_min(1)},
                      {"pool_wait", "clinicians", wait_min(2)}}});
}

/// Neither the order of equal messages nor what patients add later changes a mean wait: one in four
/// answers is followed by another question an hour later, to a queue of 0.6 / (1 - 1/4) a minute.
void add_order_and_rounds(std::vector<TheoryCase>& cases) {
    const auto wait_min = [](double stretch) {
        return analysis::MultiServerQueue{0.7, 1.0 / stretch, 1}.mean_wait();
    };
    cases.push_back({"the latest next, load 0.7",
                     "Little 1961",
                     R"({
        "wardwire_scenario": 1, "extends": "inbox",
        "horizon": {"warm_up": "1000 min", "length": "40000 min"},
        "pools": {"inbox": {"discipline": "lifo"}},
        "patients": {"threads": "0.7 /min"}})",
                     {{"pool_wait", "inbox", wait_min}}});
    const auto wait_with_rounds_min = [](double stretch) {
        return analysis::OpenNetwork({{0.6, 1.0 / stretch, 1, {0.25}}}).queue(0).mean_wait();
    };
    cases.push_back({"patients who write again",
                     "Jackson 1957",
                     R"({
        "wardwire_scenario": 1, "extends": "inbox",
        "horizon": {"warm_up": "2000 min", "length": "60000 min"},
        "patients": {"threads": "0.6 /min", "reply_delay": "1 h"},
        "portal": {"use_types": {"message": {"follow_up": ["25 %"]}}}})",
                     {{"pool_wait", "inbox", wait_with_rounds_min}}});
}

}  // namespace

void add_queue_cases(std::vector<TheoryCase>& cases) {
    add_multi_server(cases);
    add_general_service(cases);
    add_routing(cases);
    add_order_and_rounds(cases);
    add_network(cases);
}

}  // namespace wardwire::app
