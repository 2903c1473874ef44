// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/scenario_files.hpp"

namespace wardwire::app {

int explain_command(const Arguments& arguments) {
    const auto& operands = arguments.operands();
    if (operands.empty() || operands.size() > 2)
        throw UsageError("expected SCENARIO and perhaps a POINTER such as /roles/nurse");
    const models::ReadResult read = read_and_validate(operands[0], overrides_of(arguments));
    std::fputs(models::format_findings(read.findings).c_str(), stderr);
    if (!read.scenario) return exit_usage;
    const std::string pointer = operands.size() > 1 ? operands[1] : "";
    const auto text = models::explain(*read.scenario, pointer);
    if (!text)
        throw UsageError(pointer + " leads nowhere in " + operands[0] + "; `wardwire explain " +
                         operands[0] + "` prints all of it");
    std::fputs(text->c_str(), stdout);
    return exit_ok;
}

int schema_command(const Arguments& arguments) {
    if (!arguments.operands().empty()) throw UsageError("schema takes no operands");
    std::fputs(models::scenario_schema().c_str(), stdout);
    return exit_ok;
}

}  // namespace wardwire::app
