// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "analysis/calibration/further_parts.hpp"
#include "analysis/calibration/nested_variance.hpp"
#include "analysis/calibration/staff_duty.hpp"

namespace wardwire::analysis {

namespace {

/// Where each person belongs: what `said` has of it, else where most of his or her rows are.
std::vector<std::int32_t> places_of(const FurtherView& view, const std::vector<std::int16_t>& rows,
                                    std::int16_t LoggedPerson::*said) {
    std::vector<std::map<std::int16_t, std::size_t>> seen(view.log.persons.size());
    if (!rows.empty())
        for (const std::uint32_t row : view.chat_rows)
            if (rows[row] != none) ++seen[at(view.log.sender[row])][rows[row]];
    std::vector<std::int32_t> places;
    for (std::size_t person = 0; person < seen.size(); ++person) {
        const auto most =
            std::ranges::max_element(seen[person], {}, [](const auto& one) { return one.second; });
        std::int32_t place = most == seen[person].end() ? none : most->first;
        if (said != nullptr && view.log.persons[person].*said != none)
            place = view.log.persons[person].*said;
        places.push_back(place);
    }
    return places;
}

/// What people begin, beside what their group and their hours on duty have expected.
std::vector<NestedCount> starts_by_unit(const FurtherView& view) {
    const EventLog& log = view.log;
    const auto units = places_of(view, log.unit, &LoggedPerson::unit);
    const auto sites = places_of(view, log.site, nullptr);
    std::vector<DutyHours> hours(view.staff.groups.size());
    if (log.is_zone_known)
        hours = find_duty_hours(staff_acts(view.chat, view.portal), view.staff, view.calendar);
    const StaffDuty duty(log, view.calendar, view.staff, std::move(hours));
    std::vector<double> starts(log.persons.size(), 0.0);
    for (const ChatConversation& one : view.chat.conversations)
        if (!one.is_aside()) ++starts[at(one.starter)];
    std::vector<double> group_starts(view.staff.groups.size(), 0.0);
    std::vector<double> group_hours(view.staff.groups.size(), 0.0);
    const auto visit = [&](const auto& action) {
        for (std::size_t person = 0; person < starts.size(); ++person) {
            const std::int32_t group = view.staff.group_of[person];
            const double on_duty = duty.hours_of(static_cast<std::int32_t>(person));
            if (group != none && units[person] != none && on_duty > 0.0)
                action(person, at(group), on_duty);
        }
    };
    visit([&](std::size_t person, std::size_t group, double on_duty) {
        group_starts[group] += starts[person];
        group_hours[group] += on_duty;
    });
    std::vector<NestedCount> counts;
    visit([&](std::size_t person, std::size_t group, double on_duty) {
        if (group_starts[group] > 0.0)
            counts.push_back({starts[person], on_duty * group_starts[group] / group_hours[group],
                              static_cast<std::size_t>(units[person]),
                              sites[person] == none ? 0 : at(sites[person])});
    });
    return counts;
}

}  // namespace

void tell_units(const FurtherView& view, std::vector<FurtherEstimate>& rows) {
    constexpr std::size_t least_units = 5;
    if (view.log.units.size() < least_units || view.chat.conversations.empty()) return;
    const std::vector<NestedCount> counts = starts_by_unit(view);
    std::set<std::size_t> units;
    double events = 0.0;
    for (const NestedCount& one : counts) {
        units.insert(one.unit);
        events += one.count;
    }
    if (units.size() < least_units || counts.size() < view.least.people ||
        events < view.least.events)
        return;
    const auto found = estimate_nested_variance(counts, view.confidence);
    if (!found) return;
    rows.push_back({"activity: variance of its logarithm", "", found->total});
    rows.push_back({"activity: of that, between units", "", found->between_units});
    rows.push_back({"activity: of that, between people of a unit", "", found->between_people});
    if (found->between_sites)
        rows.push_back({"activity: of that, between sites", "", *found->between_sites});
}

}  // namespace wardwire::analysis
