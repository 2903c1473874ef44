// SPDX-License-Identifier: Apache-2.0
#include "app/staffing.hpp"

#include <algorithm>
#include <numeric>
#include <variant>

#include "analysis/studies/measure.hpp"

namespace wardwire::app {

namespace {

using models::Finding;

constexpr std::size_t fewest_replications = 5;

/// The outcome that is to be small; nothing with a finding.
std::optional<ChosenOutcome> read_least(const PreparedSweep& sweep, const std::string& path,
                                        std::vector<Finding>& findings) {
    const std::string& name = sweep.experiment.least;
    if (name.empty()) {
        findings.push_back({path, "/least", "is missing: the outcome to keep small, \"cost[*]\""});
        return std::nullopt;
    }
    auto found = analysis::find_measure(name, sweep.layout);
    if (const auto* problem = std::get_if<analysis::MeasureProblem>(&found)) {
        findings.push_back({path, "/least", complaint(*problem)});
        return std::nullopt;
    }
    return ChosenOutcome{name, std::get<analysis::StudyMeasure>(std::move(found))};
}

/// Whether one point costs no more and serves no worse than another, and is better in something.
bool is_better(const analysis::SearchedSystem& one, const analysis::SearchedSystem& other) {
    if (one.cost.mean > other.cost.mean) return false;
    bool is_strictly = one.cost.mean < other.cost.mean;
    for (std::size_t m = 0; m < one.margins.size(); ++m) {
        if (one.margins[m].mean < other.margins[m].mean) return false;
        is_strictly = is_strictly || one.margins[m].mean > other.margins[m].mean;
    }
    return is_strictly;
}

}  // namespace

analysis::CheapestGoal Staffing::goal() const {
    const std::size_t most = sweep.experiment.replications;
    return {.first_stage = std::min(most, std::max(fewest_replications, most / 8)),
            .most = most,
            .confirmation = most};
}

analysis::CostAndMargins Staffing::yield(const sim::Observation& observation) const {
    analysis::CostAndMargins yields{least.measure.value(observation), {}};
    for (const ServiceLevel& level : service) yields.margins.push_back(level.margin(observation));
    return yields;
}

std::optional<Staffing> prepare_staffing(const std::string& path, unsigned threads,
                                         std::vector<Finding>& findings) {
    const std::size_t before = findings.size();
    auto sweep = prepare_sweep(path, threads, findings);
    if (!sweep) return std::nullopt;
    const Experiment& experiment = sweep->experiment;
    if (experiment.service.empty())
        findings.push_back({path, "/service",
                            "is missing: what a staffing must keep, "
                            "[\"answered_within[24 h] >= 95 %\"]"});
    if (experiment.replications < fewest_replications)
        findings.push_back(
            {path, "/replications",
             "must be at least " + std::to_string(fewest_replications) + " to find a staffing"});
    auto levels = read_service_levels(experiment.service, sweep->layout, path, findings);
    auto least = read_least(*sweep, path, findings);
    if (findings.size() > before) return std::nullopt;
    return Staffing{std::move(*sweep), std::move(levels), std::move(*least)};
}

std::vector<std::size_t> frontier(const analysis::CheapestFound& found) {
    std::vector<std::size_t> points(found.systems.size());
    std::iota(points.begin(), points.end(), std::size_t{0});
    const auto is_beaten = [&](std::size_t i) {
        return std::ranges::any_of(
            found.systems, [&](const auto& other) { return is_better(other, found.systems[i]); });
    };
    std::erase_if(points, is_beaten);
    std::ranges::stable_sort(points, {}, [&](std::size_t i) { return found.systems[i].cost.mean; });
    return points;
}

}  // namespace wardwire::app
