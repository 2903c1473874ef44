// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/log_block.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "analysis/log/log_error.hpp"
#include "analysis/log/text_encoding.hpp"

namespace wardwire::analysis {
namespace {

// Years that stand for "never" in the systems that logs come from lie outside: 1900, 1970, 9999.
constexpr Instant earliest = 365LL * 86'400 * 1'000'000;
constexpr Instant latest = 47'847LL * 86'400 * 1'000'000;

/// Reads the rows of one block.
class BlockParser {
 public:
    BlockParser(LogBlock& block, const LogLayout& layout, const std::optional<TimeZone>& zone)
        : block_(block), layout_(layout), zone_(zone) {}

    void parse(const std::string& path) {
        CsvRecords records(*block_.source, layout_.delimiter, block_.recoded);
        while (records.next()) {
            line_ = static_cast<std::uint32_t>(records.line());
            if (records.bytes() > longest_record) {
                throw LogError(path, line_, "the line is longer than 1 MiB");
            }
            if (line_ == 1 && layout_.has_header) continue;
            if (records.is_blank()) {
                find(Oddity::blank_line);
                continue;
            }
            ++block_.rows_read;
            const bool is_torn = records.is_last() && block_.source->is_torn;
            if (!take_row(records, is_torn)) drop_row();
        }
    }

 private:
    void find(Oddity oddity, std::string_view example = {}) {
        block_.findings.push_back({oddity, line_, std::string(example.substr(0, 60))});
    }

    /// Takes back what a row that is left out has already added.
    void drop_row() {
        const std::size_t rows = block_.lines.size();
        block_.texts.resize(rows * layout_.texts.size());
        block_.times.resize(rows * layout_.times.size());
        block_.numbers.resize(rows * layout_.numbers.size());
    }

    bool take_row(const CsvRecords& records, bool is_torn) {
        const auto& fields = records.fields();
        const auto refuse = [&](Oddity oddity, std::string_view example = {}) {
            find(is_torn ? Oddity::torn_last_line : oddity, example);
            return false;
        };
        if (!records.is_well_quoted()) return refuse(Oddity::bad_quoting);
        if (fields.size() != layout_.fields) {
            return refuse(Oddity::field_count, std::to_string(fields.size()) + " instead of " +
                                                   std::to_string(layout_.fields));
        }
        if (std::equal(fields.begin(), fields.end(), layout_.names.begin())) {
            return refuse(Oddity::repeated_header);
        }
        for (const LogLayout::Field& field : layout_.texts) {
            std::string_view text = fields[field.index];
            if (text.find('\0') != std::string_view::npos) return refuse(Oddity::zero_byte);
            block_.texts.push_back(utf8(text));
        }
        for (const LogLayout::Field& field : layout_.times) {
            const bool is_sent = field.column->name == "sent_at";
            const Instant time = instant(fields[field.index], is_sent || is_torn);
            if (time == no_time && is_sent) {
                return refuse(Oddity::unreadable_sent_time, fields[field.index]);
            }
            if (is_torn && time == no_time && !fields[field.index].empty()) {
                return refuse(Oddity::torn_last_line);
            }
            block_.times.push_back(time);
        }
        for (const LogLayout::Field& field : layout_.numbers) {
            block_.numbers.push_back(number(fields[field.index]));
        }
        block_.lines.push_back(line_);
        return true;
    }

    std::string_view utf8(std::string_view text) {
        if (is_utf8(text)) return text;
        find(Oddity::other_encoding, utf8_of_windows_1252(text));
        return block_.recoded.emplace_back(utf8_of_windows_1252(text));
    }

    /// `no_time` for none; says what is odd about it unless the caller will.
    Instant instant(std::string_view text, bool is_silent) {
        if (text.empty()) return no_time;
        const auto odd = [&](Oddity oddity) {
            if (!is_silent) find(oddity, text);
            return no_time;
        };
        const auto written = parse_time(text);
        if (!written) {
            return odd(is_null_word(text) ? Oddity::null_word : Oddity::unreadable_time);
        }
        if (written->microseconds < earliest || written->microseconds > latest) {
            return odd(Oddity::placeholder_time);
        }
        trace(*written);
        if (written->form == TimeForm::local && zone_) return local_instant(*written, text);
        return written->microseconds;
    }

    void trace(const WrittenTime& written) {
        ZoneTraces& traces = block_.zone_traces;
        if (written.form == TimeForm::fine_epoch) find(Oddity::fine_epoch);
        if (written.form == TimeForm::local) {
            if (traces.first_local_line == 0) traces.first_local_line = line_;
        } else if (written.form == TimeForm::offset) {
            traces.add({false, written.offset_seconds, written.offset_seconds, 0});
        } else {
            traces.has_utc = true;
        }
    }

    Instant local_instant(const WrittenTime& written, std::string_view text) {
        const auto instants = zone_->instants_of(written.microseconds);
        if (instants.size() == 1) return instants.front();
        find(instants.empty() ? Oddity::skipped_hour : Oddity::repeated_hour, text);
        if (!instants.empty()) return instants.front();
        constexpr Instant day = 86'400LL * 1'000'000;
        return written.microseconds - zone_->offset_at(written.microseconds - day);
    }

    double number(std::string_view text) {
        constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
        if (text.empty()) return nothing;
        double value = 0.0;
        const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
        if (error == std::errc{} && end == text.end() && std::isfinite(value)) return value;
        find(is_null_word(text) ? Oddity::null_word : Oddity::unreadable_number, text);
        return nothing;
    }

    LogBlock& block_;
    const LogLayout& layout_;
    const std::optional<TimeZone>& zone_;
    std::uint32_t line_ = 0;
};

}  // namespace

void ZoneTraces::add(const ZoneTraces& other) {
    has_utc |= other.has_utc;
    if (other.least_offset_seconds) {
        least_offset_seconds = std::min(least_offset_seconds.value_or(*other.least_offset_seconds),
                                        *other.least_offset_seconds);
        greatest_offset_seconds =
            std::max(greatest_offset_seconds.value_or(*other.greatest_offset_seconds),
                     *other.greatest_offset_seconds);
    }
    if (first_local_line == 0) first_local_line = other.first_local_line;
}

LogBlock parse_block(CsvBlock source, const LogLayout& layout, const std::optional<TimeZone>& zone,
                     const std::string& path) {
    LogBlock block;
    block.source = std::make_unique<const CsvBlock>(std::move(source));
    BlockParser(block, layout, zone).parse(path);
    return block;
}

}  // namespace wardwire::analysis
