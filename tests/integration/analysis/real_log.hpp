// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace wardwire::test {

/// The fields of a file, line by line.
using Fields = std::vector<std::vector<std::string>>;

/// A file of the folder that WARDWIRE_REAL_LOGS names, unpacked by gzip; nothing, and a word on
/// it, when the folder is not there. No field of these files holds the delimiter.
inline std::optional<Fields> real_log(const std::string& file, char delimiter = ',') {
    const char* folder = std::getenv("WARDWIRE_REAL_LOGS");
    const std::filesystem::path path = std::filesystem::path(folder ? folder : "") / file;
    if (folder == nullptr || !std::filesystem::exists(path)) {
        WARN("skipped: WARDWIRE_REAL_LOGS names no folder with " << file);
        return std::nullopt;
    }
    std::FILE* const pipe = ::popen(("gzip -dc '" + path.string() + "'").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    std::vector<char> block(1 << 16);
    for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
        text.append(block.data(), n);
    REQUIRE(::pclose(pipe) == 0);
    Fields fields;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::vector<std::string>& row = fields.emplace_back();
        std::istringstream parts(line);
        for (std::string part; std::getline(parts, part, delimiter);) row.push_back(part);
    }
    return fields;
}

/// Seconds since 1970-01-01 of "2010-01-02 17:40:10" or "2010-01-02T17:40:10...", offset ignored.
inline std::int64_t local_seconds(const std::string& text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    REQUIRE(std::sscanf(text.c_str(), "%d-%d-%d%*c%d:%d:%d", &year, &month, &day, &hour, &minute,
                        &second) == 6);
    const std::chrono::sys_days date = std::chrono::year{year} /
                                       std::chrono::month{static_cast<unsigned>(month)} /
                                       std::chrono::day{static_cast<unsigned>(day)};
    return date.time_since_epoch().count() * std::int64_t{86400} + hour * 3600 + minute * 60 +
           second;
}

}  // namespace wardwire::test
