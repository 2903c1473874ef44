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
                                          const analysis::SharedNames& names) {
    const analysis::EventLog& log = input.imported.log;
    return analysis::weeks_of_kind(analysis::weekly_shapes(log, input.chat, log.window, names),
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
    require_messages(one);
    require_messages(other);
    const auto names = analysis::shared_names(one.imported.log, other.imported.log);
    const std::vector<double> floor =
        analysis::noise_floor(shapes_of(one, analysis::Weeks::all, names));
    const std::vector<analysis::LogShape> shapes = shapes_of(one, weeks, names);
    const std::vector<std::vector<analysis::LogShape>> others = {shapes_of(other, weeks, names)};
    const LikenessReport report{analysis::likeness(shapes, others, floor),
                                analysis::shares_in_time(analysis::sum_of(shapes)),
                                analysis::shares_in_time(analysis::sum_of(others.front())),
                                {}};
    std::fputs((arguments.has("json") ? likeness_json(report) : likeness_words(report)).c_str(),
               stdout);
    return exit_ok;
}

}  // namespace wardwire::app
