// SPDX-License-Identifier: Apache-2.0
#include "app/latent_runs.hpp"

#include <algorithm>
#include <stdexcept>

#include "analysis/store/sha256.hpp"
#include "app/json_text.hpp"
#include "app/provenance.hpp"
#include "app/simulated_log.hpp"
#include "models/validation.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

std::span<const models::Override> ResampledValues::of(std::uint32_t luck) const {
    if (luck == 0 || sets.empty()) return {};
    return sets[(luck - 1) % sets.size()];
}

std::optional<models::Scenario> LatentWorld::scenario(
    const analysis::PointRun& trial, std::vector<models::Finding>& findings) const {
    const auto shown = resampled.of(trial.luck);
    std::vector<models::Override> changes(shown.begin(), shown.end());
    for (std::size_t i = 0; i < trial.point.size(); ++i) {
        const LatentParameter& one = form.parameters[i];
        std::ranges::move(expanded({one.pointer, one.written(trial.point[i])}, document),
                          std::back_inserter(changes));
    }
    const auto load = [&](const std::string&) { return std::optional(document); };
    models::ReadResult read = models::read_scenario(form.name, changes, load);
    std::ranges::move(read.findings, std::back_inserter(findings));
    if (!read.scenario) return std::nullopt;
    const auto further = models::validate(*read.scenario);
    findings.insert(findings.end(), further.begin(), further.end());
    if (models::has_errors(further)) return std::nullopt;
    return std::move(read.scenario);
}

namespace {

models::Scenario scenario_of(const LatentWorld& world, const analysis::PointRun& trial) {
    std::vector<models::Finding> findings;
    auto scenario = world.scenario(trial, findings);
    if (!scenario) throw std::runtime_error(models::format_findings(findings));
    return std::move(*scenario);
}

/// One number a summary.
sim::ResultLayout layout_of(const LatentWorld& world) {
    sim::ResultLayout layout;
    for (const std::string& name : analysis::attention_summary_names(world.view))
        layout.metrics.push_back({name, "1", "", {}, layout.metrics.size(), 1});
    return layout;
}

/// What the runs of a search follow from.
analysis::Journal journal_of(const LatentWorld& world, std::uint64_t budget,
                             const OutputFile& output, const sim::ResultLayout& layout) {
    prepare_output(output);
    const analysis::Point centre(world.form.parameters.size(), 0.5);
    analysis::Provenance provenance = provenance_of(scenario_of(world, {centre}));
    std::string looked_for;
    for (const LatentParameter& one : world.form.parameters)
        looked_for += one.pointer + " " + one.prior() + "\n";
    provenance.scenario_text = "{\"log\": " + json_text(world.log_digest) +
                               ", \"budget\": " + std::to_string(budget) +
                               ", \"parameters\": " + json_text(looked_for) +
                               ",\n\"scenario\": " + provenance.scenario_text + "}\n";
    provenance.scenario_sha256 = analysis::sha256_text(provenance.scenario_text);
    return open_journal(output.path, provenance, layout);
}

}  // namespace

LatentRuns::LatentRuns(const LatentWorld& world, const OutputFile& output, Manner manner)
    : world_(world),
      manner_(std::move(manner)),
      layout_(layout_of(world)),
      journal_(journal_of(world, manner_.budget, output, layout_)),
      progress_(manner_.budget, layout_,
                manner_.is_quiet ? Progress::Manner::quiet : Progress::Manner::shown) {
    std::vector<sim::Observation> earlier;
    recover(journal_, manner_.is_quiet, earlier);
    for (sim::Observation& one : earlier) {
        const std::uint32_t number = one.replication;
        finished_.emplace(number, std::move(one.metrics));
    }
}

std::vector<double> LatentRuns::simulate(const analysis::PointRun& trial) const {
    const analysis::EventLog log =
        simulated_log(scenario_of(world_, trial), trial.luck,
                      {world_.clock_resolution_seconds, world_.has_read_times});
    return analysis::summarise_attention(log, analysis::gather_chat(log), world_.view);
}

std::optional<std::vector<std::vector<double>>> LatentRuns::run(
    std::span<const analysis::PointRun> trials) {
    std::vector<std::size_t> to_do;
    for (std::size_t i = 0; i < trials.size(); ++i)
        if (!finished_.contains(next_ + static_cast<std::uint32_t>(i))) to_do.push_back(i);
    const auto one_run = [&](std::size_t i) {
        sim::Observation seen;
        seen.replication = next_ + static_cast<std::uint32_t>(to_do[i]);
        seen.seed = trials[to_do[i]].luck;
        seen.metrics = simulate(trials[to_do[i]]);
        return seen;
    };
    auto fresh = sim::replicate(to_do.size(), {manner_.threads, manner_.stop}, one_run,
                                [&](std::size_t, const sim::Observation& observation) {
                                    journal_.append(observation);
                                    progress_.done(observation);
                                });
    const bool is_complete = fresh.size() == to_do.size();
    for (sim::Observation& one : fresh) {
        const std::uint32_t number = one.replication;
        finished_.emplace(number, std::move(one.metrics));
    }
    if (!is_complete) return std::nullopt;
    std::vector<std::vector<double>> summaries;
    for (std::size_t i = 0; i < trials.size(); ++i) summaries.push_back(finished_.at(next_++));
    return summaries;
}

}  // namespace wardwire::app
