// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "analysis/log/event_log.hpp"
#include "analysis/log/import_report.hpp"
#include "analysis/log/log_layout.hpp"
#include "analysis/log/log_times.hpp"
#include "analysis/log/side_tables.hpp"

namespace wardwire::analysis {

struct LogWishes {
    ColumnWishes columns;
    TimeWishes times;
    SideFiles beside;
    std::int32_t most_recipients = 20;  ///< more make a broadcast
    unsigned threads = 1;               ///< for reading; what is read does not depend on it
    /// Times that all have the offset which the declared zone has when the log begins stay on that
    /// clock when summer time comes, as those of a simulated log do.
    bool may_be_simulated = false;
};

struct ImportedLog {
    EventLog log;
    ImportReport report;
};

/// Reads message logs in CSV, XES or OCEL 2.0, plain or gzip, as one log, with the tables beside
/// it; the form is told by the contents. docs/reference/message-log.md has the columns and the
/// rules. Throws LogError when a file is no log, when times need a zone that was not declared, and
/// when more than half of the rows would be dropped as unreadable or none is left; StoreError when
/// a file cannot be read.
ImportedLog read_log(const std::vector<std::filesystem::path>& files, const LogWishes& wishes);

}  // namespace wardwire::analysis
