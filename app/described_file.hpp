// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/finding.hpp"
#include "models/reading/fields.hpp"

namespace wardwire::app {

/// A number of any size that a study may speak of.
inline constexpr models::reading::Number any_figure{-1e15, 1e15};

/// Reads the text of a JSON file into `value`, whose type has a description, strictly: what is not
/// understood is a finding at its place under the name `path`, and all are told at once. Nothing
/// comes back unless all is well.
template <class T>
std::optional<T> read_described(const std::string& path, std::string_view text, T value,
                                std::vector<models::Finding>& findings) {
    namespace reading = models::reading;
    const auto document = reading::parse_json(text, path, findings);
    if (!document) return std::nullopt;
    reading::Notes notes;
    notes.document = &*document;
    reading::object.read(*document, value, reading::Place(notes));
    for (models::Finding& finding : notes.findings) {
        finding.file = path;
        findings.push_back(std::move(finding));
    }
    if (!findings.empty()) return std::nullopt;
    return value;
}

}  // namespace wardwire::app
