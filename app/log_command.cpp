// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/log_report.hpp"
#include "app/log_wishes.hpp"

namespace wardwire::app {

int log_command(const Arguments& arguments) {
    const analysis::LogWishes wishes = log_wishes_of(arguments);
    if (arguments.operands().empty()) throw UsageError("expected a log, such as messages.csv.gz");
    const std::vector<std::filesystem::path> files(arguments.operands().begin(),
                                                   arguments.operands().end());
    const analysis::ImportedLog imported = analysis::read_log(files, wishes);
    const std::string report =
        arguments.has("json") ? log_report_json(imported) : log_report_text(imported);
    std::fputs(report.c_str(), stdout);
    const std::uint64_t changed = imported.report.count(analysis::Treatment::dropped) +
                                  imported.report.count(analysis::Treatment::repaired);
    if (!arguments.has("strict") || changed == 0) return exit_ok;
    std::fprintf(stderr,
                 "wardwire log: %llu rows or values are not as they should be, and "
                 "--strict repairs nothing\n",
                 static_cast<unsigned long long>(changed));
    return exit_input;
}

}  // namespace wardwire::app
