// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

#include "analysis/selection/selection.hpp"
#include "analysis/store/observation_bytes.hpp"
#include "analysis/store/results_file.hpp"
#include "app/command_table.hpp"
#include "app/compared_system.hpp"
#include "app/exit_code.hpp"
#include "app/forecast_runs.hpp"
#include "app/machine.hpp"
#include "app/precision.hpp"
#include "app/provenance.hpp"
#include "app/replication.hpp"
#include "app/run_wishes.hpp"
#include "app/scenario_files.hpp"
#include "app/staffing.hpp"
#include "app/study_plan.hpp"
#include "app/wording.hpp"
#include "models/outcome_report.hpp"

namespace wardwire::app {

namespace {

/// The runs of a study, as far as they are known beforehand.
struct PlannedRuns {
    std::size_t least;
    std::size_t most;
    std::size_t kinds;  ///< scenarios, points or sets, of which some are tried
    std::function<sim::Observation(std::size_t kind)> try_one;
    bool are_kept = true;  ///< in files
};

/// What one run takes on one core.
struct RunCost {
    double seconds = 0.0;
    double bytes = 0.0;  ///< in the journal; the results file is smaller
    double events = 0.0;
};

/// "40", or "100 to 1,000".
std::string between(std::size_t least, std::size_t most) {
    return grouped(least) + (most > least ? " to " + grouped(most) : "");
}

void print_plan_row(const char* what, const std::string& text) {
    std::printf("  %-10s %s\n", what, text.c_str());
}

void print_shared_seed(std::uint64_t seed, const char* shared_by) {
    print_plan_row("seed", std::to_string(seed) + ", shared by all " + shared_by +
                               ": they have the same luck");
}

/// Runs the first replication of some kinds, at most three spread over all. Time is that of the
/// processor: the clock on the wall depends on who else is at work.
RunCost mean_cost(const PlannedRuns& runs) {
    const std::size_t last = runs.kinds - 1;
    std::vector<std::size_t> tried{0, last / 2, last};
    tried.erase(std::unique(tried.begin(), tried.end()), tried.end());
    RunCost mean;
    const double share = 1.0 / static_cast<double>(tried.size());
    for (const std::size_t kind : tried) {
        const std::clock_t started = std::clock();
        const sim::Observation seen = runs.try_one(kind);
        mean.seconds += share * static_cast<double>(std::clock() - started) / CLOCKS_PER_SEC;
        mean.bytes += share * static_cast<double>(analysis::to_bytes(seen).size());
        mean.events += share * static_cast<double>(seen.events);
    }
    return mean;
}

std::string rough_time(double seconds) {
    if (seconds < 120.0) return printed("%.2g s", seconds);
    if (seconds < 7200.0) return printed("%.0f min", seconds / 60.0);
    return printed("%.1f h", seconds / 3600.0);
}

std::string significant(double number) { return printed("%.2g", number); }

/// What all runs take, by some that are made now.
int print_study_cost(const PlannedRuns& runs, const Arguments& arguments) {
    const RunCost cost = mean_cost(runs);
    const double cores = thread_count(threads_of(arguments));
    const double least = static_cast<double>(runs.least);
    const double most = static_cast<double>(runs.most);
    const auto time = [&](double count) {
        return rough_time(cost.seconds * count / std::min(cores, count));
    };
    const bool is_known = runs.least == runs.most;
    print_plan_row("events", "about " + significant(cost.events * least) +
                                 (is_known ? "" : " to " + significant(cost.events * most)) +
                                 " in all");
    print_plan_row("time", "about " + time(least) + (is_known ? "" : " to " + time(most)) + " on " +
                               significant(cores) + " cores; a run takes " +
                               rough_time(cost.seconds));
    print_plan_row("disk", runs.are_kept ? "up to " + significant(cost.bytes * most / 1e6) +
                                               " MB while it runs; the results are smaller"
                                         : "nothing is kept but what is printed");
    std::printf("Estimated from %s that took place just now; nothing was written.\n",
                runs.kinds > 2 ? "three runs" : "a run or two");
    return exit_ok;
}

sim::Observation first_replication(const models::Scenario& scenario, double recorded_share) {
    return simulate_replication(scenario, {scenario.seed, 0, recorded_share});
}

/// How many replications a precision will take, by a few that are made now.
std::size_t predicted_replications(Precision& precision, const models::Scenario& scenario) {
    constexpr std::uint32_t tried = 5;
    std::vector<sim::Observation> seen;
    for (std::uint32_t r = 0; r < tried; ++r)
        seen.push_back(simulate_replication(scenario, {scenario.seed, r, 0.0}));
    precision.add(seen);
    return precision.predicted();
}

/// The scenarios of a command that takes several systems; nothing after findings. The replications
/// of results files are counted.
std::optional<std::vector<models::Scenario>> read_systems(const Arguments& arguments,
                                                          std::size_t& files) {
    if (arguments.operands().size() < 2)
        throw UsageError("expected two systems or more, such as nurse_triage and +quiet_hours");
    std::vector<models::Scenario> scenarios;
    std::optional<SharedLuck> shared;
    for (const std::string& operand : arguments.operands()) {
        if (operand.ends_with(".h5")) {
            const analysis::Results results = analysis::read_results(operand);
            if (!shared) shared = {results.provenance.seed, results.observations.size()};
            ++files;
            continue;
        }
        auto scenario = read_system(operand, arguments, shared);
        if (!scenario) return std::nullopt;
        if (!shared) shared = {scenario->seed, scenario->replications};
        scenarios.push_back(std::move(*scenario));
    }
    return scenarios;
}

void print_plan_points(const PreparedSweep& sweep) {
    std::printf("%s\n", sweep.experiment.title.c_str());
    std::string points = grouped(sweep.points());
    if (sweep.design.left_out > 0)
        points += ", " + grouped(sweep.design.left_out) + " left out by constraints";
    if (!sweep.design.note.empty()) points += " (" + sweep.design.note + ")";
    print_plan_row("points", points);
    constexpr std::size_t shown = 5;
    for (std::size_t p = 0; p < std::min(shown, sweep.points()); ++p)
        print_plan_row("", words_for(sweep.experiment, sweep.design.points[p]));
    if (sweep.points() > shown) print_plan_row("", "...");
}

}  // namespace

int plan_run(const Arguments& arguments) {
    const RunWishes wishes = run_wishes(arguments);
    const models::ReadResult read = read_and_validate(wishes.scenario, wishes.overrides);
    std::fputs(models::format_findings(read.findings).c_str(), stderr);
    if (!read.scenario) return exit_usage;
    const models::Scenario& scenario = *read.scenario;
    std::size_t runs = wishes.only ? 1 : scenario.replications;
    std::printf("%s\n", scenario.title.c_str());
    if (!wishes.until.empty()) {
        Precision precision(wishes.until, models::outcome_layout(scenario),
                            wishes.budget.value_or(usual_budget * scenario.replications));
        runs = predicted_replications(precision, scenario);
        for (const std::string& until : wishes.until) print_plan_row("precision", until);
        print_plan_row("", "by five replications it will take about " + grouped(runs) +
                               "; the budget is " + grouped(precision.budget()));
    }
    print_plan_row("runs", study_line(provenance_of(scenario), runs));
    if (wishes.shard.of > 1) {
        const std::size_t all = runs;
        runs = (all + wishes.shard.of - wishes.shard.index) / wishes.shard.of;
        print_plan_row("", grouped(runs) + " of them in part " + text_of(wishes.shard));
    }
    return print_study_cost(
        {runs, runs, 1,
         [&](std::size_t) { return first_replication(scenario, wishes.recorded_share); }},
        arguments);
}

int plan_compare(const Arguments& arguments) {
    std::size_t files = 0;
    const auto scenarios = read_systems(arguments, files);
    if (!scenarios) return exit_usage;
    print_plan_row(
        "systems",
        grouped(files + scenarios->size()) +
            (files > 0 ? ", " + grouped(files) + " of them results that are there" : ""));
    if (scenarios->empty()) {
        print_plan_row("runs", "none: all that is compared has been simulated");
        return exit_ok;
    }
    const models::Scenario& first = scenarios->front();
    const std::size_t runs = scenarios->size() * first.replications;
    print_plan_row("runs", grouped(runs) + ": of each system " +
                               study_line(provenance_of(first), first.replications));
    print_shared_seed(first.seed, "systems");
    return print_study_cost(
        {runs, runs, scenarios->size(),
         [&](std::size_t i) { return first_replication((*scenarios)[i], 0.0); }, false},
        arguments);
}

int plan_select(const Arguments& arguments) {
    std::size_t files = 0;
    const auto scenarios = read_systems(arguments, files);
    if (!scenarios) return exit_usage;
    if (files > 0) throw UsageError("select simulates as it goes; it takes no results files");
    const analysis::SelectionGoal usual{.indifference = 0.0};
    const std::size_t systems = scenarios->size();
    const std::size_t first =
        arguments.number("first-stage", 3, 100'000).value_or(usual.first_stage);
    const std::size_t most = arguments.number("budget", 3, 1'000'000).value_or(usual.most);
    const bool spends_all = arguments.text("procedure") == "ocba";
    print_plan_row("systems", grouped(systems));
    print_plan_row("runs", between((spends_all ? most : first) * systems, most * systems));
    print_plan_row("", spends_all
                           ? "the whole budget, most of it for the best and its rivals"
                           : "a first stage of " + grouped(first) +
                                 " each, then for those that can still be the best, at most " +
                                 grouped(most) + " each");
    print_shared_seed(scenarios->front().seed, "systems");
    return print_study_cost(
        {(spends_all ? most : first) * systems, most * systems, systems,
         [&](std::size_t i) { return first_replication((*scenarios)[i], 0.0); }, false},
        arguments);
}

int plan_sweep(const Arguments& arguments) {
    std::vector<models::Finding> findings;
    const auto sweep =
        prepare_sweep(arguments.only_operand("EXPERIMENT"), threads_of(arguments), findings);
    std::fputs(models::format_findings(findings).c_str(), stderr);
    if (!sweep) return exit_usage;
    print_plan_points(*sweep);
    const Shard shard = shard_of(arguments);
    const std::size_t runs = (sweep->runs() + shard.of - shard.index) / shard.of;
    print_plan_row("runs", grouped(sweep->runs()) + ": " + grouped(sweep->experiment.replications) +
                               " replications of each point");
    if (shard.of > 1) print_plan_row("", grouped(runs) + " of them in part " + text_of(shard));
    print_shared_seed(sweep->provenance.seed, "points");
    return print_study_cost(
        {runs, runs, sweep->points(),
         [&](std::size_t p) { return first_replication(sweep->scenarios[p], 0.0); }},
        arguments);
}

int plan_staff(const Arguments& arguments) {
    std::vector<models::Finding> findings;
    const auto staffing =
        prepare_staffing(arguments.only_operand("EXPERIMENT"), threads_of(arguments), findings);
    std::fputs(models::format_findings(findings).c_str(), stderr);
    if (!staffing) return exit_usage;
    const PreparedSweep& sweep = staffing->sweep;
    const analysis::CheapestGoal goal = staffing->goal();
    print_plan_points(sweep);
    const std::size_t least = sweep.points() * goal.first_stage + goal.confirmation;
    const std::size_t most = sweep.points() * goal.most + goal.confirmation;
    print_plan_row("runs", between(least, most));
    print_plan_row("",
                   "search: " + grouped(goal.first_stage) +
                       " of each staffing, then twice as many while it can still be the answer, " +
                       grouped(goal.most) + " at most");
    print_plan_row("", "confirmation: " + grouped(goal.confirmation) +
                           " fresh ones, and as many again for each that fails it");
    print_shared_seed(sweep.provenance.seed, "staffings");
    return print_study_cost(
        {least, most, sweep.points(),
         [&](std::size_t p) { return first_replication(sweep.scenarios[p], 0.0); }},
        arguments);
}

int plan_forecast(const Arguments& arguments) {
    const ForecastWishes wishes = forecast_wishes(arguments);
    std::vector<models::Finding> findings;
    const auto forecast = prepare_forecast(wishes, findings);
    std::fputs(models::format_findings(findings).c_str(), stderr);
    if (!forecast) return exit_usage;
    const auto& periods = forecast->by_period.periods();
    std::printf("%s\n", forecast->scenario.title.c_str());
    print_plan_row("periods", grouped(periods.size()) + ", from " + periods.front().name + " to " +
                                  periods.back().name + "; a run goes over all of them");
    print_plan_row("sets", grouped(forecast->sets()) +
                               (forecast->draws.pointers.empty() ? ": no parameter is uncertain"
                                : wishes.draws                   ? " drawn before, " + *wishes.draws
                                                                 : " drawn from intervals of"));
    if (!wishes.draws)
        for (const std::string& pointer : forecast->draws.pointers) print_plan_row("", pointer);
    const Shard shard = shard_of(arguments);
    const std::size_t runs = (forecast->runs() + shard.of - shard.index) / shard.of;
    print_plan_row("runs", grouped(forecast->runs()) + ": " + grouped(forecast->replications) +
                               " replications of each set");
    if (shard.of > 1) print_plan_row("", grouped(runs) + " of them in part " + text_of(shard));
    if (arguments.has("service"))
        print_plan_row("staff",
                       "all runs again for each number of people that is tried, and the plan");
    print_shared_seed(forecast->provenance.seed, "sets");
    return print_study_cost({runs, runs, forecast->sets(),
                             [&](std::size_t set) {
                                 return simulate_periods(forecast->by_period,
                                                         forecast->scenarios[set], 0);
                             }},
                            arguments);
}

int plan_sensitivity(const Arguments& arguments) {
    const std::string& path = arguments.only_operand("RESULTS");
    const analysis::Results results = analysis::read_results(path);
    std::printf("%s\n", results.provenance.title.c_str());
    print_plan_row("runs",
                   "none: it reads the " + grouped(results.observations.size()) + " of " + path);
    return exit_ok;
}

int plan_command(const Arguments& arguments) {
    const std::string& path = arguments.only_operand("SCENARIO or EXPERIMENT");
    const auto text = load_scenario_text(path);
    const auto has = [&](const char* key) { return text && text->find(key) != std::string::npos; };
    if (!has("\"wardwire_experiment\"")) return plan_run(arguments);
    return has("\"service\"") ? plan_staff(arguments) : plan_sweep(arguments);
}

}  // namespace wardwire::app
