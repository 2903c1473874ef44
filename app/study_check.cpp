// SPDX-License-Identifier: Apache-2.0
#include "app/study_check.hpp"

#include <algorithm>
#include <limits>
#include <thread>

#include "app/bundled.hpp"
#include "app/exit_code.hpp"
#include "app/replication.hpp"
#include "app/scenario_files.hpp"
#include "app/study_files.hpp"
#include "app/study_report.hpp"
#include "models/outcome_report.hpp"
#include "models/reading/suggestion.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

namespace {

std::string complaint(const analysis::MeasureProblem& problem, const std::string& arm) {
    const std::string what = "in " + arm + ": " + problem.what;
    if (problem.unknown.empty()) return what;
    return what + models::reading::did_you_mean(problem.unknown, problem.known);
}

/// Adds the scenario to the arms unless it is there; its number, or nothing after findings.
std::optional<std::size_t> arm_of(const std::string& name, const std::string& path,
                                  std::span<const models::Override> overrides,
                                  std::vector<StudyArm>& arms,
                                  std::vector<models::Finding>& findings) {
    const auto found = std::ranges::find(arms, name, &StudyArm::name);
    if (found != arms.end()) return static_cast<std::size_t>(found - arms.begin());
    models::ReadResult read =
        read_and_validate(beside(path, name), {overrides.begin(), overrides.end()});
    for (models::Finding& finding : read.findings)
        if (finding.severity == models::Finding::Severity::error)
            findings.push_back(std::move(finding));
    if (!read.scenario) return std::nullopt;
    arms.push_back({name, std::move(*read.scenario), {}});
    return arms.size() - 1;
}

/// Puts a target's measure into an arm; the factor to the target's unit, or nothing.
std::optional<double> add_measure(const StudyTarget& target, std::size_t index, StudyArm& arm,
                                  const models::Finding& place,
                                  std::vector<models::Finding>& findings) {
    auto found = analysis::find_measure(target.measure, models::outcome_layout(arm.scenario));
    if (const auto* problem = std::get_if<analysis::MeasureProblem>(&found)) {
        findings.push_back({place.file, place.where + "/measure", complaint(*problem, arm.name)});
        return std::nullopt;
    }
    auto measure = std::get<analysis::StudyMeasure>(std::move(found));
    const std::string unit = analysis::is_share(target.statistic) ? "1" : measure.unit;
    const auto factor = analysis::unit_factor(unit, target.unit);
    if (!factor)
        findings.push_back({place.file, place.where + "/unit",
                            "must be a unit that " + unit + " can be told in, got " +
                                models::reading::in_quotes(target.unit)});
    arm.measures[index] = std::move(measure);
    return factor;
}

const std::string& scenario_of(const StudyTarget& target, const Study& study) {
    return target.scenario.empty() ? study.scenario : target.scenario;
}

}  // namespace

std::optional<PreparedStudy> prepare_study(const Study& study, const std::string& path,
                                           std::vector<models::Finding>& findings,
                                           std::span<const models::Override> overrides) {
    PreparedStudy prepared{study, {}, {}};
    const std::size_t before = findings.size();
    if (!arm_of(study.scenario, path, overrides, prepared.arms, findings)) return std::nullopt;
    for (std::size_t i = 0; i < study.targets.size(); ++i) {
        const StudyTarget& target = study.targets[i];
        const models::Finding place{path, "/targets/" + std::to_string(i), ""};
        const auto measure_in = [&](const std::string& scenario) -> std::optional<double> {
            const auto arm = arm_of(scenario, path, overrides, prepared.arms, findings);
            if (!arm) return std::nullopt;
            prepared.arms[*arm].measures.resize(study.targets.size());
            return add_measure(target, i, prepared.arms[*arm], place, findings);
        };
        const auto factor = measure_in(scenario_of(target, study));
        prepared.factors.push_back(factor.value_or(1.0));
        if (factor && !target.against.empty()) measure_in(target.against);
    }
    if (findings.size() > before) return std::nullopt;
    return prepared;
}

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// values[arm][target][replication]
using Values = std::vector<std::vector<std::vector<double>>>;

Values simulate(const PreparedStudy& prepared, std::uint32_t replications, const StudyRun& run,
                std::ostream& progress) {
    const std::size_t arms = prepared.arms.size();
    const std::size_t count = arms * replications;
    // Replications run side by side; threads beyond their number go to the sites of each.
    const std::size_t threads = std::max<std::size_t>(
        1, run.threads > 0 ? run.threads : std::thread::hardware_concurrency());
    Manner manner;
    manner.federation.threads =
        static_cast<unsigned>(threads / std::clamp<std::size_t>(count, 1, threads));
    const auto one_run = [&](std::size_t index) {
        const StudyArm& arm = prepared.arms[index % arms];
        const auto replication = static_cast<std::uint32_t>(index / arms);
        const sim::Observation seen = simulate_replication(
            arm.scenario, {prepared.arms[0].scenario.seed, replication, 0.0}, {}, manner);
        std::vector<double> values;
        for (const analysis::StudyMeasure& measure : arm.measures)
            values.push_back(measure.value ? measure.value(seen) : undefined);
        return values;
    };
    std::size_t done = 0;
    const auto rows = sim::replicate(
        count, {run.threads, {}}, one_run, [&](std::size_t, const std::vector<double>&) {
            constexpr std::size_t lines = 20;
            const std::size_t told = done * lines / count;
            if (++done * lines / count == told) return;
            progress << prepared.study.name << ": " << done << " of " << count << " runs\n"
                     << std::flush;
        });
    Values values(arms);
    for (std::size_t arm = 0; arm < arms; ++arm) {
        values[arm].resize(prepared.study.targets.size());
        for (std::uint32_t r = 0; r < replications; ++r)
            for (std::size_t target = 0; target < rows[r * arms + arm].size(); ++target)
                values[arm][target].push_back(rows[r * arms + arm][target]);
    }
    return values;
}

std::size_t number_of(const std::string& arm, const PreparedStudy& prepared) {
    const auto found = std::ranges::find(prepared.arms, arm, &StudyArm::name);
    return static_cast<std::size_t>(found - prepared.arms.begin());
}

}  // namespace

JudgedStudy judge_study(const PreparedStudy& prepared, const StudyRun& run,
                        std::ostream& progress) {
    const Study& study = prepared.study;
    const std::uint32_t replications = run.replications.value_or(
        study.replications.value_or(prepared.arms[0].scenario.replications));
    const Values values = simulate(prepared, replications, run, progress);
    JudgedStudy judged{study, replications, {}};
    for (std::size_t i = 0; i < study.targets.size(); ++i) {
        const StudyTarget& target = study.targets[i];
        const auto values_in = [&](const std::string& scenario) -> std::span<const double> {
            return values[number_of(scenario, prepared)][i];
        };
        const auto here = values_in(scenario_of(target, study));
        const auto there = target.against.empty() ? here : values_in(target.against);
        analysis::Interval simulated = analysis::statistic_of(target.statistic, here, there);
        simulated.mean *= prepared.factors[i];
        if (simulated.half_width) *simulated.half_width *= prepared.factors[i];
        judged.targets.push_back({target, simulated, target.accepted.contains(simulated.mean)});
    }
    return judged;
}

std::size_t JudgedStudy::count(analysis::Use use) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        targets, [use](const JudgedTarget& one) { return one.target.use == use; }));
}

std::size_t JudgedStudy::count_within(analysis::Use use) const {
    return static_cast<std::size_t>(std::ranges::count_if(targets, [use](const JudgedTarget& one) {
        return one.target.use == use && one.is_within;
    }));
}

bool JudgedStudy::passes() const {
    return std::ranges::all_of(targets, [](const JudgedTarget& one) {
        return one.is_within || one.target.use == analysis::Use::input;
    });
}

int check_studies(const StudyCheckOptions& options, std::ostream& out, std::ostream& progress) {
    std::vector<std::string> names = options.names;
    if (names.empty())
        for (const BundledScenario& one : bundled_studies()) names.emplace_back(one.name);
    std::vector<models::Finding> findings;
    std::vector<PreparedStudy> prepared;
    for (const std::string& name : names) {
        ReadStudy read = read_study(name, study_text(name));
        std::ranges::move(read.findings, std::back_inserter(findings));
        if (!read.study) continue;
        if (auto ready = prepare_study(*read.study, name, findings))
            prepared.push_back(std::move(*ready));
    }
    if (!findings.empty()) {
        progress << models::format_findings(findings);
        return exit_usage;
    }
    std::vector<JudgedStudy> judged;
    for (const PreparedStudy& study : prepared) {
        judged.push_back(judge_study(study, options.run, progress));
        if (!options.as_json) print_study(judged.back(), out);
    }
    if (options.as_json) print_studies_json(judged, out);
    return std::ranges::all_of(judged, &JudgedStudy::passes) ? exit_ok : exit_condition_failed;
}

}  // namespace wardwire::app
