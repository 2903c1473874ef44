// SPDX-License-Identifier: Apache-2.0
#include "app/earlier_results.hpp"

#include <algorithm>

#include "analysis/store/results_file.hpp"
#include "analysis/store/store_error.hpp"
#include "app/scenario_changes.hpp"

namespace wardwire::app {

std::string why_not_extendable(const analysis::Provenance& earlier,
                               const analysis::Provenance& study) {
    const auto program = [](const analysis::Provenance& one) {
        return one.program_version + " (" + one.program_commit + ")";
    };
    if (program(earlier) != program(study))
        return "was made by another program, " + program(earlier) + "; this is " + program(study);
    for (const std::string& change : scenario_changes(earlier.scenario_text, study.scenario_text)) {
        // Of a sweep: of the experiment, and of the scenario at its first point. Of a forecast: its
        // own, and those of the scenario.
        const auto is_at = [&](const char* pointer) { return change.starts_with(pointer); };
        if (!is_at("/replications") && !is_at("/experiment/replications") &&
            !is_at("/first_point/replications") && !is_at("/forecast/replications") &&
            !is_at("/scenario/replications"))
            return "is of another scenario: " + change;
    }
    if (earlier.initial_state != study.initial_state) return "began with another saved state";
    return {};
}

std::vector<sim::Observation> earlier_replications(const OutputFile& output,
                                                   const analysis::Provenance& study,
                                                   const std::vector<std::uint32_t>& wanted) {
    if (!output.extends()) return {};
    analysis::Results earlier = analysis::read_results(output.path, analysis::MessageRows::read);
    const auto has_messages = [](const sim::Observation& one) { return !one.messages.empty(); };
    const auto is_not_wanted = [&](const sim::Observation& one) {
        return !std::ranges::binary_search(wanted, one.replication);
    };
    std::string problem = why_not_extendable(earlier.provenance, study);
    if (problem.empty() && std::ranges::any_of(earlier.observations, has_messages))
        problem = "has recorded messages, and of which share of the threads is kept nowhere";
    if (problem.empty() && std::ranges::any_of(earlier.observations, is_not_wanted))
        problem = "has replications that are not asked for now";
    if (!problem.empty())
        throw analysis::StoreError(output.path,
                                   problem + "; --force replaces it, -o writes elsewhere");
    return std::move(earlier.observations);
}

}  // namespace wardwire::app
