// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/draws.hpp"
#include "models/task.hpp"

namespace wardwire::models {

class Site;

/// Whom people write to: a role by the sender's row of the matrix, then one of its members.
///
/// Often it is somebody of before: one of the person's latest partners, each conversation with them
/// counting once. So who was chosen often is chosen often (Simon 1955, "On a class of skew
/// distribution functions", with the urn cut off at the size of the memory). Otherwise it may be
/// somebody of the person's own unit, or else anybody, some people oftener than others. Who is on
/// duty is preferred in all cases.
/// Some conversations of two are with a colleague at another site.
class ChatPartners {
 public:
    explicit ChatPartners(const Site& site);

    /// A role that has somebody to write to; invalid when there is none. In the order of names, so
    /// that a draw means the same role in whatever order a scenario has them.
    RoleId choose_role(StaffId sender, double uniform) const;
    /// A member of the role other than the sender, who is the first of the users; invalid when
    /// there is none. A known partner is not one of the users, anybody else may be.
    StaffId choose(std::span<const StaffId> users, RoleId role, Address invitation) const;
    /// The other site at which a member of the role is sought; invalid when it is to be this one.
    SiteId choose_site(RoleId role, Address invitation) const;
    /// Somebody of the role, for a conversation that was begun at another site.
    StaffId choose_for_guest(RoleId role, Address invitation) const;
    /// The two begin a conversation.
    void remember(StaffId a, StaffId b);

    template <class Archive>
    void persist(Archive& archive) {
        archive(latest_, conversations_);
    }

 private:
    bool has_another(StaffId sender, RoleId role) const;
    StaffId choose_again(std::span<const StaffId> users, RoleId role, double uniform) const;
    StaffId choose_by_popularity(StaffId sender, RoleId role, double uniform) const;
    StaffId choose_in_unit(StaffId sender, RoleId role, double uniform) const;

    const Site& site_;
    std::vector<double> popularity_;            ///< by staff; empty: all alike
    std::vector<RoleId> by_name_;               ///< the roles in the order of their names
    std::vector<StaffId> latest_;               ///< [staff][n]: a ring of partners
    std::vector<std::uint32_t> conversations_;  ///< begun with others or by them, by staff
};

}  // namespace wardwire::models
