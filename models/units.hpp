// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/task.hpp"

namespace wardwire::models {

class Site;

/// The units (wards, teams) of a site: the members of each role are dealt out to them in
/// consecutive, equal parts, so that a unit has people from every week of a rotation.
class Units {
 public:
    explicit Units(const Site& site) : site_(site) {}

    std::uint32_t unit_of(StaffId id) const;
    /// Members of the role in the unit who are on duty now, in order of number.
    std::span<const StaffId> on_duty(RoleId role, std::uint32_t unit) const;

 private:
    const Site& site_;
};

}  // namespace wardwire::models
