// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/log_times.hpp"

#include <algorithm>

#include "analysis/log/log_error.hpp"

namespace wardwire::analysis {
namespace {

// Years that stand for "never" in the systems that logs come from lie outside: 1900, 1970, 9999.
constexpr Instant earliest = 365LL * 86'400 * 1'000'000;
constexpr Instant latest = 47'847LL * 86'400 * 1'000'000;

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
    if (first_unordered_line > 0) return;
    first_unordered_line = other.first_unordered_line;
    unordered_example = other.unordered_example;
}

void ZoneTraces::check(const std::string& path, const TimeWishes& wishes) const {
    if (first_unordered_line > 0) {
        throw LogError(path, first_unordered_line,
                       "is " + unordered_example +
                           " month, day, year or day, month, year? --dates us is the one, "
                           "--dates day-first the other");
    }
    if (first_local_line > 0 && !wishes.zone) {
        throw LogError(path, first_local_line,
                       "this time tells no zone; say which it is, such as --time-zone "
                       "America/New_York");
    }
}

LogTimes::Reading LogTimes::read(std::string_view text, std::uint64_t line, Wall wall) {
    if (text.empty()) return {};
    auto written = parse_time(text, wishes_.dates);
    if (!written) {
        const bool is_unordered =
            wishes_.dates == DateOrder::unknown && begins_with_ordered_date(text);
        if (is_unordered && traces_.first_unordered_line == 0) {
            traces_.first_unordered_line = line;
            traces_.unordered_example = text.substr(0, text.find(' '));
        }
        return {no_time, is_null_word(text) ? Oddity::null_word : Oddity::unreadable_time};
    }
    if (written->microseconds < earliest || written->microseconds > latest) {
        return {no_time, Oddity::placeholder_time};
    }
    if (written->form == TimeForm::local && wall == Wall::utc) written->form = TimeForm::utc;
    trace(*written, line);
    if (written->form == TimeForm::local && wishes_.zone) return local_instant(*written);
    if (written->form == TimeForm::fine_epoch) return {written->microseconds, Oddity::fine_epoch};
    return {written->microseconds, std::nullopt};
}

void LogTimes::trace(const WrittenTime& written, std::uint64_t line) {
    if (written.form == TimeForm::local) {
        if (traces_.first_local_line == 0) traces_.first_local_line = line;
    } else if (written.form == TimeForm::offset) {
        auto& least = traces_.least_offset_seconds;
        auto& greatest = traces_.greatest_offset_seconds;
        least = std::min(least.value_or(written.offset_seconds), written.offset_seconds);
        greatest = std::max(greatest.value_or(written.offset_seconds), written.offset_seconds);
    } else {
        traces_.has_utc = true;
    }
}

LogTimes::Reading LogTimes::local_instant(const WrittenTime& written) const {
    const auto instants = wishes_.zone->instants_of(written.microseconds);
    if (instants.size() == 1) return {instants.front(), std::nullopt};
    if (!instants.empty()) return {instants.front(), Oddity::repeated_hour};
    constexpr Instant day = 86'400LL * 1'000'000;
    return {written.microseconds - wishes_.zone->offset_at(written.microseconds - day),
            Oddity::skipped_hour};
}

}  // namespace wardwire::analysis
