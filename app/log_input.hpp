// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "analysis/calibration/chat_log.hpp"
#include "analysis/log/log_reader.hpp"
#include "app/arguments.hpp"

namespace wardwire::app {

/// A log of messages as a command was given it.
struct LogInput {
    analysis::ImportedLog imported;
    analysis::ChatLog chat;
    std::string digest;  ///< the first twelve digits of the SHA-256 of its files
};

/// Whether tables of people, rosters and days that a command was given speak of a log.
enum class SideTablesOf { this_log, another };

/// Reads the log as the options of the command wish, and says on standard error what of it is not
/// used as it stands, unless they wish for quiet. Throws UsageError as log_wishes_of() does,
/// LogError and StoreError as read_log() does, and LogError as refuse_repairs() does.
LogInput read_log_input(const std::vector<std::string>& files, const Arguments& arguments,
                        SideTablesOf side = SideTablesOf::this_log);

/// Throws LogError when --strict is given and a row was left out or a value changed.
void refuse_repairs(const analysis::ImportedLog& imported, const Arguments& arguments);

/// Throws LogError when nobody of the log writes to a colleague.
void require_chat(const LogInput& input);

/// Throws LogError when the log has messages neither between colleagues nor of patients.
void require_messages(const LogInput& input);

/// What --weeks says: all without it. Throws UsageError.
analysis::Weeks weeks_of(const Arguments& arguments);

}  // namespace wardwire::app
