// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario.hpp"

/// Scenarios so simple that queueing theory knows their outcomes: the whole model, from the text of
/// a scenario to an outcome, against formulas that share no line with it.
namespace wardwire::app {

/// What theory says about one outcome of a scenario.
struct TheoryRow {
    std::string outcome;  ///< a name of docs/reference/outcomes.md
    std::string element;  ///< the role, pool or use type; empty: the outcome's only or first value
    /// The value, in the outcome's unit, if the time in the case's focus took `stretch` times as
    /// long as the scenario says. A stretch other than 1 is wrong on purpose, to see whether the
    /// battery notices: the power of the check.
    std::function<double(double stretch)> value;
};

struct TheoryCase {
    std::string name;
    std::string source;  ///< author and year of the formula
    /// The scenario: a JSON object that extends one of the bases below. Its horizon is that of the
    /// quick battery. A run starts empty; its warm-up is ten relaxation times or more, so that of
    /// what the empty start took away less than e^-10 is left when the window begins.
    std::string scenario;
    std::vector<TheoryRow> rows;
};

/// Every case, in the order of the table.
std::vector<TheoryCase> theory_cases();

/// The case's scenario as the ward model reads it. Breaks a contract if it is not right.
models::Scenario read_theory_scenario(const TheoryCase& theory_case);

/// One queue, or several that feed each other.
void add_queue_cases(std::vector<TheoryCase>& cases);
/// Urgent messages before others.
void add_priority_cases(std::vector<TheoryCase>& cases);
/// Callers who give up and messages that escalate.
void add_patience_cases(std::vector<TheoryCase>& cases);
/// When people turn to what waits for them.
void add_work_habit_cases(std::vector<TheoryCase>& cases);
/// What breaks into tasks and messages.
void add_interruption_cases(std::vector<TheoryCase>& cases);
/// Opening hours and shifts.
void add_calendar_cases(std::vector<TheoryCase>& cases);

}  // namespace wardwire::app
