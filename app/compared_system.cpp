// SPDX-License-Identifier: Apache-2.0
#include "app/compared_system.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "analysis/store/results_file.hpp"
#include "app/exit_code.hpp"
#include "app/interrupt.hpp"
#include "app/progress.hpp"
#include "app/provenance.hpp"
#include "app/replication.hpp"
#include "app/scenario_changes.hpp"
#include "app/scenario_files.hpp"
#include "models/outcome_report.hpp"
#include "sim/parallel/replicate.hpp"

namespace wardwire::app {

namespace {

bool is_results_file(const std::string& operand) { return operand.ends_with(".h5"); }

/// "nurse_triage" and what stands behind its plus signs.
struct Named {
    std::string scenario;
    std::vector<std::string> changes;
};

Named split(const std::string& operand, const std::string& first) {
    Named named;
    std::size_t end = operand.find('+');
    named.scenario = operand.substr(0, end);
    while (end != std::string::npos) {
        const std::size_t begin = end + 1;
        end = operand.find('+', begin);
        named.changes.push_back(operand.substr(begin, end - begin));
        if (named.changes.back().empty())
            throw UsageError("\"" + operand + "\" has a plus sign without a change behind it");
    }
    if (!named.scenario.empty()) return named;
    if (first.empty() || is_results_file(first))
        throw UsageError("\"" + operand + "\" changes a scenario; the first operand is none");
    Named base = split(first, "");
    base.changes.insert(base.changes.end(), named.changes.begin(), named.changes.end());
    return base;
}

std::vector<models::Override> overrides_for(const Named& named, const Arguments& arguments) {
    std::vector<models::Override> overrides = overrides_of(arguments);
    for (const std::string& change : named.changes) overrides.push_back(change_of(change));
    return overrides;
}

/// Whether a scenario without findings that forbid it to run was read; prints all findings.
std::optional<models::Scenario> read(const Named& named, std::vector<models::Override> overrides,
                                     bool is_quiet) {
    models::ReadResult result = read_and_validate(named.scenario, overrides);
    if (!result.scenario || !is_quiet)
        std::fputs(models::format_findings(result.findings).c_str(), stderr);
    return std::move(result.scenario);
}

void simulate(std::vector<ComparedSystem*> systems, const std::vector<models::Scenario>& scenarios,
              const Arguments& arguments, LoadedSystems& loaded) {
    const std::uint32_t replications = scenarios.front().replications;
    const std::size_t count = systems.size() * replications;
    const InterruptGuard interrupt;
    const bool is_quiet = arguments.has("quiet") || arguments.has("json");
    Progress progress(count, systems.front()->layout,
                      is_quiet ? Progress::Manner::quiet : Progress::Manner::shown);
    const auto threads = static_cast<unsigned>(arguments.number("threads", 1, 1024).value_or(0));
    // Replication by replication, each in every system: an early look is a fair one.
    const auto one_run = [&](std::size_t i) {
        const models::Scenario& scenario = scenarios[i % systems.size()];
        const auto replication = static_cast<std::uint32_t>(i / systems.size());
        return simulate_replication(scenario, {scenario.seed, replication, 0.0});
    };
    auto all = sim::replicate(count, {threads, interrupt.token()}, one_run,
                              [&](std::size_t i, const sim::Observation& observation) {
                                  if (i % systems.size() == 0) progress.done(observation);
                              });
    if (all.size() < count) {
        std::fprintf(stderr,
                     "Interrupted: nothing is kept. `run` keeps what it has; compare its files.\n");
        loaded.exit_code = exit_interrupted;
        return;
    }
    for (std::size_t i = 0; i < count; ++i)
        systems[i % systems.size()]->observations.push_back(std::move(all[i]));
}

ComparedSystem from_file(const std::string& path) {
    analysis::Results results = analysis::read_results(path);
    return {path,
            {},
            std::move(results.provenance),
            std::move(results.layout),
            std::move(results.observations)};
}

/// Leaves the replications that every system has, in order.
void keep_common(std::vector<ComparedSystem>& systems) {
    std::vector<std::uint32_t> common;
    for (const sim::Observation& one : systems.front().observations)
        common.push_back(one.replication);
    for (const ComparedSystem& system : systems)
        std::erase_if(common, [&](std::uint32_t replication) {
            return std::ranges::find(system.observations, replication,
                                     &sim::Observation::replication) == system.observations.end();
        });
    for (ComparedSystem& system : systems)
        std::erase_if(system.observations, [&](const sim::Observation& one) {
            return std::ranges::find(common, one.replication) == common.end();
        });
}

}  // namespace

std::string why_not_comparable(const ComparedSystem& first, const ComparedSystem& other) {
    const analysis::Provenance& a = first.provenance;
    const analysis::Provenance& b = other.provenance;
    const auto differs = [&](const char* what, const std::string& left, const std::string& right) {
        return std::string(what) + ": " + left + " and " + right;
    };
    const std::string program = a.program_version + " (" + a.program_commit + ")";
    const std::string other_program = b.program_version + " (" + b.program_commit + ")";
    if (program != other_program)
        return differs("made by different programs", program, other_program);
    if (a.seed != b.seed)
        return differs("of different seeds, so they do not share their luck",
                       std::to_string(a.seed), std::to_string(b.seed));
    if (a.start_date != b.start_date)
        return differs("of different dates", a.start_date, b.start_date);
    if (a.warm_up_seconds != b.warm_up_seconds || a.length_seconds != b.length_seconds)
        return differs("of different length", study_line(a, first.observations.size()),
                       study_line(b, other.observations.size()));
    if (a.initial_state != b.initial_state) return "begun with different saved states";
    return {};
}

std::optional<models::Scenario> read_system(const std::string& operand, const Arguments& arguments,
                                            const std::optional<SharedLuck>& shared) {
    const Named named = split(operand, arguments.operands().front());
    std::vector<models::Override> overrides = overrides_for(named, arguments);
    const auto set = [&](const char* pointer, std::uint64_t value) {
        overrides.push_back({pointer, std::to_string(value)});
    };
    const auto seed = arguments.number("seed", 0, (1ULL << 53) - 1);
    const auto replications = arguments.number("replications", 1, 1'000'000);
    if (seed || shared) set("/seed", seed ? *seed : shared->seed);
    if (replications || shared)
        set("/replications", replications ? *replications : shared->replications);
    return read(named, std::move(overrides), arguments.has("quiet"));
}

LoadedSystems load_systems(const Arguments& arguments) {
    const std::vector<std::string>& operands = arguments.operands();
    if (operands.size() < 2)
        throw UsageError("expected two systems or more, such as nurse_triage and +quiet_hours");
    LoadedSystems loaded;
    std::vector<models::Scenario> scenarios;
    std::optional<SharedLuck> shared;
    for (const std::string& operand : operands) {
        if (is_results_file(operand)) {
            loaded.systems.push_back(from_file(operand));
        } else {
            auto scenario = read_system(operand, arguments, shared);
            if (!scenario) return {{}, exit_usage};
            scenarios.push_back(std::move(*scenario));
            loaded.systems.push_back({operand,
                                      {},
                                      provenance_of(scenarios.back()),
                                      models::outcome_layout(scenarios.back()),
                                      {}});
        }
        const ComparedSystem& first = loaded.systems.front();
        if (!shared)
            shared = {first.provenance.seed, scenarios.empty() ? first.observations.size()
                                                               : scenarios.front().replications};
    }
    const ComparedSystem& first = loaded.systems.front();
    std::vector<ComparedSystem*> to_simulate;
    for (ComparedSystem& system : loaded.systems) {
        const std::string problem = why_not_comparable(first, system);
        if (!problem.empty()) {
            std::fprintf(stderr, "%s and %s cannot be compared: they are %s\n", first.name.c_str(),
                         system.name.c_str(), problem.c_str());
            return {{}, scenarios.size() == operands.size() ? exit_usage : exit_input};
        }
        system.changes =
            scenario_changes(first.provenance.scenario_text, system.provenance.scenario_text);
        if (!is_results_file(system.name)) to_simulate.push_back(&system);
    }
    if (!to_simulate.empty()) simulate(to_simulate, scenarios, arguments, loaded);
    if (loaded.exit_code == exit_ok) keep_common(loaded.systems);
    return loaded;
}

}  // namespace wardwire::app
