// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/staff_duty.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace wardwire::analysis {

namespace {

constexpr Instant hour = 3'600'000'000;

bool is_employed(const LoggedPerson& person, std::chrono::sys_days day) {
    return (!person.first_day || *person.first_day <= day) &&
           (!person.last_day || day <= *person.last_day);
}

double share_of(const LoggedPerson& person) { return person.employment_share.value_or(1.0); }

}  // namespace

StaffDuty::StaffDuty(const EventLog& log, const LogCalendar& calendar, const StaffGroups& staff,
                     std::vector<DutyHours> hours)
    : log_(log),
      calendar_(calendar),
      staff_(staff),
      hours_(std::move(hours)),
      first_session_(log.persons.size() + 1, 0),
      person_hours_(staff.groups.size(), std::vector<double>(calendar.hour_exposure().size(), 0.0)),
      hours_of_person_(log.persons.size(), 0.0),
      is_rostered_(staff.groups.size(), 0),
      rostered_share_(staff.groups.size(), 0.0),
      mean_people_(staff.groups.size(), 0.0),
      full_time_share_(staff.groups.size(), 0.0) {
    for (const LoggedSession& one : log.sessions) ++first_session_[at(one.person) + 1];
    std::partial_sum(first_session_.begin(), first_session_.end(), first_session_.begin());
    for (std::size_t i = 0; i < log.sessions.size(); ++i) {
        const bool is_first = first_session_[at(log.sessions[i].person)] == i;
        const double before =
            is_first ? 0.0
                     : hours_before_.back() +
                           static_cast<double>(log.sessions[i - 1].to - log.sessions[i - 1].from) /
                               static_cast<double>(hour);
        hours_before_.push_back(before);
    }
    add_roster();
    for (std::size_t g = 0; g < hours_.size(); ++g) {
        if (is_rostered_[g] == 0) continue;
        HoursOfWeek presence = by_hour_of_week(g);
        for (std::size_t h = 0; h < hours_a_week; ++h)
            if (calendar.exposure_hours()[h] > 0.0) presence[h] /= calendar.exposure_hours()[h];
        hours_[g] = duty_from(presence);
    }
    add_others();
}

std::span<const LoggedSession> StaffDuty::sessions_of(std::int32_t person) const {
    const std::size_t first = first_session_[at(person)];
    return {log_.sessions.data() + first, first_session_[at(person) + 1] - first};
}

bool StaffDuty::is_on(std::int32_t person, Instant when) const {
    const auto sessions = sessions_of(person);
    if (sessions.empty() && staff_.group_of[at(person)] == none) return false;
    if (sessions.empty())
        return hours_[at(staff_.group_of[at(person)])].is_on(calendar_.hour_of(when));
    const auto later = std::ranges::upper_bound(sessions, when, {}, &LoggedSession::from);
    return later != sessions.begin() && when < (later - 1)->to;
}

double StaffDuty::hours_before(std::int32_t person, Instant when) const {
    const auto sessions = sessions_of(person);
    if (sessions.empty() && staff_.group_of[at(person)] == none) return 0.0;
    if (sessions.empty())
        return hours_[at(staff_.group_of[at(person)])].hours_before(log_.zone.local_time(when));
    const auto later = std::ranges::upper_bound(sessions, when, {}, &LoggedSession::from);
    if (later == sessions.begin()) return 0.0;
    const LoggedSession& last = *(later - 1);
    const auto index = static_cast<std::size_t>(&last - log_.sessions.data());
    return hours_before_[index] +
           static_cast<double>(std::min(when, last.to) - last.from) / static_cast<double>(hour);
}

HoursOfWeek StaffDuty::by_hour_of_week(std::size_t group) const {
    HoursOfWeek sums{};
    for (std::size_t h = 0; h < person_hours_[group].size(); ++h)
        sums[h % hours_a_week] += person_hours_[group][h];
    return sums;
}

/// Sessions hour by hour, as far as the hours were observed.
void StaffDuty::add_roster() {
    const Span& window = log_.window;
    for (const LoggedSession& one : log_.sessions) {
        const std::int32_t group = staff_.group_of[at(one.person)];
        if (group == none) continue;
        is_rostered_[at(group)] = 1;
        const Instant end = std::min(one.to, window.to);
        for (Instant from = std::max(one.from, window.from); from < end;) {
            const Instant to = std::min(end, from + hour - log_.zone.local_time(from) % hour);
            const std::size_t h = calendar_.week_of(from) * hours_a_week + calendar_.hour_of(from);
            if (!calendar_.is_holiday(h / 24)) {
                const double observed = calendar_.hour_exposure()[h] *
                                        static_cast<double>(to - from) / static_cast<double>(hour);
                person_hours_[at(group)][h] += observed;
                hours_of_person_[at(one.person)] += observed;
            }
            from = to;
        }
    }
}

/// People who are in no roster, day by day.
void StaffDuty::add_others() {
    const std::size_t days = calendar_.day_exposure().size();
    std::vector<std::vector<double>> observed(hours_.size(), std::vector<double>(days, 0.0));
    std::vector<double> shares(hours_.size(), 0.0);
    std::vector<double> counted(hours_.size(), 0.0);
    double all_days = 0.0;
    for (std::size_t day = 0; day < days; ++day) {
        all_days += calendar_.day_exposure()[day];
        for (std::size_t h = 24 * day; h < 24 * day + 24 && !calendar_.is_holiday(day); ++h)
            for (std::size_t g = 0; g < hours_.size(); ++g)
                if (hours_[g].is_on(h % hours_a_week))
                    observed[g][day] += calendar_.hour_exposure()[h];
    }
    std::vector<std::vector<double>> full_time(hours_.size(), std::vector<double>(days, 0.0));
    for (std::size_t i = 0; i < log_.persons.size(); ++i) {
        if (staff_.group_of[i] == none) continue;
        const std::size_t g = at(staff_.group_of[i]);
        const LoggedPerson& person = log_.persons[i];
        const bool is_in_roster = !sessions_of(static_cast<std::int32_t>(i)).empty();
        ++counted[g];
        if (is_in_roster) ++rostered_share_[g];
        shares[g] += share_of(person);
        for (std::size_t day = 0; day < days; ++day) {
            const std::chrono::days offset{static_cast<int>(day)};
            if (!is_employed(person, calendar_.first_monday() + offset)) continue;
            mean_people_[g] += calendar_.day_exposure()[day] / all_days;
            if (is_in_roster) continue;
            full_time[g][day] += share_of(person);
            hours_of_person_[i] += share_of(person) * observed[g][day];
        }
    }
    for (std::size_t g = 0; g < hours_.size(); ++g) {
        full_time_share_[g] = counted[g] > 0.0 ? shares[g] / counted[g] : 1.0;
        if (counted[g] > 0.0) rostered_share_[g] /= counted[g];
        for (std::size_t h = 0; h < person_hours_[g].size(); ++h)
            if (hours_[g].is_on(h % hours_a_week) && !calendar_.is_holiday(h / 24))
                person_hours_[g][h] += full_time[g][h / 24] * calendar_.hour_exposure()[h];
    }
}

namespace {

/// Sessions of one person with no more than a long pause between them as one.
std::vector<LoggedSession> whole_shifts(const std::vector<LoggedSession>& sessions) {
    constexpr Instant longest_pause = 4 * hour;
    constexpr Instant longest = 16 * hour;
    std::vector<LoggedSession> shifts;
    for (const LoggedSession& one : sessions) {
        if (!shifts.empty() && shifts.back().person == one.person &&
            one.from - shifts.back().to <= longest_pause && one.to - shifts.back().from <= longest)
            shifts.back().to = one.to;
        else
            shifts.push_back(one);
    }
    return shifts;
}

}  // namespace

std::vector<ShiftKind> shift_kinds(const EventLog& log, const LogCalendar& calendar,
                                   const StaffGroups& staff, std::size_t group) {
    constexpr double rare = 0.05;
    constexpr Instant quarter = hour / 4;
    constexpr Instant day = 24 * hour;
    std::map<std::pair<int, int>, ShiftKind> kinds;
    std::array<double, 2> days{};
    for (std::size_t d = 0; d < calendar.day_exposure().size(); ++d)
        if (!calendar.is_holiday(d)) days[d % 7 < 5 ? 0 : 1] += calendar.day_exposure()[d];
    double all = 0.0;
    for (const LoggedSession& one : whole_shifts(log.sessions)) {
        // A log begins with its first message, when the first shift has begun already.
        const Instant seen = std::max(one.from, log.window.from);
        const bool is_counted =
            staff.group_of[at(one.person)] == static_cast<std::int32_t>(group) &&
            one.to > log.window.from && one.from < log.window.to &&
            !calendar.is_holiday(calendar.day_of(seen));
        if (!is_counted) continue;
        const Instant local = log.zone.local_time(one.from);
        const auto quarters = [&](Instant time) {
            return static_cast<int>((time + quarter / 2) / quarter) * 15;
        };
        const int from = quarters(local % day) % 1440;
        const int length = std::clamp(quarters(one.to - one.from), 15, 1425);
        ShiftKind& kind = kinds[{from, from + length}];
        kind.from_minute = from;
        kind.to_minute = from + length;
        const bool is_weekend = calendar.day_of(seen) % 7 >= 5;
        const double share = days[is_weekend ? 1 : 0];
        (is_weekend ? kind.at_weekend : kind.on_workday) += share > 0.0 ? 1.0 / share : 0.0;
        ++all;
    }
    const auto shifts = [&](const ShiftKind& kind) {
        return kind.on_workday * days[0] + kind.at_weekend * days[1];
    };
    double most = 0.0;
    for (const auto& [unused, kind] : kinds) most = std::max(most, shifts(kind));
    const double least = std::min(rare * all, most);
    std::vector<ShiftKind> common;
    for (const auto& [unused, kind] : kinds)
        if (shifts(kind) >= least) common.push_back(kind);
    for (const auto& [unused, kind] : kinds) {
        if (shifts(kind) >= least) continue;
        const auto distance = [&](const ShiftKind& other) {
            return std::abs(other.from_minute - kind.from_minute) +
                   std::abs(other.to_minute - kind.to_minute);
        };
        ShiftKind& nearest = *std::ranges::min_element(common, {}, distance);
        nearest.on_workday += kind.on_workday;
        nearest.at_weekend += kind.at_weekend;
    }
    return common;
}

}  // namespace wardwire::analysis
