// SPDX-License-Identifier: Apache-2.0
#include "app/outcome_choice.hpp"

#include <array>
#include <cstdio>
#include <variant>

#include "app/arguments.hpp"
#include "models/reading/suggestion.hpp"

namespace wardwire::app {

namespace {

std::string coordinate(const sim::Axis& axis, std::size_t index) {
    if (!axis.labels.empty()) return axis.labels[index];
    std::array<char, 48> text{};
    const bool has_unit = !axis.unit.empty() && axis.unit != "1";
    std::snprintf(text.data(), text.size(), "%.6g%s%s", axis.numbers[index], has_unit ? " " : "",
                  has_unit ? axis.unit.c_str() : "");
    return text.data();
}

}  // namespace

std::vector<double> ChosenOutcome::values(std::span<const sim::Observation> observations) const {
    std::vector<double> list;
    list.reserve(observations.size());
    for (const sim::Observation& one : observations) list.push_back(measure.value(one));
    return list;
}

std::string complaint(const analysis::MeasureProblem& problem) {
    if (problem.unknown.empty()) return problem.what;
    return problem.what + models::reading::did_you_mean(problem.unknown, problem.known);
}

ChosenOutcome choose_outcome(std::string_view name, const sim::ResultLayout& layout) {
    analysis::FoundMeasure found = analysis::find_measure(name, layout);
    if (const auto* problem = std::get_if<analysis::MeasureProblem>(&found))
        throw UsageError(complaint(*problem));
    return {std::string(name), std::get<analysis::StudyMeasure>(std::move(found))};
}

std::vector<std::string> cell_names(const sim::Measure& outcome, const sim::ResultLayout& layout) {
    std::vector<std::string> names;
    for (std::size_t cell = 0; cell < outcome.size; ++cell) {
        std::string inside;
        std::size_t rest = cell;
        for (std::size_t i = outcome.axes.size(); i-- > 0;) {
            const sim::Axis& axis = layout.axes[outcome.axes[i]];
            inside = coordinate(axis, rest % axis.size()) + (inside.empty() ? "" : ", ") + inside;
            rest /= axis.size();
        }
        names.push_back(outcome.name + (inside.empty() ? "" : "[" + inside + "]"));
    }
    return names;
}

}  // namespace wardwire::app
