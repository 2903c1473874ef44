// SPDX-License-Identifier: Apache-2.0
#include "models/staff_directory.hpp"

#include <algorithm>

namespace wardwire::models {

StaffDirectory::StaffDirectory(const std::vector<SitePlan>& sites) {
    up_to_.resize(sites.front().staff.size());
    for (std::size_t role = 0; role < up_to_.size(); ++role) {
        std::uint32_t members = 0;
        for (const SitePlan& site : sites)
            up_to_[role].push_back(members += site.scenario->chat ? site.staff[role] : 0);
    }
}

SiteId StaffDirectory::site_of_member(RoleId role, double uniform) const {
    if (up_to_.empty() || up_to_[role.index()].back() == 0) return {};
    const std::vector<std::uint32_t>& up_to = up_to_[role.index()];
    const auto number = static_cast<std::uint32_t>(uniform * up_to.back());
    return SiteId{static_cast<std::size_t>(std::upper_bound(up_to.begin(), up_to.end(), number) -
                                           up_to.begin())};
}

}  // namespace wardwire::models
