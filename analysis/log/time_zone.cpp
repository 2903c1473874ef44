// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/time_zone.hpp"

#include <algorithm>
#include <charconv>

#include "analysis/log/zone_file.hpp"

namespace wardwire::analysis {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t hour = 3600 * second;
constexpr int days_from_monday_to_epoch = 3;  // 1970-01-01 was a Thursday

/// Microseconds in an offset like "-05:00"; nothing when the text is not one.
std::optional<std::int64_t> parse_offset(std::string_view text) {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return std::nullopt;
    }
    int hours = 0;
    int minutes = 0;
    const auto is_number = [](std::string_view digits, int& value) {
        const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value);
        return error == std::errc{} && end == digits.end() && digits[0] != '-';
    };
    if (!is_number(text.substr(1, 2), hours) || !is_number(text.substr(4), minutes) || hours > 23 ||
        minutes > 59) {
        return std::nullopt;
    }
    return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes) * 60 * second;
}

}  // namespace

std::optional<TimeZone> TimeZone::find(std::string_view name) {
    TimeZone zone;
    zone.name_ = name;
    if (name == "UTC" || name == "Z") return zone;
    if (const auto offset = parse_offset(name)) {
        zone.first_offset_ = *offset;
        return zone;
    }
    const auto rules = read_zone_file(name);
    if (!rules) return std::nullopt;
    zone.first_offset_ = rules->first_offset_seconds * second;
    for (const ZoneRules::Change& change : rules->changes) {
        zone.changes_.push_back({change.at_seconds * second, change.offset_seconds * second});
    }
    return zone;
}

std::int64_t TimeZone::offset_at(std::int64_t instant) const {
    const auto after =
        std::upper_bound(changes_.begin(), changes_.end(), instant,
                         [](std::int64_t at, const Change& change) { return at < change.at; });
    return after == changes_.begin() ? first_offset_ : std::prev(after)->offset;
}

std::chrono::sys_days TimeZone::local_day(std::int64_t instant) const {
    using std::chrono::microseconds;
    return std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<microseconds>{microseconds{local_time(instant)}});
}

int TimeZone::hour_of_week(std::int64_t instant) const {
    constexpr std::int64_t week = 168 * hour;
    const std::int64_t since_monday =
        (local_time(instant) + days_from_monday_to_epoch * 24 * hour) % week;
    return static_cast<int>((since_monday + week) % week / hour);
}

std::vector<std::int64_t> TimeZone::instants_of(std::int64_t local_time) const {
    // No clock is put forward or back by more than a day: both of its readings are near.
    std::vector<std::int64_t> instants;
    for (const std::int64_t near : {local_time - 24 * hour, local_time + 24 * hour}) {
        const std::int64_t instant = local_time - offset_at(near);
        if (instant + offset_at(instant) == local_time) instants.push_back(instant);
    }
    std::sort(instants.begin(), instants.end());
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    return instants;
}

}  // namespace wardwire::analysis
