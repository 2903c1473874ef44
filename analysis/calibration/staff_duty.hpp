// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/calibration/duty_hours.hpp"
#include "analysis/calibration/log_calendar.hpp"
#include "analysis/calibration/staff_groups.hpp"
#include "analysis/log/event_log.hpp"

namespace wardwire::analysis {

/// When each person is on duty, and how many hours of it were observed: by the roster for those who
/// are in it, by the hours of their group and their share of full time for the others. Outages,
/// holidays and days outside of a person's employment are left out of the hours.
class StaffDuty {
 public:
    /// `hours` has an entry a group. All of these must outlive it.
    StaffDuty(const EventLog& log, const LogCalendar& calendar, const StaffGroups& staff,
              std::vector<DutyHours> hours);

    bool is_on(std::int32_t person, Instant at) const;

    /// Hours on duty since some beginning: differences of it are waits on the person's clock.
    double hours_before(std::int32_t person, Instant at) const;

    /// Observed hours of a group's people, one entry for each hour from the first Monday on.
    std::span<const double> person_hours(std::size_t group) const { return person_hours_[group]; }
    /// The same by hour of the week.
    HoursOfWeek by_hour_of_week(std::size_t group) const;
    /// Observed hours of one person.
    double hours_of(std::int32_t person) const {
        return hours_of_person_[static_cast<std::size_t>(person)];
    }

    /// Whether the roster has people of a group.
    bool is_rostered(std::size_t group) const { return is_rostered_[group]; }
    /// The share of its people who are in the roster.
    double rostered_share(std::size_t group) const { return rostered_share_[group]; }
    const DutyHours& hours(std::size_t group) const { return hours_[group]; }
    /// How many people a group had on a day of the observation.
    double mean_people(std::size_t group) const { return mean_people_[group]; }
    /// Their mean share of full time.
    double full_time_share(std::size_t group) const { return full_time_share_[group]; }

 private:
    std::span<const LoggedSession> sessions_of(std::int32_t person) const;
    void add_roster();
    void add_others();

    const EventLog& log_;
    const LogCalendar& calendar_;
    const StaffGroups& staff_;
    std::vector<DutyHours> hours_;
    std::vector<std::size_t> first_session_;  ///< by person, and one behind the last
    std::vector<double> hours_before_;        ///< by session: of the same person, before it
    std::vector<std::vector<double>> person_hours_;
    std::vector<double> hours_of_person_;
    std::vector<char> is_rostered_;
    std::vector<double> rostered_share_;
    std::vector<double> mean_people_;
    std::vector<double> full_time_share_;
};

/// Shifts that begin and end at the same times of the day.
struct ShiftKind {
    int from_minute = 0;      ///< of the day
    int to_minute = 0;        ///< above 1440 on the next day
    double on_workday = 0.0;  ///< people who begin it on a day from Monday to Friday
    double at_weekend = 0.0;
};

/// The shifts of a group's roster by when they begin. Pieces of one person at most four hours apart
/// are one shift, of up to sixteen hours. Times are rounded to quarters of an hour; kinds with less
/// than a twentieth of the shifts count as the nearest of the others.
std::vector<ShiftKind> shift_kinds(const EventLog& log, const LogCalendar& calendar,
                                   const StaffGroups& staff, std::size_t group);

}  // namespace wardwire::analysis
