// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace wardwire::analysis {

/// A log cannot be read, and no rule repairs it. The text reads "messages.csv:12: is empty".
class LogError : public std::runtime_error {
 public:
    LogError(const std::filesystem::path& path, const std::string& what)
        : std::runtime_error(path.string() + ": " + what) {}
    LogError(const std::filesystem::path& path, std::uint64_t line, const std::string& what)
        : std::runtime_error(path.string() + ":" + std::to_string(line) + ": " + what) {}
};

}  // namespace wardwire::analysis
