// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <optional>

#include "analysis/log/anonymous_log.hpp"
#include "analysis/store/store_error.hpp"
#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/log_input.hpp"
#include "app/log_report.hpp"
#include "app/log_wishes.hpp"
#include "app/scenario_files.hpp"

namespace wardwire::app {

namespace {

/// As long as 128 random bits: a shorter key can be guessed, and with it every name.
constexpr std::size_t fewest_key_bytes = 16;

std::string key_of(const Arguments& arguments) {
    const auto path = arguments.text("key-file");
    if (!path) throw UsageError("--anonymise needs --key-file with a secret of the site");
    const auto text = file_text(*path);
    if (!text) throw analysis::StoreError(*path, "the key cannot be read");
    const std::string key = text->substr(0, text->find_last_not_of("\r\n") + 1);
    if (key.size() < fewest_key_bytes) {
        throw UsageError(*path + " has a key of " + std::to_string(key.size()) +
                         " bytes; 16 random ones are the least, such as `openssl rand -hex 16`");
    }
    return key;
}

}  // namespace

int log_command(const Arguments& arguments) {
    const analysis::LogWishes wishes = log_wishes_of(arguments);
    if (arguments.operands().empty()) throw UsageError("expected a log, such as messages.csv.gz");
    const auto anonymous = arguments.text("anonymise");
    if (!anonymous && arguments.has("key-file"))
        throw UsageError("--key-file needs --anonymise: there are no names to write");
    arguments.keep_apart({"anonymise", "key-file", "users", "rosters", "pools", "calendar"});
    std::optional<analysis::Pseudonyms> pseudonyms;
    if (anonymous) pseudonyms.emplace(key_of(arguments));
    const std::vector<std::filesystem::path> files(arguments.operands().begin(),
                                                   arguments.operands().end());
    const analysis::ImportedLog imported = analysis::read_log(files, wishes);
    const std::string report =
        arguments.has("json") ? log_report_json(imported) : log_report_text(imported);
    std::fputs(report.c_str(), stdout);
    refuse_repairs(imported, arguments);
    if (anonymous) {
        analysis::write_anonymous_log(
            *anonymous, imported.log, *pseudonyms,
            arguments.has("force") ? analysis::Overwrite::allow : analysis::Overwrite::refuse);
    }
    return exit_ok;
}

}  // namespace wardwire::app
