// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "analysis/calibration/further_parts.hpp"
#include "analysis/calibration/nested_variance.hpp"
#include "analysis/calibration/staff_duty.hpp"
#include "analysis/statistics/order_statistics.hpp"

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

/// How much people begin in an hour on duty, in every other week and in those between, as normal
/// scores among the people of their group.
std::vector<TwiceMeasured> activity_by_unit(const FurtherView& view) {
    const EventLog& log = view.log;
    const auto units = places_of(view, log.unit, &LoggedPerson::unit);
    const auto sites = places_of(view, log.site, nullptr);
    std::vector<DutyHours> hours(view.staff.groups.size());
    if (log.is_zone_known)
        hours = find_duty_hours(staff_acts(view.chat, view.portal), view.staff, view.calendar);
    const StaffDuty duty(log, view.calendar, view.staff, std::move(hours));
    std::array<std::vector<double>, 2> starts;
    starts.fill(std::vector<double>(log.persons.size(), 0.0));
    for (const ChatConversation& one : view.chat.conversations)
        if (!one.is_aside())
            ++starts[view.calendar.week_of(view.chat.turns[one.first_turn].first_at) % 2]
                    [at(one.starter)];
    std::vector<TwiceMeasured> all;
    for (std::size_t group = 0; group < view.staff.groups.size(); ++group) {
        std::vector<std::size_t> people;
        std::array<std::vector<double>, 2> rates;
        for (std::size_t person = 0; person < log.persons.size(); ++person) {
            const double on_duty = duty.hours_of(static_cast<std::int32_t>(person));
            if (view.staff.group_of[person] != static_cast<std::int32_t>(group) ||
                units[person] == none || on_duty <= 0.0)
                continue;
            people.push_back(person);
            for (std::size_t half = 0; half < 2; ++half)
                rates[half].push_back(starts[half][person] / on_duty);
        }
        const std::vector<double> once = normal_scores(rates[0]);
        const std::vector<double> again = normal_scores(rates[1]);
        for (std::size_t i = 0; i < people.size(); ++i)
            all.push_back({once[i], again[i], at(units[people[i]]),
                           sites[people[i]] == none ? 0 : at(sites[people[i]])});
    }
    return all;
}

}  // namespace

void tell_units(const FurtherView& view, std::vector<FurtherEstimate>& rows) {
    constexpr std::size_t least_units = 5;
    if (view.log.units.size() < least_units || view.chat.conversations.empty()) return;
    const std::vector<TwiceMeasured> people = activity_by_unit(view);
    std::set<std::size_t> units;
    for (const TwiceMeasured& one : people) units.insert(one.unit);
    if (units.size() < least_units || people.size() < view.least.people ||
        static_cast<double>(view.chat.conversations.size()) < view.least.events)
        return;
    const auto found = estimate_nested_shares(people, view.confidence);
    if (!found) return;
    rows.push_back({"differences in activity, between units", "", found->between_units});
    rows.push_back(
        {"differences in activity, between people of a unit", "", found->between_people});
    if (found->between_sites)
        rows.push_back({"differences in activity, between sites", "", *found->between_sites});
}

}  // namespace wardwire::analysis
