// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/finding.hpp"
#include "models/scenario.hpp"

/// From the text of a scenario to a Scenario, strictly: whatever is not understood is a finding,
/// and all findings are told at once. The format is described once, in reading/description.hpp;
/// the reader, the schema, the reference page and `explain` all follow from it.
namespace wardwire::models {

/// Gives the text of a file or of a scenario known by name, or nothing. This room reads no files.
using LoadFile = std::function<std::optional<std::string>(const std::string& path)>;

/// A change on the command line, `-p /roles/nurse/count=4`. The text is JSON when it parses as
/// such, else a string: `-p /roles/nurse/reading="30 s"` needs no second pair of quotes.
///
/// Or an overlay, `--with draft_replies`: a file of changes. It is a patch like a scenario that
/// extends another, and says of itself {"wardwire_overlay": 1, "title": …, "description": …}.
struct Override {
    std::string pointer;  ///< empty for an overlay
    std::string text;
    std::string overlay = {};  ///< its name or path
};

/// What an overlay says about itself; empty when it does not.
std::string overlay_title(std::string_view text);

/// Reads "POINTER=TEXT"; nothing when there is no "=" or the pointer does not begin with "/".
std::optional<Override> parse_override(std::string_view argument);

struct ReadResult {
    std::optional<Scenario> scenario;  ///< there unless a finding is an error
    std::vector<Finding> findings;     ///< in the order of the document
};

/// Reads the scenario at `path`, what it extends, and the overrides on top. A path in "extends" is
/// relative to the file that says it, or the name of something that `load` knows.
ReadResult read_scenario(std::string_view path, std::span<const Override> overrides,
                         const LoadFile& load);

/// The format as a JSON Schema (draft-07), for editors. It is looser than the reader: names, sums
/// and contradictions are beyond it, and since a scenario that extends another may leave out
/// anything or take it away by null, only the version is required.
std::string scenario_schema();

/// The format as a page of Markdown: docs/reference/scenario.md.
std::string scenario_reference();

/// The resolved scenario, a line a value, defaults and sources marked, from `pointer` down; nothing
/// when the pointer leads nowhere.
std::optional<std::string> explain(const Scenario& scenario, std::string_view pointer = "");

}  // namespace wardwire::models
