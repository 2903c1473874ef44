// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "analysis/store/state_file.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/invocation.hpp"
#include "app/record_option.hpp"
#include "app/replication.hpp"
#include "app/scenario_files.hpp"
#include "models/reading/quantity.hpp"

namespace wardwire::app {

namespace {

/// When to save: what --at says, counted from the start of the run, or the end of the warm-up.
sim::Time instant(const Arguments& arguments, const models::Scenario& scenario) {
    const sim::Time end = sim::start_of_time + scenario.warm_up + scenario.length;
    const auto text = arguments.text("at");
    if (!text) return sim::start_of_time + scenario.warm_up;
    using models::reading::Dimension;
    const auto length = models::reading::parse_quantity(*text, Dimension::duration);
    if (const auto* complaint = std::get_if<models::reading::Complaint>(&length))
        throw UsageError("--at " + complaint->what);
    const sim::Time at = sim::start_of_time + sim::from_seconds(std::get<double>(length));
    if (at > end)
        throw UsageError("--at " + *text + " lies after the end of the run, " +
                         models::reading::format_quantity(sim::in_seconds(end - sim::start_of_time),
                                                          Dimension::duration));
    return at;
}

}  // namespace

int save_command(const Arguments& arguments) {
    const std::string& name = arguments.only_operand("SCENARIO");
    std::vector<models::Override> overrides = overrides_of(arguments);
    if (const auto seed = arguments.number("seed", 0, (1ULL << 53) - 1))
        overrides.push_back({"/seed", std::to_string(*seed)});
    const models::ReadResult read = read_and_validate(name, overrides);
    if (!read.findings.empty()) std::fputs(models::format_findings(read.findings).c_str(), stderr);
    if (!read.scenario) return exit_usage;

    const auto replication =
        static_cast<std::uint32_t>(arguments.number("only", 0, 999'999).value_or(0));
    const std::string path = arguments.text("output").value_or(scenario_name(name) + ".state");
    const sim::Time at = instant(arguments, *read.scenario);
    const analysis::SavedState state = simulate_until(
        *read.scenario, {read.scenario->seed, replication, recorded_share(arguments)}, at);
    analysis::write_state(
        path, state,
        arguments.has("force") ? analysis::Overwrite::allow : analysis::Overwrite::refuse);
    std::printf("Replication %u after %s: %s, %zu bytes\n\nNext:\n  %s run %s --from %s\n",
                replication,
                models::reading::format_quantity(sim::in_seconds(at.time_since_epoch()),
                                                 models::reading::Dimension::duration)
                    .c_str(),
                path.c_str(), state.bytes.size(), called_as().c_str(), name.c_str(), path.c_str());
    return exit_ok;
}

}  // namespace wardwire::app
