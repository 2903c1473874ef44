// SPDX-License-Identifier: Apache-2.0
#include "app/theory_further.hpp"

#include <cmath>
#include <cstdio>
#include <string>

#include "analysis/queueing/general_service_queue.hpp"
#include "analysis/queueing/multi_server_queue.hpp"

namespace wardwire::app {

namespace {

using analysis::Moments;

std::string minutes(double count) { return std::to_string(std::lround(count)) + " min"; }

std::string per_minute(double rate) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g /min", rate);
    return text;
}

/// A queue whose warm-up is twelve relaxation times, and whose window holds so many messages.
std::string queue_of(int servers, double arrivals_per_minute, double relaxation_min,
                     double messages, const std::string& handling) {
    return R"({"wardwire_scenario": 1, "extends": "inbox", "horizon": {"warm_up": ")" +
           minutes(12.0 * relaxation_min + 100.0) + R"(", "length": ")" +
           minutes(messages / arrivals_per_minute) + R"("}, "roles": {"staff": {"count": )" +
           std::to_string(servers) + R"(}}, "patients": {"threads": ")" +
           per_minute(arrivals_per_minute) + R"("})" +
           (handling.empty()
                ? ""
                : R"(, "portal": {"use_types": {"message": {"handling": )" + handling + "}}}") +
           "}";
}

/// Exponential service of a minute. The relaxation time of M/M/c is 1 / (√(c μ) - √λ)² (Morse
/// 1958).
void add_busier_multi_server(std::vector<TheoryCase>& cases) {
    struct Setting {
        int servers;
        double load;
        double messages;
    };
    for (const Setting& one :
         {Setting{1, 0.9, 5'000}, Setting{2, 0.5, 1'000}, Setting{3, 0.8, 2'000},
          Setting{5, 0.9, 3'000}, Setting{10, 0.8, 2'000}, Setting{10, 0.95, 5'000},
          Setting{20, 0.9, 3'000}, Setting{50, 0.95, 5'000}}) {
        const double arrivals = one.load * one.servers;
        const double gap = std::sqrt(one.servers) - std::sqrt(arrivals);
        const auto wait = [one, arrivals](double stretch) {
            return analysis::MultiServerQueue{arrivals, 1.0 / stretch, one.servers}.mean_wait();
        };
        char name[48];
        std::snprintf(name, sizeof name, "M/M/%d at load %.2g", one.servers, one.load);
        cases.push_back({name,
                         "Erlang 1917",
                         queue_of(one.servers, arrivals, 1.0 / (gap * gap), one.messages, ""),
                         {{"pool_wait", "inbox", wait}}});
    }
}

/// One server at a load of 0.8. Its relaxation takes about (1 + cv²) / 2 times that of M/M/1, 90
/// minutes.
void add_further_service(std::vector<TheoryCase>& cases) {
    struct Setting {
        const char* name;
        Moments (*service)(double stretch);
        double squared_variation;
        const char* handling;
    };
    for (const Setting& one :
         {Setting{"M/D/1 at load 0.8", [](double s) { return analysis::fixed_moments(s); }, 0.0,
                  R"("1 min")"},
          Setting{"M/G/1, uniform, at load 0.8",
                  [](double s) { return analysis::uniform_moments(0.0, 2.0 * s); }, 1.0 / 3.0,
                  R"({"law": "uniform", "low": "0 s", "high": "2 min"})"},
          Setting{"M/G/1, gamma, at load 0.8",
                  [](double s) { return analysis::gamma_moments(s, 4.0); }, 4.0,
                  R"({"law": "gamma", "mean": "1 min", "sd": "2 min"})"}}) {
        const auto wait = [service = one.service](double stretch) {
            return analysis::GeneralServiceQueue{0.8, service(stretch)}.mean_wait();
        };
        cases.push_back(
            {one.name,
             "Pollaczek 1930, Khinchine 1932",
             queue_of(1, 0.8, 45.0 * (1.0 + one.squared_variation), 5'000, one.handling),
             {{"pool_wait", "inbox", wait}}});
    }
}

}  // namespace

std::vector<TheoryCase> further_theory_cases() {
    std::vector<TheoryCase> cases;
    add_busier_multi_server(cases);
    add_further_service(cases);
    return cases;
}

}  // namespace wardwire::app
