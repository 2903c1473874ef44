// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "analysis/log/event_log.hpp"
#include "analysis/log/pseudonym.hpp"
#include "analysis/store/overwrite.hpp"

namespace wardwire::analysis {

/// A category that fewer people have written with is not told.
inline constexpr std::size_t fewest_people = 11;

/// Writes a log that can leave its site: CSV, in gzip when the name ends in .gz.
///
/// People, pools, units, sites and patients have pseudonyms, messages and conversations running
/// numbers. Times are those on the wall, earlier by a number of whole weeks that only the key
/// tells, and written as if in UTC: hours of the week stay, and spans over a change of clocks are
/// an hour off. Categories that fewer than `fewest_people` senders have used are left out; so are
/// broadcasts and all columns that the log does not know. A category that a spreadsheet would take
/// for a formula gets an apostrophe in front. Throws StoreError.
void write_anonymous_log(const std::filesystem::path& path, const EventLog& log,
                         const Pseudonyms& pseudonyms, Overwrite overwrite);

}  // namespace wardwire::analysis
