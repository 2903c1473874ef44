// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/zone_file.hpp"

#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace wardwire::analysis {
namespace {

constexpr int last_year = 2100;

/// The counts in the header of a block (RFC 8536, section 3.1), in their order there.
struct Header {
    char version = 0;
    std::size_t utc_marks, standard_marks, leap_seconds, changes, types, name_bytes;

    static constexpr std::size_t bytes = 44;

    std::size_t block_bytes(std::size_t time_bytes) const {
        return changes * (time_bytes + 1) + types * 6 + name_bytes +
               leap_seconds * (time_bytes + 4) + standard_marks + utc_marks;
    }
};

std::int64_t big_endian(std::string_view bytes) {
    std::uint64_t value = (bytes[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}

std::optional<Header> read_header(std::string_view bytes) {
    if (bytes.size() < Header::bytes || !bytes.starts_with("TZif")) return std::nullopt;
    const auto count = [&](std::size_t index) {
        return static_cast<std::size_t>(big_endian(bytes.substr(20 + 4 * index, 4)));
    };
    return Header{bytes[4], count(0), count(1), count(2), count(3), count(4), count(5)};
}

/// Takes a number, or a signed time of day like "-2" or "2:30", off the front of a text.
std::optional<int> take_number(std::string_view& text) {
    int value = 0;
    const char* const begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

std::optional<int> take_seconds(std::string_view& text) {
    const int sign = text.starts_with('-') ? -1 : 1;
    int seconds = 0;
    for (int unit = 3600; unit > 0; unit /= 60) {
        const auto part = take_number(text);
        if (!part) return std::nullopt;
        seconds += (unit == 3600 ? *part : sign * *part) * unit;
        if (!text.starts_with(':')) break;
        text.remove_prefix(1);
    }
    return seconds;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

bool take_name(std::string_view& text) {
    const bool is_quoted = text.starts_with('<');
    const std::size_t end = is_quoted ? text.find('>') : text.find_first_of("+-0123456789,");
    text.remove_prefix(std::min(text.size(), end + (is_quoted ? 1 : 0)));
    return true;
}

/// When clocks change each year: "M3.2.0/2" is the second Sunday of March at two o'clock.
struct YearlyChange {
    unsigned month, week, weekday;
    int seconds = 2 * 3600;

    static std::optional<YearlyChange> take_from(std::string_view& text) {
        YearlyChange change{};
        unsigned* const parts[] = {&change.month, &change.week, &change.weekday};
        if (!take(text, ',') || !take(text, 'M')) return std::nullopt;
        for (unsigned* part : parts) {
            const auto number = take_number(text);
            if (!number || *number < 0 || *number > 12) return std::nullopt;
            *part = static_cast<unsigned>(*number);
            take(text, '.');
        }
        if (!take(text, '/')) return change;
        const auto seconds = take_seconds(text);
        if (!seconds) return std::nullopt;
        change.seconds = *seconds;
        return change;
    }

    /// In local seconds since 1970.
    std::int64_t in(int year) const {
        using std::chrono::sys_days;
        const auto in_month = std::chrono::year{year} / std::chrono::month{month};
        const std::chrono::weekday day{weekday};
        const sys_days date = week == 5 ? sys_days{in_month / day[std::chrono::last]}
                                        : sys_days{in_month / day[week]};
        return std::chrono::sys_seconds{date}.time_since_epoch().count() + seconds;
    }
};

/// Adds the changes after the last one in the file, from a rule like "EST5EDT,M3.2.0,M11.1.0"
/// (POSIX.1-2017, section 8.3, the variable TZ). Rules by number of day are not used any more.
void add_yearly_changes(ZoneRules& rules, std::string_view text) {
    take_name(text);
    const auto standard = take_seconds(text);
    if (!standard || text.empty()) return;
    take_name(text);
    int summer = *standard - 3600;
    if (!text.starts_with(',')) {
        const auto given = take_seconds(text);
        if (!given) return;
        summer = *given;
    }
    const auto begins = YearlyChange::take_from(text);
    const auto ends = YearlyChange::take_from(text);
    if (!begins || !ends) return;
    const std::int64_t last = rules.changes.empty() ? 0 : rules.changes.back().at_seconds;
    const std::chrono::year_month_day last_day{std::chrono::floor<std::chrono::days>(
        std::chrono::sys_seconds{std::chrono::seconds{last}})};
    const int first_year{last_day.year()};
    for (int year = first_year; year <= last_year; ++year) {
        ZoneRules::Change changes[] = {{begins->in(year) + *standard, -summer},
                                       {ends->in(year) + summer, -*standard}};
        if (changes[1].at_seconds < changes[0].at_seconds) std::swap(changes[0], changes[1]);
        for (const ZoneRules::Change& change : changes) {
            if (change.at_seconds > last) rules.changes.push_back(change);
        }
    }
}

/// Reads a block of changes with times of so many bytes.
std::optional<ZoneRules> read_block(std::string_view bytes, const Header& header,
                                    std::size_t time_bytes) {
    if (bytes.size() < header.block_bytes(time_bytes) || header.types == 0) return std::nullopt;
    const std::string_view times = bytes.substr(0, header.changes * time_bytes);
    const std::string_view types = bytes.substr(times.size(), header.changes);
    const std::string_view offsets = bytes.substr(times.size() + types.size(), header.types * 6);
    ZoneRules rules;
    rules.first_offset_seconds = big_endian(offsets.substr(0, 4));
    for (std::size_t i = 0; i < header.changes; ++i) {
        const std::size_t type = static_cast<unsigned char>(types[i]);
        if (type >= header.types) return std::nullopt;
        rules.changes.push_back({big_endian(times.substr(i * time_bytes, time_bytes)),
                                 big_endian(offsets.substr(type * 6, 4))});
    }
    return rules;
}

std::optional<ZoneRules> parse_zone(std::string_view bytes) {
    const auto first = read_header(bytes);
    if (!first) return std::nullopt;
    if (first->version < '2') return read_block(bytes.substr(Header::bytes), *first, 4);
    const std::size_t skipped = Header::bytes + first->block_bytes(4);
    if (skipped >= bytes.size()) return std::nullopt;
    bytes.remove_prefix(skipped);
    const auto second = read_header(bytes);
    if (!second) return std::nullopt;
    bytes.remove_prefix(Header::bytes);
    auto rules = read_block(bytes, *second, 8);
    if (!rules) return std::nullopt;
    bytes.remove_prefix(second->block_bytes(8));
    if (take(bytes, '\n')) add_yearly_changes(*rules, bytes.substr(0, bytes.find('\n')));
    return rules;
}

}  // namespace

std::optional<ZoneRules> read_zone_file(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.find("..") != std::string_view::npos) {
        return std::nullopt;
    }
    const auto path = std::filesystem::path("/usr/share/zoneinfo") / name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    return parse_zone(bytes);
}

}  // namespace wardwire::analysis
