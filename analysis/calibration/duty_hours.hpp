// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/calibration/chat_log.hpp"
#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/portal_log.hpp"
#include "analysis/calibration/staff_groups.hpp"

namespace wardwire::analysis {

/// The hours of the week in which a group is at work.
class DutyHours {
 public:
    /// Around the clock.
    DutyHours() : DutyHours(around_the_clock()) {}
    explicit DutyHours(const std::array<bool, hours_a_week>& is_on);

    bool is_on(std::size_t hour_of_week) const { return is_on_[hour_of_week]; }
    bool is_always() const { return before_.back() == hours_a_week; }

    /// Hours on duty from a Monday's midnight long ago to a time on the wall, given in microseconds
    /// since 1970: differences of it are waits on the clock of the group.
    double hours_before(std::int64_t local_time) const;

 private:
    static std::array<bool, hours_a_week> around_the_clock();

    std::array<bool, hours_a_week> is_on_;
    std::array<double, hours_a_week + 1> before_{};
};

/// Something that shows a person at work.
struct StaffAct {
    std::int32_t person;
    Instant at;
    auto operator<=>(const StaffAct&) const = default;
};

/// Turns of a chat, and what was done with messages of patients.
std::vector<StaffAct> staff_acts(const ChatLog& chat, const PortalLog& portal);

/// Hours in which people are on duty at least a quarter as often as in their busiest hour, given
/// how often they are in each. Hours of Monday to Friday are alike, and so are those of Saturday
/// and Sunday. More than 110 hours of the week are taken to be all of them: people work in shifts.
DutyHours duty_from(const HoursOfWeek& presence);

/// Hours in which a person of the group is seen at work at least a quarter as often as in its
/// busiest hour: [group]. A person is seen from one act to the next if they are at most three
/// hours apart. Hours of Monday to Friday are alike, and so are those of Saturday and Sunday. A
/// group that is on duty in more than 110 hours of the week works around the clock, in shifts that
/// its messages do not show.
std::vector<DutyHours> find_duty_hours(std::vector<StaffAct> acts, const StaffGroups& staff,
                                       const LogCalendar& calendar);

}  // namespace wardwire::analysis
