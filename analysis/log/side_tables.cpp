// SPDX-License-Identifier: Apache-2.0
#include "analysis/log/side_tables.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>

#include "analysis/log/csv.hpp"
#include "analysis/log/log_error.hpp"
#include "analysis/log/text_encoding.hpp"

namespace wardwire::analysis {
namespace {

/// "0.8" or "80 %".
std::optional<double> share_of(std::string_view text) {
    const bool is_percent = text.ends_with('%');
    if (is_percent) text.remove_suffix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    double share = 0.0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), share);
    if (error != std::errc{} || end != text.end()) return std::nullopt;
    if (is_percent) share /= 100.0;
    return share > 0.0 && share <= 1.0 ? std::optional(share) : std::nullopt;
}

/// Where the columns of a table stand in its records; none for one that is not there.
struct SideLayout {
    char delimiter = ',';
    std::vector<std::string> names;
    std::vector<std::int32_t> index;  ///< by column
};

SideLayout side_layout(std::string_view header, std::span<const SideColumn> columns) {
    SideLayout best;
    std::int64_t most = -1;
    for (const char delimiter : {',', ';', '\t', '|'}) {
        SideLayout layout{delimiter, header_names(header, delimiter), {}};
        std::int64_t known = 0;
        for (const SideColumn& column : columns) {
            const auto found = std::ranges::find(layout.names, column.name, lower_case);
            const bool is_there = found != layout.names.end();
            layout.index.push_back(
                is_there ? static_cast<std::int32_t>(found - layout.names.begin()) : none);
            known += is_there ? 1 : 0;
        }
        if (known <= most) continue;
        most = known;
        best = std::move(layout);
    }
    return best;
}

void check_columns(const SideLayout& layout, std::span<const SideColumn> columns,
                   const std::string& path) {
    std::vector<std::string> meant;
    for (const SideColumn& column : columns) meant.emplace_back(column.name);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!columns[i].is_required || layout.index[i] != none) continue;
        throw LogError(path, 1,
                       "no column is " + std::string(columns[i].name) + "; there are " +
                           listed_names(layout.names) + ", and it may have " + listed_names(meant));
    }
}

/// Why a record cannot be taken apart; empty when it can.
std::string damage_of(const CsvRecords& records, const SideLayout& layout) {
    const auto& fields = records.fields();
    if (!records.is_well_quoted()) return "text behind a quote";
    if (fields.size() != layout.names.size()) {
        return std::to_string(fields.size()) + " instead of " +
               std::to_string(layout.names.size()) + " fields";
    }
    for (const std::string_view field : fields) {
        if (field.find('\0') != std::string_view::npos) return "a byte zero";
        if (!is_utf8(field)) return "not UTF-8";
    }
    return {};
}

/// Times on duty in order, those of one person that overlap joined.
std::vector<LoggedSession> joined(std::vector<std::pair<LoggedSession, Place>> sessions,
                                  ImportReport& report) {
    std::ranges::stable_sort(sessions, {}, [](const auto& one) {
        return std::tuple(one.first.person, one.first.from, one.first.to);
    });
    std::vector<LoggedSession> all;
    for (const auto& [session, place] : sessions) {
        if (all.empty() || all.back().person != session.person || all.back().to < session.from) {
            all.push_back(session);
            continue;
        }
        if (all.back().to > session.from) report.add(Oddity::overlapping_duty, place);
        all.back().to = std::max(all.back().to, session.to);
    }
    return all;
}

}  // namespace

const std::array<SideColumn, 6> user_columns = {{
    {"person", true, "as in the log"},
    {"role", false, "counts before those of the log"},
    {"unit", false, "ward or clinic"},
    {"share", false, "of full time, `0.8` or `80 %`"},
    {"first_day", false, "of employment, `2026-01-05`"},
    {"last_day", false, "of employment"},
}};
const std::array<SideColumn, 3> roster_columns = {{
    {"person", true, "as in the log"},
    {"from", true, "when a time on duty begins"},
    {"to", true, "when it ends"},
}};
const std::array<SideColumn, 4> pool_columns = {{
    {"pool", true, "as in the log"},
    {"person", true, "who may take messages from it"},
    {"from", false, "since when; empty for always"},
    {"to", false, "until when"},
}};
const std::array<SideColumn, 4> calendar_columns = {{
    {"date", true, "the day on the wall"},
    {"kind", true, "`holiday`, `outage` or `roll-out`"},
    {"from", false, "of an outage, `22:30`; without it from midnight"},
    {"to", false, "of an outage; without it to midnight"},
}};

std::vector<std::filesystem::path> SideFiles::given() const {
    std::vector<std::filesystem::path> all;
    for (const auto* file : {&users, &rosters, &pools, &calendar}) {
        if (*file) all.push_back(**file);
    }
    return all;
}

SideTables::SideTables(const SideFiles& files, const TimeWishes& wishes, LogBuilder& builder,
                       ImportReport& report)
    : files_(files), wishes_(wishes), builder_(builder), report_(report) {}

void SideTables::read(const std::filesystem::path& path, std::span<const SideColumn> columns,
                      const TakeRow& take) {
    const std::string name = path.string();
    const auto index =
        static_cast<std::uint32_t>(std::ranges::find(report_.files, name) - report_.files.begin());
    CsvFile file(path);
    const SideLayout layout = side_layout(file.first_line(), columns);
    check_columns(layout, columns, name);
    times_.emplace(wishes_);
    std::vector<std::string_view> fields(columns.size());
    for (CsvBlock block = file.next(layout.delimiter); !block.text.empty();
         block = file.next(layout.delimiter)) {
        std::deque<std::string> unquoted;
        CsvRecords records(block, layout.delimiter, unquoted);
        while (records.next()) {
            const Place place{index, static_cast<std::uint32_t>(records.line())};
            if (place.line == 1 || records.is_blank()) continue;
            std::string why = damage_of(records, layout);
            if (why.empty()) {
                for (std::size_t i = 0; i < columns.size(); ++i) {
                    fields[i] = layout.index[i] == none ? std::string_view{}
                                                        : records.fields()[at(layout.index[i])];
                }
                why = take(fields, place);
            }
            if (!why.empty()) report_.add(Oddity::unusable_side_row, place, why);
        }
    }
    if (file.is_cut_off()) report_.add(Oddity::cut_off_archive, {index, 0});
    times_->traces().check(name, wishes_);
}

std::int32_t SideTables::person(std::string_view id, Place place) {
    const std::int32_t number = builder_.person(id, place);
    if (at(number) >= first_place_.size()) first_place_.resize(at(number) + 1);
    if (first_place_[at(number)].line == 0) first_place_[at(number)] = place;
    return number;
}

Instant SideTables::instant(std::string_view text, Place place) {
    return times_->read(text, place.line).time;
}

std::string SideTables::take_user(Fields fields, Place place) {
    if (fields[0].empty()) return "no person";
    LoggedPerson said;
    if (!fields[3].empty()) {
        said.employment_share = share_of(fields[3]);
        if (!said.employment_share) return "a share of " + std::string(fields[3]);
    }
    for (const auto& [text, day] :
         {std::pair(fields[4], &said.first_day), std::pair(fields[5], &said.last_day)}) {
        if (text.empty()) continue;
        *day = parse_day(text, wishes_.dates);
        if (!*day) return "a day called " + std::string(text);
    }
    const std::int32_t number = person(fields[0], place);
    if (users_.contains(number)) return std::string(fields[0]) + " once more";
    const auto few = [&](Naming naming, std::string_view text) {
        const std::int32_t found = text.empty() ? none : builder_.number(naming, text);
        if (found <= std::numeric_limits<std::int16_t>::max()) return found;
        throw LogError(report_.files[place.file], place.line, "more than 32767 roles or units");
    };
    builder_.set_role(number, few(Naming::role, fields[1]), place);
    said.unit = static_cast<std::int16_t>(few(Naming::unit, fields[2]));
    users_.emplace(number, said);
    return {};
}

void SideTables::read_users() {
    if (!files_.users) return;
    read(*files_.users, user_columns,
         [&](Fields fields, Place place) { return take_user(fields, place); });
}

void SideTables::read_rosters() {
    if (!files_.rosters) return;
    std::vector<std::pair<LoggedSession, Place>> sessions;
    read(*files_.rosters, roster_columns, [&](Fields fields, Place place) -> std::string {
        if (fields[0].empty()) return "no person";
        const Instant from = instant(fields[1], place);
        const Instant to = instant(fields[2], place);
        if (from == no_time || to == no_time) {
            return "a time called " + std::string(from == no_time ? fields[1] : fields[2]);
        }
        if (to <= from) return "it ends before it begins";
        sessions.push_back({{person(fields[0], place), from, to}, place});
        return {};
    });
    sessions_ = joined(std::move(sessions), report_);
}

void SideTables::read_pools() {
    if (!files_.pools) return;
    read(*files_.pools, pool_columns, [&](Fields fields, Place place) -> std::string {
        if (fields[0].empty() || fields[1].empty()) return "no pool or no person";
        PoolMembership one;
        for (const auto& [text, time] :
             {std::pair(fields[2], &one.from), std::pair(fields[3], &one.to)}) {
            *time = instant(text, place);
            if (!text.empty() && *time == no_time) return "a time called " + std::string(text);
        }
        if (one.from != no_time && one.to != no_time && one.to <= one.from) {
            return "it ends before it begins";
        }
        one.pool = builder_.number(Naming::pool, fields[0]);
        one.person = person(fields[1], place);
        memberships_.push_back(one);
        return {};
    });
}

void SideTables::read_calendar(EventLog& log) {
    if (!files_.calendar) return;
    const auto add_outage = [&](std::chrono::sys_days day, Fields fields) -> std::string {
        constexpr std::int64_t whole_day = 86'400LL * 1'000'000;
        std::array<std::int64_t, 2> within = {0, whole_day};
        for (std::size_t i = 0; i < 2; ++i) {
            if (fields[2 + i].empty()) continue;
            const auto time = parse_time_of_day(fields[2 + i]);
            if (!time) return "a time of day called " + std::string(fields[2 + i]);
            within[i] = *time;
        }
        if (within[1] <= within[0]) return "it ends before it begins";
        const std::int64_t midnight = day.time_since_epoch().count() * whole_day;
        const auto instant_of = [&](std::int64_t local) {
            const auto instants = log.zone.instants_of(local);
            return instants.empty() ? local - log.zone.offset_at(local - whole_day) : instants[0];
        };
        log.outages.push_back({instant_of(midnight + within[0]), instant_of(midnight + within[1])});
        return {};
    };
    read(*files_.calendar, calendar_columns, [&](Fields fields, Place) -> std::string {
        const auto day = parse_day(fields[0], wishes_.dates);
        if (!day) return "a day called " + std::string(fields[0]);
        if (fields[1] == "outage") return add_outage(*day, fields);
        if (fields[1] == "holiday") {
            log.calendar.push_back({*day, DayKind::holiday});
        } else if (fields[1] == "roll-out") {
            log.calendar.push_back({*day, DayKind::roll_out});
        } else {
            return "a kind called " + std::string(fields[1]);
        }
        return {};
    });
    std::ranges::stable_sort(log.calendar, {}, &CalendarDay::day);
}

void SideTables::attach(EventLog& log) {
    for (const auto& [number, said] : users_) {
        LoggedPerson& one = log.persons[at(number)];
        one.unit = said.unit;
        one.employment_share = said.employment_share;
        one.first_day = said.first_day;
        one.last_day = said.last_day;
    }
    std::vector<char> writes(log.persons.size(), 0);
    std::vector<char> has_message(log.persons.size(), 0);
    for (std::size_t row = 0; row < log.rows(); ++row) {
        writes[at(log.sender[row])] = has_message[at(log.sender[row])] = 1;
        if (log.recipient[row] != none) has_message[at(log.recipient[row])] = 1;
    }
    for (std::size_t i = 0; i < first_place_.size(); ++i) {
        if (first_place_[i].line > 0 && has_message[i] == 0) {
            report_.add(Oddity::unknown_person, first_place_[i], log.persons[i].id);
        }
    }
    for (const LoggedSession& session : sessions_) writes[at(session.person)] = 0;
    const auto patient = std::ranges::find(log.roles, "patient") - log.roles.begin();
    for (std::size_t i = 0; !sessions_.empty() && i < writes.size(); ++i) {
        if (writes[i] != 0 && log.persons[i].role != patient) {
            report_.add(Oddity::without_roster, {}, log.persons[i].id);
        }
    }
    log.sessions = std::move(sessions_);
    log.memberships = std::move(memberships_);
}

}  // namespace wardwire::analysis
