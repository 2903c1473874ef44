// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/draws.hpp"
#include "models/task.hpp"

namespace wardwire::models {

class Site;

inline constexpr std::size_t most_chat_users = 12;  // of a conversation

/// Whom people write to: a role by the sender's row of the matrix, then one of its members.
///
/// A person may first of all write to the same people again: to all users of one of the latest
/// conversations that he or she began. Later ones are likelier, about in proportion to one over how
/// many lie between, as memory has it (Anderson & Schooler 1991, doi:10.1111/j.1467-9280.1991.
/// tb00174.x, found so for the senders of mail).
///
/// Often it is somebody of before: one of the person's latest partners, each conversation with them
/// counting once. So who was chosen often is chosen often (Simon 1955, "On a class of skew
/// distribution functions", with the urn cut off at the size of the memory). Otherwise it may be
/// somebody of the person's own unit, or else one of a circle of its own, or anybody, some people
/// oftener than others. Who is on duty is preferred in all cases.
///
/// A circle is a draw of a Dirichlet process around popularity, by its stick-breaking form
/// (Sethuraman 1994, "A constructive definition of Dirichlet priors"). It takes no memory: each
/// look at it draws the same.
///
/// Some conversations of two are with a colleague at another site.
class ChatPartners {
 public:
    explicit ChatPartners(const Site& site);

    /// Fills in the users after the first, who begins the conversation, where they are those of an
    /// earlier one; returns how many users there are then, 1 where they are to be chosen anew. Who
    /// is not there is left out.
    std::uint8_t choose_same(std::span<StaffId> users, Address conversation) const;
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
    /// The first of the users begins a conversation with the others.
    void remember(std::span<const StaffId> users);

    template <class Archive>
    void persist(Archive& archive) {
        archive(latest_, conversations_, latest_users_, begun_);
    }

 private:
    static constexpr std::size_t users_remembered = 32;  ///< conversations
    /// The users of a conversation but for who began it; invalid behind the last.
    using Others = std::array<StaffId, most_chat_users - 1>;

    bool is_there(StaffId partner, StaffId sender) const;
    bool has_another(StaffId sender, RoleId role) const;
    StaffId choose_again(std::span<const StaffId> users, RoleId role, double uniform) const;
    StaffId choose_by_popularity(StaffId sender, RoleId role, double uniform) const;
    StaffId choose_in_unit(StaffId sender, RoleId role, double uniform) const;
    StaffId choose_in_circle(std::span<const StaffId> users, RoleId role, Address invitation) const;
    StaffId of_circle(StaffId person, RoleId role, double uniform) const;

    /// All who are ever of a role, and how popular they are together with those before them.
    struct Members {
        std::vector<StaffId> ids;
        std::vector<double> popularity;
    };

    const Site& site_;
    std::vector<double> popularity_;            ///< by staff; empty: all alike
    std::vector<Members> members_;              ///< by role; empty without circles
    std::vector<RoleId> by_name_;               ///< the roles in the order of their names
    std::vector<StaffId> latest_;               ///< [staff][n]: a ring of partners
    std::vector<std::uint32_t> conversations_;  ///< begun with others or by them, by staff
    std::vector<Others> latest_users_;          ///< [staff][n]: a ring of conversations begun
    std::vector<std::uint32_t> begun_;          ///< how many those were, by staff
};

}  // namespace wardwire::models
