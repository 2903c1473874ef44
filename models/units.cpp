// SPDX-License-Identifier: Apache-2.0
#include "models/units.hpp"

#include <algorithm>

#include "models/site.hpp"

namespace wardwire::models {

std::uint32_t Units::unit_of(StaffId id) const {
    const Staff& person = site_.workforce[id];
    const std::uint64_t members = site_.workforce.count_of(person.role);
    return static_cast<std::uint32_t>(std::uint64_t{person.number} * site_.scenario.units /
                                      members);
}

std::span<const StaffId> Units::on_duty(RoleId role, std::uint32_t unit) const {
    const std::vector<StaffId>& present = site_.workforce.on_duty(role);
    const std::uint64_t members = site_.workforce.count_of(role);
    // The first member of a unit has the smallest number that unit_of() takes there.
    const auto first_of = [&](std::uint64_t n) {
        const std::uint64_t number =
            (n * members + site_.scenario.units - 1) / site_.scenario.units;
        return std::lower_bound(present.begin(), present.end(),
                                StaffId{site_.workforce.first_of(role).index() + number});
    };
    return {first_of(unit), first_of(unit + 1ULL)};
}

}  // namespace wardwire::models
