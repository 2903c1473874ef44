// SPDX-License-Identifier: Apache-2.0
#include "app/prepared_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "analysis/store/sha256.hpp"
#include "app/bundled.hpp"
#include "app/outcome_choice.hpp"
#include "app/provenance.hpp"
#include "app/scenario_files.hpp"
#include "app/summary.hpp"
#include "models/outcome_report.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

namespace {

using models::Finding;

/// The findings of one point, told of the factor that they are about where there is one.
void add_findings(std::vector<Finding> found, const PreparedSweep& sweep, const std::string& path,
                  std::size_t point, std::vector<Finding>& findings) {
    for (Finding& finding : found) {
        if (finding.severity == Finding::Severity::warning) continue;
        std::string where = finding.where.empty() ? "/scenario" : "/design";
        for (const models::Override& setting : sweep.experiment.settings)
            if (finding.where.starts_with(setting.pointer)) where = "/set";
        for (const Factor& factor : sweep.experiment.factors)
            if (finding.where.starts_with(factor.pointer))
                where = "/factors" + models::pointer_step(factor.name);
        const auto is_told = [&](const Finding& one) { return one.where == where; };
        if (std::ranges::any_of(findings, is_told)) continue;  // the other points say it again
        findings.push_back({path, where,
                            "at point " + std::to_string(point + 1) + " (" +
                                words_for(sweep.experiment, sweep.design.points[point]) +
                                "): " + (finding.where.empty() ? finding.file : finding.where) +
                                " " + finding.what});
    }
}

/// What an experiment varies: a bundled scenario, or a file, relative to the experiment's own.
std::string scenario_beside(const std::string& path, const std::string& scenario) {
    if (find_bundled(scenario) != nullptr) return scenario;
    return (std::filesystem::path(path).parent_path() / scenario).string();
}

/// The columns of a factor: numbers where every level has one, else texts.
sim::Axis column_of(const Factor& factor, std::size_t index, const DesignPoints& design,
                    const std::vector<std::size_t>& points) {
    sim::Axis column{factor.name, factor.pointer, {}, {}, factor.unit};
    const bool is_numeric = std::ranges::none_of(design.points,
                                                 [&](const DesignPoint& point) {
                                                     return std::isnan(point.numbers[index]) ||
                                                            point.values[index].starts_with('"');
                                                 }) &&
                            factor.names.empty();
    for (const std::size_t point : points) {
        if (is_numeric || !factor.unit.empty()) {
            column.numbers.push_back(design.points[point].numbers[index]);
            continue;
        }
        column.labels.push_back(shown_value(factor, design.points[point].values[index]));
    }
    return column;
}

analysis::Provenance provenance_of_sweep(const PreparedSweep& sweep) {
    analysis::Provenance provenance = provenance_of(sweep.scenarios.front());
    provenance.title = sweep.experiment.title;
    // What the runs follow from: the experiment and the scenario it varies, at its first point.
    provenance.scenario_text = "{\"experiment\": " + sweep.experiment.text +
                               ",\n\"first_point\": " + provenance.scenario_text + "}\n";
    provenance.scenario_sha256 = analysis::sha256_text(provenance.scenario_text);
    return provenance;
}

}  // namespace

std::vector<sim::Axis> PreparedSweep::coordinates(
    const std::vector<sim::Observation>& observations) const {
    std::vector<std::size_t> at;
    sim::Axis point{"point", "design point, from 0", {}, {}, "1"};
    sim::Axis replication{"replication", "index of the replication at its point", {}, {}, "1"};
    for (const sim::Observation& one : observations) {
        at.push_back(one.replication % points());
        point.numbers.push_back(static_cast<double>(at.back()));
        replication.numbers.push_back(static_cast<double>(one.replication / points()));
    }
    std::vector<sim::Axis> columns{std::move(point), std::move(replication)};
    for (std::size_t f = 0; f < experiment.factors.size(); ++f)
        columns.push_back(column_of(experiment.factors[f], f, design, at));
    return columns;
}

std::optional<PreparedSweep> prepare_sweep(const std::string& path, unsigned threads,
                                           std::vector<Finding>& findings) {
    const std::size_t before = findings.size();
    auto experiment = read_experiment(path, findings);
    if (!experiment) return std::nullopt;
    PreparedSweep sweep;
    sweep.experiment = std::move(*experiment);
    sweep.design = points_of(sweep.experiment, sweep.experiment.seed.value_or(1));
    if (sweep.design.points.empty())
        findings.push_back({path, "/constraints", "leave no point of the design"});
    const std::string scenario = scenario_beside(path, sweep.experiment.scenario);
    auto points = sim::replicate(sweep.design.points.size(), {threads, {}}, [&](std::size_t p) {
        return read_and_validate(scenario, overrides_for(sweep.experiment, sweep.design.points[p]));
    });
    constexpr std::size_t most_findings = 10;
    for (std::size_t p = 0; p < points.size() && findings.size() < before + most_findings; ++p) {
        models::ReadResult& read = points[p];
        if (!read.scenario) {
            add_findings(std::move(read.findings), sweep, path, p, findings);
            continue;
        }
        sweep.scenarios.push_back(std::move(*read.scenario));
        if (sweep.scenarios.size() == 1)
            sweep.layout = models::outcome_layout(sweep.scenarios.front());
        else if (models::outcome_layout(sweep.scenarios.back()) != sweep.layout) {
            findings.push_back(
                {path, "/factors",
                 "at point " + std::to_string(p + 1) + " (" +
                     words_for(sweep.experiment, sweep.design.points[p]) +
                     ") the outcomes have other dimensions; one file cannot hold both"});
            break;
        }
    }
    if (findings.size() > before) return std::nullopt;
    sweep.provenance = provenance_of_sweep(sweep);
    return sweep;
}

std::vector<std::string> shown_outcomes(const PreparedSweep& sweep) {
    for (const std::string& name : sweep.experiment.outcomes) choose_outcome(name, sweep.layout);
    if (!sweep.experiment.outcomes.empty()) return sweep.experiment.outcomes;
    std::vector<std::string> names = headline_outcomes(sweep.layout);
    names.resize(std::min<std::size_t>(names.size(), 1));
    return names;
}

}  // namespace wardwire::app
