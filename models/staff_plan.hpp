// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

/// How many there are at a time: members of a role, patients of a panel. Dates are days since
/// 1970-01-01.
namespace wardwire::models {

struct RoleSpec;
struct PatientSpec;

/// From this day a role has this many members; of a panel: on this day it has this size.
struct HeadCount {
    std::int64_t day = 0;
    std::uint32_t count = 0;
};

/// Members of a role on a day. Member k, from 0, is one of them while there are more than k: who
/// came last leaves first.
std::uint32_t members_on(const RoleSpec& role, std::int64_t day);
/// The most there ever are, and so the number of people that a run has.
std::uint32_t most_members(const RoleSpec& role);
std::uint32_t fewest_members(const RoleSpec& role);

/// Patients who have joined by the start of a day: between the dates of the panel they join one
/// after another, evenly.
std::uint32_t patients_on(const PatientSpec& patients, std::int64_t day);
/// When patient k, from 0, joins, in days since 1970-01-01; before the first date of the panel for
/// those who are there from the start.
double joining_day(const PatientSpec& patients, std::uint32_t patient);

}  // namespace wardwire::models
