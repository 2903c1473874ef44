// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibration/duty_hours.hpp"

#include <algorithm>
#include <cmath>

namespace wardwire::analysis {

namespace {

constexpr std::int64_t hour = 3'600'000'000;
constexpr std::int64_t week = hours_a_week * hour;
constexpr std::int64_t longest_silence = 3 * hour;
constexpr std::int64_t monday = 4 * 24 * hour;  // 1970-01-05

/// How often people of each group are seen in each hour of the week.
std::vector<HoursOfWeek> presence(std::vector<StaffAct> actions, const StaffGroups& staff,
                                  const LogCalendar& calendar) {
    std::ranges::sort(actions);
    std::vector<HoursOfWeek> seen(staff.groups.size(), HoursOfWeek{});
    const auto hour_number = [&](Instant at) {
        return calendar.week_of(at) * hours_a_week + calendar.hour_of(at);
    };
    std::size_t next_unmarked = 0;
    for (std::size_t i = 0; i < actions.size(); ++i) {
        if (i == 0 || actions[i].person != actions[i - 1].person) next_unmarked = 0;
        const std::int32_t group = staff.group_of[static_cast<std::size_t>(actions[i].person)];
        if (group == none) continue;
        const bool goes_on = i + 1 < actions.size() && actions[i + 1].person == actions[i].person &&
                             actions[i + 1].at - actions[i].at <= longest_silence;
        const std::size_t last = hour_number(actions[goes_on ? i + 1 : i].at);
        for (std::size_t h = std::max(next_unmarked, hour_number(actions[i].at)); h <= last; ++h)
            ++seen[static_cast<std::size_t>(group)][h % hours_a_week];
        next_unmarked = last + 1;
    }
    for (HoursOfWeek& hours : seen)
        for (std::size_t h = 0; h < hours_a_week; ++h)
            if (calendar.exposure_hours()[h] > 0.0) hours[h] /= calendar.exposure_hours()[h];
    return seen;
}

}  // namespace

std::array<bool, hours_a_week> DutyHours::around_the_clock() {
    std::array<bool, hours_a_week> all;
    all.fill(true);
    return all;
}

DutyHours::DutyHours(const std::array<bool, hours_a_week>& is_on) : is_on_(is_on) {
    for (std::size_t h = 0; h < hours_a_week; ++h) before_[h + 1] = before_[h] + (is_on[h] ? 1 : 0);
}

double DutyHours::hours_before(std::int64_t local_time) const {
    const std::int64_t since = local_time - monday;
    const std::int64_t weeks = (since >= 0 ? since : since - week + 1) / week;
    const std::int64_t in_week = since - weeks * week;
    const auto whole = static_cast<std::size_t>(in_week / hour);
    const double part = is_on_[whole] ? static_cast<double>(in_week % hour) / hour : 0.0;
    return static_cast<double>(weeks) * before_.back() + before_[whole] + part;
}

std::vector<StaffAct> staff_acts(const ChatLog& chat, const PortalLog& portal) {
    std::vector<StaffAct> acts;
    acts.reserve(chat.turns.size() + portal.stays.size());
    for (const ChatTurn& turn : chat.turns) acts.push_back({turn.author, turn.first_at});
    for (const PortalStay& stay : portal.stays)
        if (stay.person != none && stay.taken_at != no_time)
            acts.push_back({stay.person, stay.done_at == no_time ? stay.taken_at : stay.done_at});
    return acts;
}

DutyHours duty_from(const HoursOfWeek& seen) {
    constexpr double least = 0.25;
    constexpr double most_office_hours = 110.0;
    std::array<double, 24> workday{};
    std::array<double, 24> weekend{};
    for (std::size_t h = 0; h < hours_a_week; ++h)
        (h < 120 ? workday : weekend)[h % 24] += seen[h] / (h < 120 ? 5.0 : 2.0);
    const double most = std::max(std::ranges::max(workday), std::ranges::max(weekend));
    std::array<bool, hours_a_week> is_on{};
    double hours_on = 0.0;
    for (std::size_t h = 0; h < hours_a_week; ++h) {
        is_on[h] = (h < 120 ? workday : weekend)[h % 24] >= least * most && most > 0.0;
        hours_on += is_on[h] ? 1.0 : 0.0;
    }
    return hours_on == 0.0 || hours_on > most_office_hours ? DutyHours() : DutyHours(is_on);
}

std::vector<DutyHours> find_duty_hours(std::vector<StaffAct> acts, const StaffGroups& staff,
                                       const LogCalendar& calendar) {
    std::vector<DutyHours> duty;
    for (const HoursOfWeek& seen : presence(std::move(acts), staff, calendar))
        duty.push_back(duty_from(seen));
    return duty;
}

}  // namespace wardwire::analysis
