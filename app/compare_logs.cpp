// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "analysis/log/inferred_conversations.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/likeness_report.hpp"
#include "app/log_input.hpp"

namespace wardwire::app {

namespace {

std::vector<analysis::LogShape> shapes_of(const LogInput& input, analysis::Weeks which,
                                          const std::vector<std::string>& roles) {
    const analysis::EventLog& log = input.imported.log;
    return analysis::weeks_of_kind(analysis::weekly_shapes(log, input.chat, log.window, roles),
                                   which);
}

/// Conversations of a log that names them are not those that are inferred for one that does not.
void infer_in_both_or_none(LogInput& one, LogInput& other) {
    const auto is_inferred = [](const LogInput& input) {
        return input.imported.log.conversation_ids == analysis::IdSource::inferred;
    };
    if (is_inferred(one) == is_inferred(other)) return;
    LogInput& given = is_inferred(one) ? other : one;
    analysis::infer_conversations(given.imported.log);
    given.chat = analysis::gather_chat(given.imported.log);
}

}  // namespace

int compare_logs_command(const Arguments& arguments) {
    if (arguments.operands().size() != 2) throw UsageError("needs two logs, A and B");
    const analysis::Weeks weeks = weeks_of(arguments);
    LogInput one = read_log_input({arguments.operands()[0]}, arguments);
    LogInput other = read_log_input({arguments.operands()[1]}, arguments, SideTablesOf::another);
    infer_in_both_or_none(one, other);
    require_chat(one);
    require_chat(other);
    const auto roles = analysis::shared_roles(one.imported.log, other.imported.log);
    const std::vector<double> floor =
        analysis::noise_floor(shapes_of(one, analysis::Weeks::all, roles));
    const std::vector<std::vector<analysis::LogShape>> others = {shapes_of(other, weeks, roles)};
    const auto found = analysis::likeness(shapes_of(one, weeks, roles), others, floor);
    std::fputs((arguments.has("json") ? likeness_json(found) : likeness_words(found)).c_str(),
               stdout);
    return exit_ok;
}

}  // namespace wardwire::app
