// SPDX-License-Identifier: Apache-2.0
#include "app/dealt_shifts.hpp"

#include <algorithm>

namespace wardwire::app {

namespace {

using analysis::ShiftKind;
using Member = double ShiftKind::*;

constexpr int a_day = 1440;  // minutes

/// Hours of a shift that begins on that day of the week.
double hours_of(const ShiftKind& shift, int day, std::span<const double> profile) {
    constexpr int an_hour = 60;
    double hours = 0.0;
    for (int minute = day * a_day + shift.from_minute; minute < day * a_day + shift.to_minute;) {
        const int next =
            std::min(day * a_day + shift.to_minute, minute - minute % an_hour + an_hour);
        hours += profile[static_cast<std::size_t>(minute / an_hour) % profile.size()] *
                 static_cast<double>(next - minute) / an_hour;
        minute = next;
    }
    return hours;
}

}  // namespace

DealtShifts deal_shifts(const analysis::GroupCalibration& group) {
    constexpr std::size_t weeks = 12;
    const auto people = [&](Member member) {
        double sum = 0.0;
        for (const ShiftKind& kind : group.shifts) sum += kind.*member;
        return sum;
    };
    const double most = std::max(people(&ShiftKind::on_workday), people(&ShiftKind::at_weekend));
    const auto kind_in = [&](std::size_t week, Member member) {
        double left = most * (static_cast<double>(week) + 0.5) / weeks;
        for (const ShiftKind& kind : group.shifts)
            if ((left -= kind.*member) < 0.0) return std::optional(kind);
        return std::optional<ShiftKind>();
    };
    DealtShifts dealt;
    for (std::size_t week = 0; week < weeks; ++week) {
        auto workday = kind_in(week, &ShiftKind::on_workday);
        auto weekend = kind_in(week, &ShiftKind::at_weekend);
        if (workday && weekend) {  // nobody begins on Saturday before Friday's shift is over
            workday->to_minute = std::min(workday->to_minute, a_day + weekend->from_minute);
            weekend->to_minute = std::min(weekend->to_minute, a_day + workday->from_minute);
        }
        dealt.weeks.push_back({workday, weekend});
    }
    // Who is in no roster works as the colleagues do.
    const double rostered = group.mean_people * group.rostered_share;
    dealt.full_time_share = rostered > 0.0 ? std::min(1.0, most / rostered) : 1.0;
    return dealt;
}

double weighed_hours(const DealtShifts& dealt, std::span<const double> profile, double people) {
    double hours = 0.0;
    for (const DealtWeek& week : dealt.weeks)
        for (int day = 0; day < 7; ++day)
            if (const auto& shift = day < 5 ? week.workday : week.weekend)
                hours += hours_of(*shift, day, profile);
    return people * dealt.full_time_share * hours / static_cast<double>(dealt.weeks.size());
}

}  // namespace wardwire::app
