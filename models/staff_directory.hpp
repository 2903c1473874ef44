// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/site_plan.hpp"

namespace wardwire::models {

/// Where in a health system the members of each role work whom one can write to: at the sites that
/// have chat.
class StaffDirectory {
 public:
    /// A system of one site has nobody elsewhere.
    StaffDirectory() = default;
    explicit StaffDirectory(const std::vector<SitePlan>& sites);

    /// The site of a member of the role, each as likely as any other; invalid when there are none.
    SiteId site_of_member(RoleId role, double uniform) const;

 private:
    std::vector<std::vector<std::uint32_t>> up_to_;  ///< [role][site]: members there and before
};

}  // namespace wardwire::models
