// SPDX-License-Identifier: Apache-2.0
#include "models/finding.hpp"

#include <algorithm>
#include <vector>

namespace wardwire::models {
namespace {

constexpr std::size_t widest_column = 48;  // a longer place does not push the others aside

/// Text for a terminal: a control character in a key must not steer it.
std::string printable(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    }
    return text;
}

std::string place_of(const Finding& finding) {
    return finding.where.empty() ? "(whole file)" : printable(finding.where);
}

std::string format_file(const std::string& file, const std::vector<Finding>& findings) {
    std::size_t column = 0;
    for (const Finding& finding : findings) {
        const std::size_t width = place_of(finding).size();
        if (width <= widest_column) column = std::max(column, width);
    }
    std::string text = printable(file) + ": " + std::to_string(findings.size()) +
                       (findings.size() == 1 ? " finding\n" : " findings\n");
    for (const Finding& finding : findings) {
        const std::string place = place_of(finding);
        const bool is_warning = finding.severity == Finding::Severity::warning;
        text += "  " + place + std::string(column > place.size() ? column - place.size() : 0, ' ') +
                "  " + (is_warning ? "warning: " : "") + printable(finding.what) + "\n";
    }
    return text;
}

}  // namespace

std::string pointer_step(std::string_view key) {
    std::string result = "/";
    for (const char c : key) {
        if (c == '~') {
            result += "~0";
        } else if (c == '/') {
            result += "~1";
        } else {
            result += c;
        }
    }
    return result;
}

bool has_errors(std::span<const Finding> findings) {
    return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.severity == Finding::Severity::error;
    });
}

std::string format_findings(std::span<const Finding> findings) {
    std::vector<std::string> files;
    for (const Finding& finding : findings) {
        if (std::find(files.begin(), files.end(), finding.file) == files.end()) {
            files.push_back(finding.file);
        }
    }
    std::string text;
    for (const std::string& file : files) {
        std::vector<Finding> here;
        std::copy_if(findings.begin(), findings.end(), std::back_inserter(here),
                     [&](const Finding& finding) { return finding.file == file; });
        text += format_file(file, here);
    }
    return text;
}

}  // namespace wardwire::models
