// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string_view>

#include "analysis/selection/budget_allocation.hpp"
#include "analysis/selection/sequential.hpp"
#include "analysis/selection/two_stage.hpp"
#include "app/command_table.hpp"
#include "app/compared_system.hpp"
#include "app/exit_code.hpp"
#include "app/json_text.hpp"
#include "app/outcome_choice.hpp"
#include "app/precision_wish.hpp"
#include "app/replication.hpp"
#include "models/outcome_report.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

namespace {

using analysis::SelectionGoal;

/// OCBA with a budget of so many replications a system on average.
analysis::Selection spend_budget(std::size_t systems, const SelectionGoal& goal,
                                 const analysis::Simulate& simulate) {
    return analysis::select_ocba(systems, goal, goal.most * systems, simulate);
}

/// A procedure by its name; those of independent systems give each its own replications.
struct Procedure {
    const char* name;
    bool shares_luck;
    analysis::Selection (*run)(std::size_t, const SelectionGoal&, const analysis::Simulate&);
};
constexpr std::array procedures{Procedure{"kn", true, analysis::select_kn},
                                Procedure{"kn++", true, analysis::select_kn_updating},
                                Procedure{"rinott", false, analysis::select_rinott},
                                Procedure{"nsgs", false, analysis::select_nsgs},
                                Procedure{"ocba", false, spend_budget}};
constexpr std::string_view fixed_budget = "ocba";

/// The systems that one is chosen of, and the outcome that decides.
struct Candidates {
    std::vector<std::string> names;
    std::vector<models::Scenario> scenarios;
    std::vector<ChosenOutcome> outcomes;  ///< the same one in each
};

/// Nothing after findings.
std::optional<Candidates> candidates_of(const Arguments& arguments, const std::string& outcome) {
    if (arguments.operands().size() < 2)
        throw UsageError("expected two systems or more, such as nurse_triage and +quiet_hours");
    Candidates candidates;
    std::optional<SharedLuck> shared;
    for (const std::string& operand : arguments.operands()) {
        auto scenario = read_system(operand, arguments, shared);
        if (!scenario) return std::nullopt;
        if (!shared) shared = {scenario->seed, scenario->replications};
        candidates.names.push_back(operand);
        candidates.outcomes.push_back(choose_outcome(outcome, models::outcome_layout(*scenario)));
        candidates.scenarios.push_back(std::move(*scenario));
    }
    return candidates;
}

analysis::Simulate simulation_of(const Candidates& candidates, bool shares_luck, unsigned threads) {
    return [&candidates, shares_luck, threads](std::span<const analysis::Trial> trials) {
        const std::size_t systems = candidates.scenarios.size();
        auto outcomes = sim::replicate(trials.size(), {threads, {}}, [&](std::size_t i) {
            const auto [system, trial] = trials[i];
            const std::size_t replication = shares_luck ? trial : trial * systems + system;
            const models::Scenario& scenario = candidates.scenarios[system];
            return candidates.outcomes[system].measure.value(simulate_replication(
                scenario, {scenario.seed, static_cast<std::uint32_t>(replication), 0.0}));
        });
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            if (std::isnan(outcomes[i]))
                throw UsageError(candidates.outcomes[trials[i].system].name +
                                 " is undefined in a replication of " +
                                 candidates.names[trials[i].system] +
                                 "; a choice needs an outcome that always exists");
        return outcomes;
    };
}

SelectionGoal goal_for(const Arguments& arguments, const ChosenOutcome& outcome) {
    const auto text = arguments.text("indifference");
    const bool has_budget = arguments.text("procedure") == fixed_budget;
    if (has_budget && (text || !arguments.has("budget")))
        throw UsageError("ocba takes a --budget and no --indifference");
    if (!text && !has_budget)
        throw UsageError("--indifference says how small a difference does not matter");
    SelectionGoal goal{.indifference = 0.0};
    if (text) {
        const analysis::PrecisionGoal size =
            goal_of(read_precision("indifference", *text), outcome.measure);
        if (size.of == analysis::PrecisionGoal::Of::the_mean)
            throw UsageError("--indifference takes a unit of the outcome, not a share of its mean");
        goal.indifference = size.error;
    }
    goal.better = arguments.has("largest") ? analysis::Better::larger : analysis::Better::smaller;
    goal.first_stage = arguments.number("first-stage", 3, 100'000).value_or(goal.first_stage);
    goal.most = arguments.number("budget", 3, 1'000'000).value_or(goal.most);
    if (goal.most < goal.first_stage)
        throw UsageError("--budget must be at least the first stage of " +
                         std::to_string(goal.first_stage));
    return goal;
}

void print(const Candidates& candidates, const analysis::Selection& selection,
           const SelectionGoal& goal) {
    const ChosenOutcome& outcome = candidates.outcomes.front();
    std::printf("%s%s\n", outcome.name.c_str(),
                outcome.measure.unit == "1" ? "" : (" (" + outcome.measure.unit + ")").c_str());
    for (std::size_t i = 0; i < candidates.names.size(); ++i)
        std::printf("  %-48s %10.4g  %6zu replications%s\n", candidates.names[i].c_str(),
                    selection.means[i], selection.replications[i],
                    i == selection.best ? "  chosen" : "");
    if (goal.indifference == 0.0)
        std::printf("The best mean is of the best system with a probability of at least %.3g.\n",
                    analysis::probability_of_correct_selection(
                        selection.means, selection.standard_errors, goal.better));
    else if (selection.is_decided)
        std::printf("If it leads by %.3g or more, %s is the best with 95 %% confidence.\n",
                    goal.indifference, candidates.names[selection.best].c_str());
    else
        std::printf("Not decided: the budget of %zu replications ended first.\n", goal.most);
}

void print_json(const Candidates& candidates, const analysis::Selection& selection) {
    std::string text = "{\n  \"outcome\": " + json_text(candidates.outcomes.front().name) +
                       ",\n  \"best\": " + json_text(candidates.names[selection.best]) +
                       ",\n  \"decided\": " + (selection.is_decided ? "true" : "false") +
                       ",\n  \"systems\": [";
    for (std::size_t i = 0; i < candidates.names.size(); ++i)
        text += std::string(i > 0 ? "," : "") +
                "\n    {\"name\": " + json_text(candidates.names[i]) +
                ", \"mean\": " + json_number(selection.means[i]) +
                ", \"replications\": " + std::to_string(selection.replications[i]) + "}";
    std::printf("%s\n  ]\n}\n", text.c_str());
}

const Procedure& procedure_of(const Arguments& arguments) {
    const std::string name = arguments.text("procedure").value_or("kn");
    for (const Procedure& one : procedures)
        if (name == one.name) return one;
    throw UsageError("--procedure takes kn, kn++, rinott, nsgs or ocba, got \"" + name + "\"");
}

}  // namespace

int select_command(const Arguments& arguments) {
    arguments.exclude("smallest", "largest", "which way is better?");
    const auto smallest = arguments.text("smallest");
    const auto outcome = smallest ? smallest : arguments.text("largest");
    if (!outcome) throw UsageError("--smallest or --largest says which outcome decides");
    const Procedure& procedure = procedure_of(arguments);
    const auto candidates = candidates_of(arguments, *outcome);
    if (!candidates) return exit_usage;
    const SelectionGoal goal = goal_for(arguments, candidates->outcomes.front());
    const auto threads = static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0));
    const analysis::Selection selection =
        procedure.run(candidates->scenarios.size(), goal,
                      simulation_of(*candidates, procedure.shares_luck, threads));
    if (arguments.has("json"))
        print_json(*candidates, selection);
    else
        print(*candidates, selection, goal);
    return selection.is_decided ? exit_ok : exit_condition_failed;
}

}  // namespace wardwire::app
