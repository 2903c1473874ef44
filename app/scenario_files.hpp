// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/arguments.hpp"
#include "models/scenario_reader.hpp"

namespace wardwire::app {

/// The text of a file; nothing when there is none or it cannot be read.
std::optional<std::string> file_text(const std::string& path);

/// The text of a file, or of the bundled scenario of that name when there is no such file.
std::optional<std::string> load_scenario_text(const std::string& path);

/// The overlays of all --with options, then the overrides of all -p options; throws UsageError for
/// an overlay that is not there, and for an override that is not POINTER=VALUE.
std::vector<models::Override> overrides_of(const Arguments& arguments);

/// A change as it stands behind a plus sign: POINTER=VALUE, or the name of an overlay. Throws
/// UsageError.
models::Override change_of(const std::string& text);

/// Reads and validates a scenario.
models::ReadResult read_and_validate(const std::string& path,
                                     const std::vector<models::Override>& overrides);

/// "nurse_triage" of "scenarios/nurse_triage.json".
std::string scenario_name(const std::string& path);

}  // namespace wardwire::app
