// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/log/event_log.hpp"
#include "analysis/log/import_report.hpp"
#include "analysis/log/log_builder.hpp"
#include "analysis/log/log_times.hpp"

namespace wardwire::analysis {

/// Files that say what the messages do not: who people are, when they are on duty, which pools they
/// belong to, and which days are unlike others.
struct SideFiles {
    std::optional<std::filesystem::path> users;
    std::optional<std::filesystem::path> rosters;
    std::optional<std::filesystem::path> pools;
    std::optional<std::filesystem::path> calendar;

    std::vector<std::filesystem::path> given() const;
};

/// A column of a table beside a log.
struct SideColumn {
    std::string_view name;
    bool is_required;
    std::string_view meaning;
};

extern const std::array<SideColumn, 6> user_columns;
extern const std::array<SideColumn, 3> roster_columns;
extern const std::array<SideColumn, 4> pool_columns;
extern const std::array<SideColumn, 4> calendar_columns;

/// Reads the tables beside a log: CSV, plain or gzip, with a header. Their files come behind those
/// of the log in the report. The functions throw LogError for a file that is no such table and
/// StoreError when it cannot be read; a row that says nothing usable is counted and left out.
class SideTables {
 public:
    /// All of these must outlive it.
    SideTables(const SideFiles& files, const TimeWishes& wishes, LogBuilder& builder,
               ImportReport& report);

    /// To be read before the messages, so that the role which it gives counts.
    void read_users();
    void read_rosters();
    void read_pools();
    /// Wants the zone of the log, and adds to its outages.
    void read_calendar(EventLog& log);

    /// Gives people, times on duty and memberships to the log.
    void attach(EventLog& log);

 private:
    using Fields = std::span<const std::string_view>;
    /// Takes a row; a text says why it cannot be used.
    using TakeRow = std::function<std::string(Fields fields, Place place)>;

    void read(const std::filesystem::path& path, std::span<const SideColumn> columns,
              const TakeRow& take);
    std::string take_user(Fields fields, Place place);
    std::int32_t person(std::string_view id, Place place);
    Instant instant(std::string_view text, Place place);

    const SideFiles& files_;
    const TimeWishes& wishes_;
    LogBuilder& builder_;
    ImportReport& report_;
    std::optional<LogTimes> times_;               ///< of the file being read
    std::vector<Place> first_place_;              ///< by person; line 0 for none
    std::map<std::int32_t, LoggedPerson> users_;  ///< by number
    std::vector<LoggedSession> sessions_;
    std::vector<PoolMembership> memberships_;
};

}  // namespace wardwire::analysis
