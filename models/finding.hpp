// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wardwire::models {

/// Something wrong or doubtful in a user's scenario: where it is, what it is and what would mend
/// it.
struct Finding {
    enum class Severity : std::uint8_t { error, warning };

    std::string file;
    std::string where;  ///< a JSON pointer (RFC 6901), "line 3, column 7", or empty: the whole file
    std::string what;
    Severity severity = Severity::error;

    bool operator==(const Finding&) const = default;
};

/// One step of a JSON pointer: "/" and the key with "~" and "/" escaped.
std::string pointer_step(std::string_view key);

/// Whether any of them forbids to run.
bool has_errors(std::span<const Finding> findings);

/// The findings as a person reads them: a line a file with their number, then a line a finding,
/// the places aligned. Files in order of their first finding. Ends with a line break unless empty.
std::string format_findings(std::span<const Finding> findings);

}  // namespace wardwire::models
