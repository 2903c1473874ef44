// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <optional>

#include "app/theory_case.hpp"
#include "models/scenario_reader.hpp"
#include "sim/contract.hpp"

namespace wardwire::app {
namespace {

/// One patient who never stops writing, staff who are always there, one pool: arrivals are Poisson,
/// "staff" are the servers and handling is the service, exponential with a mean of 1 minute.
constexpr std::string_view inbox = R"({
    "wardwire_scenario": 1,
    "roles": {"staff": {"count": 1}},
    "pools": {"inbox": {"members": ["staff"]}},
    "patients": {"count": 1, "threads": "1 /min"},
    "portal": {
        "use_types": {
            "message": {"share": 1, "handling": {"law": "exponential", "mean": "1 min"}}
        },
        "routing": [{"to": "pool:inbox"}]
    }
})";

/// The same with three use types, which make up 25, 37.5 and 37.5 %, and all take 1 minute.
constexpr std::string_view three_types = R"({
    "wardwire_scenario": 1,
    "extends": "inbox",
    "portal": {
        "use_types": {
            "message": null,
            "first": {"share": 0.25, "handling": {"law": "exponential", "mean": "1 min"}},
            "second": {"share": 0.375, "handling": {"law": "exponential", "mean": "1 min"}},
            "third": {"share": 0.375, "handling": {"law": "exponential", "mean": "1 min"}}
        }
    }
})";

/// The same with the first the most urgent.
constexpr std::string_view ranked = R"({
    "wardwire_scenario": 1,
    "extends": "three types",
    "portal": {"use_types": {"first": {"rank": 1}, "second": {"rank": 2}, "third": {"rank": 3}}}
})";

/// The in-basket of one person, who looks into it now and then.
constexpr std::string_view checked = R"({
    "wardwire_scenario": 1,
    "extends": "inbox",
    "roles": {
        "staff": {"attention": {"portal": {"when_free": "next_check", "when_busy": "next_check"}}}
    },
    "pools": null,
    "portal": {"routing": [{"to": "role:staff"}]}
})";

/// Staff who answer the telephone, calls of 1 minute.
constexpr std::string_view hotline = R"({
    "wardwire_scenario": 1,
    "roles": {"staff": {"count": 1}},
    "telephone": {
        "line": {
            "calls": "1 /min",
            "answered_by": "staff",
            "duration": {"law": "exponential", "mean": "1 min"}
        }
    }
})";

/// One person who is always at a task; calls break in while it is worked on, and at no other time:
/// a caller who does not get through at once is gone.
constexpr std::string_view interrupted_staff = R"({
    "wardwire_scenario": 1,
    "horizon": {"warm_up": "100 min", "length": "8000 min"},
    "roles": {
        "staff": {
            "count": 1,
            "tasks": {
                "task": {
                    "gap": "0 s",
                    "counted_from": "completion",
                    "duration": {"law": "exponential", "mean": "1 min"}
                }
            }
        }
    },
    "telephone": {
        "line": {
            "calls": "0.5 /min",
            "answered_by": "staff",
            "duration": {"law": "exponential", "mean": "15 s"},
            "patience": "0 s",
            "when_busy": "interrupt"
        }
    }
})";

std::optional<std::string> base_text(std::string_view name) {
    if (name == "inbox") return std::string(inbox);
    if (name == "three types") return std::string(three_types);
    if (name == "ranked") return std::string(ranked);
    if (name == "checked") return std::string(checked);
    if (name == "hotline") return std::string(hotline);
    if (name == "interrupted") return std::string(interrupted_staff);
    return std::nullopt;
}

}  // namespace

std::vector<TheoryCase> theory_cases() {
    std::vector<TheoryCase> cases;
    add_queue_cases(cases);
    add_priority_cases(cases);
    add_patience_cases(cases);
    add_work_habit_cases(cases);
    add_interruption_cases(cases);
    add_calendar_cases(cases);
    return cases;
}

models::Scenario read_theory_scenario(const TheoryCase& theory_case) {
    const auto load = [&](const std::string& path) -> std::optional<std::string> {
        if (path == theory_case.name) return theory_case.scenario;
        return base_text(path);
    };
    models::ReadResult read = models::read_scenario(theory_case.name, {}, load);
    if (!read.scenario) std::fputs(models::format_findings(read.findings).c_str(), stderr);
    WARDWIRE_EXPECT(read.scenario.has_value(), "the scenario of a theory check is right");
    return std::move(*read.scenario);
}

}  // namespace wardwire::app
