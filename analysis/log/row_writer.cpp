// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/row_writer.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include "analysis/log/text_encoding.hpp"

namespace wardwire::analysis {

void RowWriter::drop_row() {
    const std::size_t rows = block_.lines.size();
    block_.texts.resize(rows * layout_.texts.size());
    block_.times.resize(rows * layout_.times.size());
    block_.numbers.resize(rows * layout_.numbers.size());
}

void RowWriter::find(Oddity oddity, std::string_view example) {
    block_.findings.push_back({oddity, line_, std::string(example.substr(0, 60))});
}

void RowWriter::add_text(std::string_view text) {
    if (!is_utf8(text)) {
        text = block_.recoded.emplace_back(utf8_of_windows_1252(text));
        find(Oddity::other_encoding, text);
    }
    block_.texts.push_back(text);
}

Instant RowWriter::add_time(std::string_view text, Wall wall, bool is_silent) {
    const LogTimes::Reading reading = times_.read(text, line_, wall);
    if (reading.oddity && (reading.time != no_time || !is_silent)) find(*reading.oddity, text);
    block_.times.push_back(reading.time);
    return reading.time;
}

void RowWriter::add_number(std::string_view text) { block_.numbers.push_back(number(text)); }

double RowWriter::number(std::string_view text) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    if (text.empty()) return nothing;
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
    if (error == std::errc{} && end == text.end() && std::isfinite(value)) return value;
    find(is_null_word(text) ? Oddity::null_word : Oddity::unreadable_number, text);
    return nothing;
}

}  // namespace wardwire::analysis
