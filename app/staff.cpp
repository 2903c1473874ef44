// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "analysis/selection/cheapest.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/interrupt.hpp"
#include "app/output_file.hpp"
#include "app/scenario_files.hpp"
#include "app/staffing.hpp"
#include "app/sweep_runs.hpp"

namespace wardwire::app {

namespace {

/// The user has interrupted the search.
struct Interrupted {};

analysis::CheapestFound search(const Staffing& staffing, SweepRuns& runs) {
    const auto points = static_cast<std::uint32_t>(staffing.sweep.points());
    const auto simulate = [&](std::span<const analysis::Trial> trials) {
        std::vector<std::uint32_t> wanted;
        for (const analysis::Trial& trial : trials)
            wanted.push_back(static_cast<std::uint32_t>(trial.replication) * points +
                             static_cast<std::uint32_t>(trial.system));
        if (!runs.simulate(wanted)) throw Interrupted{};
        std::vector<analysis::CostAndMargins> yields;
        for (const std::uint32_t run : wanted) yields.push_back(staffing.yield(runs.at(run)));
        return yields;
    };
    return analysis::find_cheapest(points, staffing.goal(), simulate);
}

}  // namespace

int staff_command(const Arguments& arguments) {
    arguments.exclude("resume", "force", "go on with the old study, or start over?");
    const std::string& path = arguments.only_operand("EXPERIMENT");
    const InterruptGuard interrupt;
    std::vector<models::Finding> findings;
    const auto staffing = prepare_staffing(path, threads_of(arguments), findings);
    std::fputs(models::format_findings(findings).c_str(), stderr);
    if (!staffing) return exit_usage;
    const OutputFile output{arguments.text("output").value_or(scenario_name(path) + ".h5"),
                            arguments.has("force"), arguments.has("resume"), true};
    const bool is_quiet = arguments.has("quiet");
    const std::string command_line = "wardwire staff " + path + " -o " + output.path.string();
    SweepRuns runs(staffing->sweep, output,
                   {threads_of(arguments), is_quiet, interrupt.token(), true});
    try {
        const analysis::CheapestFound found = search(*staffing, runs);
        const std::size_t count = runs.write(command_line).size();
        if (arguments.has("json"))
            std::fputs(staffing_json(*staffing, found).c_str(), stdout);
        else if (!is_quiet)
            std::printf("%s\n%zu runs in %.1f s. Results: %s\n",
                        staffing_words(*staffing, found).c_str(), count, runs.wall_seconds(),
                        output.path.c_str());
        return found.chosen() ? exit_ok : exit_condition_failed;
    } catch (const Interrupted&) {
        return runs.report_interruption(command_line);
    }
}

}  // namespace wardwire::app
