// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "analysis/log/log_builder.hpp"
#include "analysis/log/log_layout.hpp"
#include "analysis/log/log_times.hpp"

/// Logs of events in other forms than a table; docs/reference/message-log.md says what becomes of
/// them.
namespace wardwire::analysis {

/// How the contents of a file are written, whatever its name.
enum class LogForm { table, xml, json };

/// Looks at the beginning. Throws StoreError when the file cannot be read, LogError for a database.
LogForm form_of(const std::filesystem::path& path);

inline constexpr std::size_t event_bytes_a_read = std::size_t{1} << 16;
inline constexpr std::size_t longest_event_value = std::size_t{16} << 20;

/// What a reader of such a file needs.
struct EventFile {
    const std::filesystem::path& path;
    const ColumnWishes& columns;
    const TimeWishes& times;
    LogBuilder& builder;
    ImportReport& report;
    std::uint32_t index;  ///< of the file in the report
};

/// Reads XES (IEEE 1849) or OCEL 2.0 in XML, told by the elements. A file that is cut off is read
/// as far as it goes. Throws LogError, with the line, for what is not well-formed, for another kind
/// of document, for declared entities and for a single value of more than 16 MiB; and when times
/// are not understood.
ZoneTraces read_xml_log(const EventFile& file);

/// Reads OCEL 2.0 in JSON, in the same way.
ZoneTraces read_json_log(const EventFile& file);

}  // namespace wardwire::analysis
