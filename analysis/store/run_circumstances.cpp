// SPDX-License-Identifier: Apache-2.0
#include "analysis/store/run_circumstances.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "analysis/store/overwrite.hpp"
#include "analysis/store/pending_file.hpp"

namespace wardwire::analysis {
namespace {

/// A JSON string (RFC 8259, section 7).
std::string json_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string json = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (code < 0x20) {
            json += "\\u00";
            json += digits[code >> 4];
            json += digits[code & 15];
        } else {
            json += c;
        }
    }
    return json + '"';
}

/// The shortest digits that read back as the same number; JSON has no infinities.
std::string json_number(double value) {
    if (!std::isfinite(value)) return "null";
    std::array<char, 32> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), end};
}

}  // namespace

std::filesystem::path circumstances_path(const std::filesystem::path& results) {
    std::filesystem::path path = results;
    return path.replace_extension(".run.json");
}

void write_circumstances(const std::filesystem::path& results, const RunCircumstances& run) {
    const double events_per_second = static_cast<double>(run.events) / run.wall_seconds;
    std::string json = "{\n";
    json += "  \"command_line\": " + json_text(run.command_line) + ",\n";
    json += "  \"machine\": " + json_text(run.machine) + ",\n";
    json += "  \"started_at\": " + json_text(run.started_at) + ",\n";
    json += "  \"threads\": " + std::to_string(run.threads) + ",\n";
    json += "  \"wall_seconds\": " + json_number(run.wall_seconds) + ",\n";
    json += "  \"events\": " + std::to_string(run.events) + ",\n";
    json += "  \"events_per_second\": " + json_number(events_per_second) + "\n";
    json += "}\n";
    PendingFile pending(circumstances_path(results), Overwrite::allow);
    pending.file().write(0, json);
    pending.commit();
}

}  // namespace wardwire::analysis
