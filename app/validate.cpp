// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdio>

#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/json_text.hpp"
#include "app/scenario_files.hpp"
#include "models/over_time.hpp"
#include "models/validation.hpp"

namespace wardwire::app {

namespace {

/// As they are on the first day.
void print_loads(const models::Scenario& whole_run) {
    const models::Scenario scenario = models::as_of(whole_run, whole_run.calendar.start_day);
    std::printf("  %-24s %12s %12s %9s %12s\n", "load of", "arrivals /h", "work h/h", "staffed",
                "utilisation");
    const auto groups = models::site_groups(scenario);
    const auto flows = models::message_flows(scenario);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (!groups[g].name.empty())
            std::printf("  each of %u: %s\n", groups[g].sites.count, groups[g].name.c_str());
        for (const models::PoolLoad& load : models::pool_loads(*groups[g].scenario, flows[g]))
            std::printf("  %-24s %12.3g %12.3g %9.3g %10.0f %%\n", load.name.c_str(),
                        load.arrivals_per_hour, load.work_hours_per_hour, load.staffed,
                        100.0 * load.utilisation);
    }
}

void print_json(const std::vector<models::Finding>& findings) {
    const char* separator = "";
    std::printf("[");
    for (const models::Finding& finding : findings) {
        std::printf("%s\n  {\"file\": %s, \"where\": %s, \"severity\": \"%s\", \"what\": %s}",
                    separator, json_text(finding.file).c_str(), json_text(finding.where).c_str(),
                    finding.severity == models::Finding::Severity::error ? "error" : "warning",
                    json_text(finding.what).c_str());
        separator = ",";
    }
    std::printf("\n]\n");
}

}  // namespace

int validate_command(const Arguments& arguments) {
    if (arguments.operands().empty()) throw UsageError("missing SCENARIO");
    const auto overrides = overrides_of(arguments);
    std::vector<models::Finding> findings;
    bool all_run = true;
    for (const std::string& path : arguments.operands()) {
        const models::ReadResult read = read_and_validate(path, overrides);
        findings.insert(findings.end(), read.findings.begin(), read.findings.end());
        all_run = all_run && read.scenario;
        if (!read.scenario || arguments.has("json") || arguments.has("quiet")) continue;
        std::printf("%s: %s\n", path.c_str(),
                    read.findings.empty() ? "no findings" : "can run, with findings");
        print_loads(*read.scenario);
    }
    if (arguments.has("json"))
        print_json(findings);
    else
        std::fputs(models::format_findings(findings).c_str(), stderr);
    return all_run ? exit_ok : exit_usage;
}

}  // namespace wardwire::app
